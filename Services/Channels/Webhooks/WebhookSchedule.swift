internal import Base

/// When a delivery is tried: ten times over 24 hours (requirements 4.7), spread a little so that a receiver that comes
/// back is not met by everything at once.
enum WebhookSchedule {
    /// Seconds after the first try.
    private static let tries = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]

    static let attemptsMaximum = tries.count

    /// When to try next after so many tries; nil when that was the last. What the receiver asked for is obeyed, within
    /// the day. `chance` is 0..<1.
    static func next(
        after attempts: Int, first: Instant, now: Instant, retryAfter: Int?, chance: Double
    ) -> Instant? {
        guard attempts < tries.count else { return nil }
        let spread = 1 + (chance - 0.5) / 5
        let pause = Double(tries[attempts] - tries[max(0, attempts - 1)]) * spread
        var due = max(first + .seconds(tries[attempts]), now + .seconds(pause))
        if let retryAfter { due = max(due, now + .seconds(min(retryAfter, 86_400))) }
        return due
    }

    /// What an answer means.
    enum Outcome: Hashable, Sendable { case delivered, again, gone }

    static func outcome(_ status: Int) -> Outcome {
        switch status {
        case 200..<300: .delivered
        case 410: .gone
        default: .again
        }
    }
}
