internal import Base
internal import Foundation

/// A broker of its own for one test: the distribution's nats-server or our moat-bus, on a free port of this machine.
package final class BrokerProcess: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case nats = "nats-server"
        case moat = "moat-bus"

        /// The kinds whose program is there: moat-bus beside the test binary once it is built.
        package static var available: [Kind] { allCases.filter { $0.path != nil } }

        var path: String? {
            candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
        }

        /// Where this build puts its programs: beside the test bundle the runner was given.
        private static var folders: [String] {
            let bundle = CommandLine.arguments.first { $0.contains("MoatPackageTests.xctest") }
            let beside = bundle.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
            return [beside, FileManager.default.currentDirectoryPath + "/.build/debug"].compactMap(\.self)
        }

        private var candidates: [String] {
            switch self {
            case .nats: ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"]
            case .moat: Self.folders.map { $0 + "/moat-bus" }
            }
        }
    }

    package struct StartError: Error { package let reason: String }

    package let kind: Kind
    package let port: Int
    private let arguments: [String]
    private let usersFile: String?
    private let process: Locked<Process?> = Locked(nil)

    /// `nats://127.0.0.1:port`, without credentials.
    package var url: String { "nats://127.0.0.1:\(port)" }
    /// The same with credentials.
    package func url(user: String, password: String) -> String { "nats://\(user):\(password)@127.0.0.1:\(port)" }

    /// Starts a broker and returns when it accepts connections. `users` is the JSON list of users that both brokers
    /// read:
    /// `[{"user": "ann", "password": "x", "permissions": {"publish": ["a.>"], "subscribe": ["b"]}}]`.
    package init(_ kind: Kind, users: String? = nil, token: String? = nil) async throws {
        self.kind = kind
        port = try Self.freePort()
        var arguments = ["-a", "127.0.0.1", "-p", String(port)]
        if let users {
            let path = NSTemporaryDirectory() + "moat-broker-\(port).json"
            try #"{"authorization": {"users": \#(users)}}"#.write(toFile: path, atomically: true, encoding: .utf8)
            arguments += [kind == .nats ? "-c" : "--users", path]
            usersFile = path
        } else {
            usersFile = nil
        }
        if let token { arguments += [kind == .nats ? "--auth" : "--token", token] }
        self.arguments = arguments
        try await start()
    }

    deinit {
        kill()
        if let usersFile { try? FileManager.default.removeItem(atPath: usersFile) }
    }

    /// Starts it again, on the same port.
    package func start() async throws {
        guard let path = kind.path else { throw StartError(reason: "\(kind.rawValue) is not installed") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process.withLock { $0 = process }
        // Polls the door of another process: there is no event to wait for.
        for _ in 0..<3_000 {
            if Self.answers(port) { return }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw StartError(reason: "\(kind.rawValue) \(arguments) does not answer on port \(port)")
    }

    /// SIGTERM, and waits for the end.
    package func stop() {
        guard let process = take() else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// SIGKILL, and waits for the end.
    package func kill() {
        guard let process = take() else { return }
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Freezes (SIGSTOP) it; returns when all its threads have stopped. `thaw` or `kill` end that.
    package func freeze() async throws {
        guard let pid = process.withLock({ $0?.processIdentifier }) else { return }
        _ = Foundation.kill(pid, SIGSTOP)
        while Self.hasRunningThread(pid) { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// Lets a frozen one go on (SIGCONT).
    package func thaw() {
        let pid = process.withLock { $0?.processIdentifier }
        if let pid { _ = Foundation.kill(pid, SIGCONT) }
    }

    private static func hasRunningThread(_ pid: Int32) -> Bool {
        let folder = "/proc/\(pid)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.contains { thread in
            let line = (try? String(contentsOfFile: "\(folder)/\(thread)/stat", encoding: .utf8)) ?? ""
            // The state is the first letter after the name in parentheses; T is stopped.
            return line.split(separator: ")").last?.hasPrefix(" T") == false
        }
    }

    private func take() -> Process? {
        process.withLock { process in
            defer { process = nil }
            return process
        }
    }

    /// A TCP port of 127.0.0.1 that nobody uses now.
    package static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = local(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let done = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard done else { throw StartError(reason: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func answers(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = local(port)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func local(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return address
    }
}
