internal import Glibc

/// Where time comes from: the system's clock in a service, a manual one in tests. The only door to "now".
package protocol TimeSource: Sendable {
    /// The present moment.
    func now() -> Instant
    /// Returns when `deadline` has come; throws `CancellationError` when the task is cancelled first.
    func sleep(until deadline: Instant) async throws
}

extension TimeSource {
    /// Returns after `span`; throws `CancellationError` when the task is cancelled first.
    package func sleep(for span: Instant.Span) async throws { try await sleep(until: now() + span) }
}

/// The machine's real-time clock.
package struct SystemTime: TimeSource {
    package init() {}

    package func now() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Sleeps in steps of at most ten seconds and looks at the clock after each, so a clock that jumps is noticed.
    package func sleep(until deadline: Instant) async throws {
        while true {
            let left = deadline - now()
            if left <= .zero { return try Task.checkCancellation() }
            try await Task.sleep(for: .microseconds(min(left.microseconds, 10_000_000)))
        }
    }
}
