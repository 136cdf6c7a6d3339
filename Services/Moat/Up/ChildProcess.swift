internal import FoundationEssentials
internal import Glibc

/// What to start: everything a process is given.
struct ChildCommand: Equatable, Sendable {
    var name: String
    var executable: String
    var environment: [String: String]
    /// The file that gets its output.
    var log: String
}

/// The door to the system's processes. Each child leads its own process group, so that Ctrl-C reaches only us.
enum ChildProcess {
    /// Starts it and returns its process id.
    static func start(_ command: ChildCommand) throws(StartFailure) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, command.log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        for descriptor in openDescriptors() where descriptor > 2 {
            unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // What we ignore or block must not stay ignored or blocked in the child.
        var signals = sigset_t()
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        var pid: pid_t = 0
        let variables = command.environment.map { "\($0.key)=\($0.value)" }.sorted()
        let failure = unsafe withCStrings([command.executable]) { arguments in
            unsafe withCStrings(variables) { environment in
                unsafe posix_spawn(&pid, command.executable, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else {
            throw StartFailure(reason: unsafe "\(command.executable): \(String(cString: strerror(failure)))")
        }
        return pid
    }

    /// Sends a signal to the process and all it has started.
    static func signal(_ number: Int32, to pid: Int32) { kill(-pid, number) }

    /// How it ended, or nil while it lives. Asked once more after the end, it is nil again.
    static func ending(of pid: Int32) -> Ending? {
        var status: Int32 = 0
        guard unsafe waitpid(pid, &status, WNOHANG) == pid else { return nil }
        let number = status & 0x7F
        return number == 0 ? .exited((status >> 8) & 0xFF) : .signalled(number)
    }

    /// What is open here stays here.
    private static func openDescriptors() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a list that ends with nil is not empty") }
            return unsafe body(base)
        }
    }
}

/// Why a process could not be started.
struct StartFailure: Error, Equatable {
    let reason: String
}
