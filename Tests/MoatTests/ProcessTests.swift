import Base
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Moat

/// With real processes: small scripts stand where the services do.
@Suite(.timeLimit(.minutes(4)))
struct ProcessTests {
    private let folder = TemporaryFolder()

    /// A program that answers `/readyz` on its health port, or does what `instead` says.
    private func part(_ name: String, after: String? = nil, port: Int, instead: String? = nil) throws -> Blueprint.Part
    {
        let serve = """
            exec python3 -c '
            import http.server, os
            class Door(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b"ready")
                def log_message(self, *words): pass
            http.server.HTTPServer(("127.0.0.1", int(os.environ["HEALTH_PORT"])), Door).serve_forever()'
            """
        let program = try folder.write("moat-\(name)", "#!/bin/sh\necho started \(name)\n\(instead ?? serve)\n")
        unsafe chmod(program, 0o700)
        let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HEALTH_PORT": "\(port)"]
        let log = "\(folder.path)/logs/\(name).log"
        let command = ChildCommand(name: name, executable: program, environment: environment, log: log)
        return Blueprint.Part(command: command, after: after, healthPort: port)
    }

    private func supervise(
        _ parts: [Blueprint.Part], said: Locked<[String]>,
        whenReady: @escaping @Sendable (_ stop: @escaping @Sendable () -> Void) async throws -> Void
    ) async throws -> Int32 {
        let home = Home(path: folder.path)
        try home.prepare()
        let (stream, stop) = AsyncStream<Void>.makeStream()
        let note: @Sendable (String) -> Void = { text in said.withLock { $0.append(text) } }
        let supervisor = Supervisor(
            blueprint: Blueprint(parts: parts, address: "http://127.0.0.1", busURL: "nats://127.0.0.1"), home: home,
            terminal: Terminal(out: note, err: note), time: SystemTime(),
            untilStopped: { for await _ in stream { break } },
            whenReady: {
                try await whenReady { stop.yield() }
            })
        return try await supervisor.run()
    }

    @Test func `what is killed comes back, and everything ends in the end`() async throws {
        let ports = try Loopback.freePorts(2, from: 21_000)
        let parts = [try part("bus", port: ports[0]), try part("desk", after: "bus", port: ports[1])]
        let home = Home(path: folder.path)
        let said = Locked<[String]>([])
        let code = try await supervise(parts, said: said) { stop in
            let before = try #require(home.readRunning()?.processes.last?.pid)
            kill(before, SIGKILL)
            try await eventually("moat-desk is back") {
                let now = home.readRunning()?.processes.last?.pid
                let answer = await Loopback.get("/readyz", port: ports[1])
                return now != nil && now != before && answer.status == 200
            }
            stop()
        }
        #expect(code == 0)
        #expect(said.withLock { $0.contains { $0.contains("moat-desk ended (signal 9)") } })
        let left = home.readRunning()?.processes.compactMap(\.pid) ?? []
        #expect(left.allSatisfy { kill($0, 0) != 0 })
        #expect(try String(contentsOfFile: home.log(of: "desk"), encoding: .utf8).contains("started desk"))
    }

    @Test func `one that cannot start ends the start and shows its last words`() async throws {
        let ports = try Loopback.freePorts(1, from: 22_000)
        let said = Locked<[String]>([])
        let broken = try part("bus", port: ports[0], instead: "echo BUS_PORT=abc is no number; exit 78")
        let code = try await supervise([broken], said: said) { _ in Issue.record("it cannot be ready") }
        #expect(code == 1)
        #expect(said.withLock { $0.contains { $0.contains("BUS_PORT=abc is no number") } })
    }

    @Test func `a program that is not there is said so`() async throws {
        var missing = try part("bus", port: 1)
        missing.command.executable = "/nowhere/moat-bus"
        let said = Locked<[String]>([])
        #expect(try await supervise([missing], said: said) { _ in } == 1)
        #expect(said.withLock { $0.contains { $0.contains("No such file") } })
    }

    @Test func `two do not run on one home`() throws {
        let home = Home(path: folder.path)
        try home.prepare()
        let lock = try HomeLock.take(home)
        let mistake = #expect(throws: Mistake.self) { try HomeLock.take(home) }
        #expect(mistake?.sentence.contains("already running in \(folder.path) as process \(getpid())") ?? false)
        withExtendedLifetime(lock) {}
    }

    @Test func `a log stays small`() throws {
        let path = try folder.write("a.log", String(repeating: "x", count: 1_000))
        LogFile.bound(path, limit: 1_000)
        #expect(!FileManager.default.fileExists(atPath: path + ".1"))
        LogFile.bound(path, limit: 999)
        #expect(FileManager.default.contents(atPath: path)?.count == 0)
        #expect(FileManager.default.contents(atPath: path + ".1")?.count == 1_000)
    }

    @Test func `an ending is known`() async throws {
        let program = try folder.write("exit3", "#!/bin/sh\nexit 3\n")
        unsafe chmod(program, 0o700)
        let command = ChildCommand(name: "a", executable: program, environment: [:], log: "/dev/null")
        let pid = try ChildProcess.start(command)
        var ending: Ending?
        while ending == nil {
            ending = ChildProcess.ending(of: pid)
            await Task.yield()
        }
        #expect(ending == .exited(3))
    }
}
