internal import CLinux
internal import Glibc

/// What the process owes the operating system before it serves.
enum Process {
    /// Raises the number of open files to what the system grants; returns it.
    static func raiseFileLimit() -> Int {
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
