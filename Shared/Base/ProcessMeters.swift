internal import FoundationEssentials
internal import Glibc

extension Metrics {
    /// What every process shows of itself, under the names that Prometheus's own clients use; asked at each scrape.
    package func observeProcess(time: any TimeSource) {
        let started = Double(time.now().microseconds) / 1_000_000
        gauge("moat_build_info", help: "1, with the version as a label.", labels: ["version": Build.version]).set(1)
        computed("process_start_time_seconds", help: "When the process started, in Unix time.") { started }
        computed("process_resident_memory_bytes", help: "Resident memory.") { Double(ProcessState.residentBytes) }
        computed("process_open_fds", help: "Open file descriptors.") { Double(ProcessState.openDescriptors) }
        computed("process_max_fds", help: "File descriptors that may be open.") { Double(ProcessState.descriptorLimit) }
        computed("process_cpu_seconds_total", help: "User and system CPU time.", kind: .counter) {
            ProcessState.cpuSeconds
        }
        // Beside the time of the scrape it tells a clock that is wrong.
        computed("moat_clock_seconds", help: "The process's clock, in Unix time.") {
            Double(time.now().microseconds) / 1_000_000
        }
    }
}

/// What the system knows of this process.
package enum ProcessState {
    package static var residentBytes: Int {
        let bytes = FileManager.default.contents(atPath: "/proc/self/statm") ?? Data()
        let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    static var openDescriptors: Int {
        // One of them is the look itself.
        max(0, ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0) - 1)
    }

    static var descriptorLimit: Int {
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }

    package static var cpuSeconds: Double {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
        return user + Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1e6
    }
}
