internal import Base
internal import Foundation

/// A PostgreSQL of the tests' own: in a temporary folder, on a socket there, without a port. Runs as the current user;
/// as root it runs as `postgres`, since PostgreSQL refuses root. Ends, with its folder, when this object or this
/// process does, however that ends.
package final class PostgresProcess: @unchecked Sendable {
    /// Where the socket, the data and the blobs of its stores are.
    package let folder: String
    private let programs: String
    private let orders: FileHandle
    private let keeper = Process()
    private let stores = Locked(0)

    /// The one that all tests of this process share.
    package static func shared() async throws -> PostgresProcess { try await offPool { try common.get() } }
    private static let common = Result { try PostgresProcess() }

    /// One for a test that stops it.
    package static func own() async throws -> PostgresProcess { try await offPool { try PostgresProcess() } }

    /// The URL of a new, empty store in it.
    package func storeURL() -> String {
        let number = stores.withLock { count in
            count += 1
            return count
        }
        return "postgres://moat@/postgres?host=\(folder)&schema=store_\(number)&blobs=\(folder)/blobs/\(number)"
    }

    /// Ends it as a crash would; returns when nobody answers any more.
    package func crash() async throws { try await order("crash") { !self.answers() } }

    /// Starts it again; returns when it answers.
    package func start() async throws { try await order("start") { self.answers() } }

    /// The shell that starts the server, crashes and starts it by order, and ends it with its folder when there is
    /// nobody left to order. Bash: others wait for a signal that the threads of a test block.
    private static let script = """
        trap '' INT TERM
        folder=$0
        begin() { "$@" >>"$folder/log" 2>&1 & server=$!; }
        crash() { kill -QUIT $server; wait $server; }
        begin "$@"
        while read -r order; do
          case $order in crash) crash ;; start) begin "$@" ;; esac
        done
        crash
        rm -rf "$folder"
        """

    private init() throws {
        folder = "\(FileManager.default.temporaryDirectory.path)/moat-postgres-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? [])
            .compactMap { Int($0) }
        guard let newest = versions.max() else { throw TestSupportError("PostgreSQL is not installed") }
        programs = "/usr/lib/postgresql/\(newest)/bin"
        let isRoot = geteuid() == 0
        if isRoot { try PostgresProcess.run(["chown", "postgres", folder]) }
        let user = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []
        // A collation in which "a" comes before "B": the stores must not depend on it.
        try PostgresProcess.run(
            user + [
                "\(programs)/initdb", "-D", "\(folder)/data", "-U", "moat", "-A", "trust", "-E", "UTF8", "--no-sync",
                "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en",
            ])
        // Its data need not survive the machine, only itself.
        let settings = [
            "listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=400", "shared_buffers=64MB",
            "autovacuum=off", "jit=off",
        ]
        let server = user + ["\(programs)/postgres", "-D", "\(folder)/data", "-k", folder]
        keeper.executableURL = URL(fileURLWithPath: "/bin/bash")
        keeper.arguments = ["-c", PostgresProcess.script, folder] + server + settings.flatMap { ["-c", $0] }
        let pipe = Pipe()
        keeper.standardInput = pipe
        orders = pipe.fileHandleForWriting
        // Inherited by another child it would keep the server alive.
        _ = fcntl(orders.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try keeper.run()
        try wait("PostgreSQL starts") { answers() }
    }

    deinit { try? orders.close() }

    private func order(_ order: String, _ isSo: @escaping @Sendable () -> Bool) async throws {
        try orders.write(contentsOf: Data("\(order)\n".utf8))
        try await offPool { try self.wait(order, isSo) }
    }

    private func wait(_ what: String, _ isSo: () -> Bool) throws {
        for _ in 0..<600 {
            if isSo() { return }
            guard keeper.isRunning else { break }
            Thread.sleep(forTimeInterval: 0.05)
        }
        let log = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? ""
        throw TestSupportError("\(what): not within 30 s. \(log.suffix(500))")
    }

    private func answers() -> Bool {
        (try? PostgresProcess.run(["\(programs)/pg_isready", "-q", "-h", folder])) != nil
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestSupportError("\(arguments.first { $0.contains("/") } ?? arguments[0]) failed")
        }
    }
}
