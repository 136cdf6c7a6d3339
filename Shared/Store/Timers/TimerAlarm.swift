internal import Base

/// Wakes the timer loop when a commit of this process set a timer due before the loop wanted to look again.
final class TimerAlarm: Sendable {
    private struct State {
        /// The earliest due time rung since the last `reset`.
        var earliest: Instant?
        var sleeper: (until: Instant, continuation: CheckedContinuation<Void, Never>)?
    }

    private let state = Locked(State())

    /// Notes a due time; wakes the loop when it sleeps beyond it.
    func ring(for due: Instant) {
        let woken = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.earliest = min(state.earliest ?? due, due)
            guard let sleeper = state.sleeper, due < sleeper.until else { return nil }
            state.sleeper = nil
            return sleeper.continuation
        }
        woken?.resume()
    }

    /// Forgets what was rung: call it before looking into the store.
    func reset() { state.withLock { $0.earliest = nil } }

    /// Returns at `deadline`, or earlier when something due before it is rung; one caller at a time.
    func wait(until deadline: Instant, time: any TimeSource) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(name: "timer alarm") { await self.rung(before: deadline) }
            group.addTask(name: "timer sleep") { try await time.sleep(until: deadline) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func rung(before deadline: Instant) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state -> Bool in
                    // The handler may have run before: then the task is already cancelled.
                    if Task.isCancelled || (state.earliest.map { $0 < deadline } ?? false) { return true }
                    state.sleeper = (deadline, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { state -> CheckedContinuation<Void, Never>? in
                defer { state.sleeper = nil }
                return state.sleeper?.continuation
            }?.resume()
        }
    }
}
