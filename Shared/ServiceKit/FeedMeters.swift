internal import Base
internal import Contracts

/// How far a consumer is behind the feed it follows.
final class FeedMeters: Sendable {
    private struct State: Sendable {
        var position: Int64 = 0
        /// The last event there was at the last look.
        var end: Int64 = 0
        /// Since when something has been waiting.
        var behindSince: Instant?
        var parked = 0
    }

    private let state = Locked(State())
    private let handled: Metrics.Counter
    private let failures: Metrics.Counter

    init(_ metrics: Metrics, source: String, consumer: String, time: any TimeSource) {
        let labels = ["source": source, "consumer": consumer]
        handled = metrics.counter("moat_feed_events_total", help: "Events handled.", labels: labels)
        failures = metrics.counter("moat_feed_failures_total", help: "Attempts that failed.", labels: labels)
        let state = state
        metrics.computed("moat_feed_position", help: "Sequence of the last event handled.", labels: labels) {
            Double(state.withLock { $0.position })
        }
        metrics.computed("moat_feed_lag_events", help: "Events not handled yet.", labels: labels) {
            Double(state.withLock { max(0, $0.end - $0.position) })
        }
        metrics.computed(
            "moat_feed_lag_seconds", help: "Age of the oldest event not handled yet.", labels: labels
        ) { state.withLock { $0.behindSince }.map { max(0, (time.now() - $0).seconds) } ?? 0 }
        metrics.computed(
            "moat_feed_parked_events", help: "Events set aside because they could not be handled.", labels: labels
        ) { Double(state.withLock { $0.parked }) }
    }

    /// A look at the feed: where the cursor stands, what has been set aside, what came.
    func saw(_ page: FeedPage, from position: Int64, parked: Int, now: Instant) {
        state.withLock { state in
            (state.position, state.parked) = (position, parked)
            state.end = max(page.end ?? page.last, page.last)
            guard page.last > position else {
                state.behindSince = nil
                return
            }
            // History brought in later is as old as it says, but has waited only since now.
            let first = page.events.first { $0.replayed != true }?.time ?? now
            state.behindSince = state.behindSince ?? min(first, now)
        }
    }

    /// Everything up to a sequence is done.
    func handled(_ events: Int, to position: Int64) {
        handled.add(events)
        state.withLock { state in
            state.position = position
            if position >= state.end { state.behindSince = nil }
        }
    }

    func failed() { failures.add() }
    func parked() { state.withLock { $0.parked += 1 } }
}
