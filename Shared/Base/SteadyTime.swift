/// A clock that only goes on, for what is waited for and measured: setting the machine's time does not move it. Its
/// moments begin at the real time of this process's first look and mean nothing outside of it.
package struct SteadyTime: TimeSource {
    private static let beginning = (steady: ContinuousClock.now, real: SystemTime().now())

    package init() {}

    package func now() -> Instant {
        let (seconds, attoseconds) = (ContinuousClock.now - SteadyTime.beginning.steady).components
        return SteadyTime.beginning.real
            + Instant.Span(microseconds: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }

    package func sleep(until deadline: Instant) async throws { try await sleep(for: deadline - now()) }

    package func sleep(for span: Instant.Span) async throws { try await SystemTime().sleep(for: span) }
}
