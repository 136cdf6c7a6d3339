package import Base

/// A clock that stands still until the test moves it.
package final class ManualTime: TimeSource {
    private struct State {
        var now: Instant
        var lastID = 0
        var sleepers: [Int: (deadline: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var watchers: [Int: (count: Int, continuation: CheckedContinuation<Void, Never>)] = [:]
    }

    private let state: Locked<State>

    /// Starts at 2026-11-23T08:00:00Z, a Monday, unless told otherwise.
    package init(_ now: Instant = Instant(seconds: 1_795_420_800)) { state = Locked(State(now: now)) }

    package func now() -> Instant { state.withLock { $0.now } }

    package func sleep(until deadline: Instant) async throws {
        let id = nextID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isDue = state.withLock { state -> Bool in
                    if Task.isCancelled || deadline <= state.now { return true }
                    state.sleepers[id] = (deadline, continuation)
                    return false
                }
                if isDue {
                    continuation.resume(with: Result { try Task.checkCancellation() })
                } else {
                    tellWatchers()
                }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id)?.continuation }?.resume(throwing: CancellationError())
        }
    }

    /// Moves the clock and wakes who slept until then, the earliest deadline first.
    package func advance(by span: Instant.Span) {
        let due = state.withLock { state in
            state.now = state.now + span
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }.map(\.value.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Returns when at least `count` tasks sleep on this clock, or the calling task is cancelled.
    package func sleepers(_ count: Int = 1) async {
        let id = nextID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isSo = state.withLock { state -> Bool in
                    if Task.isCancelled || state.sleepers.count >= count { return true }
                    state.watchers[id] = (count, continuation)
                    return false
                }
                if isSo { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.watchers.removeValue(forKey: id)?.continuation }?.resume()
        }
    }

    /// Moves the clock in steps whenever somebody sleeps on it, until cancelled: for tests that wait for an effect.
    package func run(step: Instant.Span) async {
        while !Task.isCancelled { await advanceWhenAsleep(by: step) }
    }

    /// Waits until somebody sleeps, then moves the clock: the loop under test has seen all that came before.
    package func advanceWhenAsleep(by span: Instant.Span, sleepers count: Int = 1) async {
        await sleepers(count)
        advance(by: span)
    }

    private func nextID() -> Int {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    private func tellWatchers() {
        let told = state.withLock { state in
            let count = state.sleepers.count
            let told = state.watchers.filter { $0.value.count <= count }
            for id in told.keys { state.watchers[id] = nil }
            return told.map(\.value.continuation)
        }
        for continuation in told { continuation.resume() }
    }
}
