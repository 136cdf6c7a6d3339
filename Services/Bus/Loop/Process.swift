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

    /// Resident memory in bytes and CPU time in seconds.
    static func usage() -> (memory: Int, cpu: Double) {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
        let system = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1e6
        return (usage.ru_maxrss * 1_024, user + system)
    }
}
