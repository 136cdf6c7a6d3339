internal import Base
internal import Foundation

/// A whole Moat in a folder of its own: the real `moat up` with the real services, started from the build beside the
/// test.
package final class Installation: Sendable {
    package let folder = TemporaryFolder()
    package let port: Int
    private let supervisor = Locked<Process?>(nil)

    /// Where the pages are.
    package var address: String { "http://127.0.0.1:\(port)" }
    package var home: String { folder.path + "/home" }

    /// Starts it and returns when it has printed its sign-in link. `environment` comes on top of this process's own.
    /// `prepare` gets the folder of the home before anything is started in it.
    package init(
        demo: Bool = false, environment: [String: String] = [:], prepare: (String) async throws -> Void = { _ in }
    ) async throws {
        port = try BrokerProcess.freePort()
        try await prepare(home)
        try await start(demo: demo, environment: environment)
    }

    deinit { stop() }

    /// Starts it again in the same folder.
    package func start(demo: Bool = false, environment: [String: String] = [:]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Installation.programs + "/moat")
        process.arguments = ["up", "--home", home, "--port", "\(port)"] + (demo ? ["--demo"] : [])
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let output = folder.path + "/up.log"
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        (process.standardOutput, process.standardError) = (handle, handle)
        try process.run()
        supervisor.withLock { $0 = process }
        try await eventually("moat up prints its link:\n\(said)", within: .seconds(120)) {
            if !process.isRunning { throw NotYet(description: "moat up ended:\n\(said)") }
            return signInLink != nil
        }
    }

    /// What `moat up` has printed.
    package var said: String {
        FileManager.default.contents(atPath: folder.path + "/up.log").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Good for one sign-in, within ten minutes of the start.
    package var signInLink: String? {
        said.split(whereSeparator: \.isWhitespace).map(String.init).first { $0.contains("/sign-in?token=") }
    }

    /// Where the bus is, with its password.
    package var busURL: String? { running["busURL"]?.string }

    /// The process id of a service (or `bus`), nil while it is not alive.
    package func pid(of name: String) -> Int32? {
        let process = running["processes"]?.array?.first { $0["name"]?.string == name }
        return process?["pid"]?.int.map { Int32($0) }
    }

    /// SIGKILL, as a crash would; `moat up` starts it again.
    package func crash(_ name: String) { if let pid = pid(of: name) { kill(pid, SIGKILL) } }

    /// Kills it and waits until its successor is alive.
    package func crashAndRecover(_ name: String) async throws {
        let before = pid(of: name)
        crash(name)
        try await eventually("\(name) is back") { pid(of: name).map { $0 != before } ?? false }
    }

    /// Runs `moat …` on this installation, or another home; returns its exit code and what it printed.
    package func moat(
        _ words: String..., home: String? = nil, input: [UInt8] = [], environment: [String: String] = [:]
    ) throws -> (code: Int32, printed: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Installation.programs + "/moat")
        process.arguments = words + ["--home", home ?? self.home]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let given = folder.path + "/input"
        _ = FileManager.default.createFile(atPath: given, contents: Data(input))
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: given))
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: printed, as: UTF8.self))
    }

    /// SIGTERM to `moat up`; returns when all processes have ended.
    package func stop() {
        let process = supervisor.withLock { process in
            defer { process = nil }
            return process
        }
        guard let process, process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// The folder of the executables: that of this test's own.
    package static var programs: String {
        let bundle = ProcessInfo.processInfo.arguments.first { $0.contains("/.build/") } ?? CommandLine.arguments[0]
        var folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.path + "/moat") {
            folder.deleteLastPathComponent()
        }
        return folder.path == "/" ? FileManager.default.currentDirectoryPath + "/.build/debug" : folder.path
    }

    private var running: JSON {
        let data = FileManager.default.contents(atPath: home + "/running.json") ?? Data()
        return (try? JSON(parsing: Array(data))) ?? .null
    }
}
