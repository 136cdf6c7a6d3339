internal import Base
internal import FoundationEssentials
internal import Glibc

/// Processes of this installation whose supervisor was killed before it could end them.
struct Leftovers: Sendable {
    let pids: [Int32]

    /// Looks at what was written down last; a process id counts only if it still is one of our programs.
    init(of home: Home) {
        let processes = home.readRunning()?.processes ?? []
        pids = processes.compactMap { process in
            guard let pid = process.pid, Leftovers.program(of: pid)?.hasSuffix("/moat-\(process.name)") ?? false else {
                return nil
            }
            return pid
        }
    }

    /// Ends them, by force after a while; returns when they are gone.
    func end(_ time: any TimeSource) async throws {
        for pid in pids { ChildProcess.signal(SIGTERM, to: pid) }
        let deadline = time.now() + Supervision.grace
        while pids.contains(where: { kill($0, 0) == 0 }) {
            if time.now() > deadline { for pid in pids { ChildProcess.signal(SIGKILL, to: pid) } }
            try await time.sleep(for: .milliseconds(50))
        }
    }

    private static func program(of pid: Int32) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
    }
}
