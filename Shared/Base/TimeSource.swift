internal import Glibc

/// Where time comes from: the system's clock in a service, a manual one in tests. The only door to "now".
package protocol TimeSource: Sendable {
    /// The present moment.
    func now() -> Instant
    /// Returns when `deadline` has come, or as much time has gone by as it was away; throws `CancellationError` when
    /// the task is cancelled first.
    func sleep(until deadline: Instant) async throws
    /// Returns after `span`, also when somebody sets the clock meanwhile; throws `CancellationError` when the task is
    /// cancelled first.
    func sleep(for span: Instant.Span) async throws
}

extension TimeSource {
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

    package func sleep(for span: Instant.Span) async throws {
        try await Task.sleep(for: .microseconds(max(0, span.microseconds)))
    }

    /// Sleeps in steps of at most ten seconds and looks at the clock after each, so that one that is set forward is
    /// noticed; when it is set back, no longer than it was until the deadline.
    package func sleep(until deadline: Instant) async throws {
        let end = ContinuousClock.now + .microseconds(max(0, (deadline - now()).microseconds))
        while true {
            let left = min(.microseconds((deadline - now()).microseconds), end - ContinuousClock.now)
            if left <= .zero { return try Task.checkCancellation() }
            try await Task.sleep(for: min(left, .seconds(10)))
        }
    }
}
