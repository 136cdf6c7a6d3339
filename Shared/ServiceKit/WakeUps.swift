internal import Base

/// Tells the followers in this process that a service has news. A wake-up is a hint: a lost one costs the time until
/// the
/// next look at the feed.
package final class WakeUps: Sendable {
    private struct Waiting {
        var next = 0
        var pending: Set<String> = []
        var continuations: [Int: (service: String, continuation: CheckedContinuation<Void, Never>)] = [:]
    }
    private let state = Locked(Waiting())

    package init() {}

    /// Wakes whoever waits for a service, or the next one that will.
    package func signal(_ service: String) {
        let woken = state.withLock { state in
            let woken = state.continuations.filter { $0.value.service == service }
            for key in woken.keys { state.continuations[key] = nil }
            if woken.isEmpty { state.pending.insert(service) }
            return woken.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns at the next signal of a service, at once if one came since the last wait, or when the task is cancelled.
    func wait(for service: String) async {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let now = state.withLock { state in
                    if state.pending.remove(service) != nil || Task.isCancelled { return true }
                    state.continuations[id] = (service, continuation)
                    return false
                }
                if now { continuation.resume() }
            }
        } onCancel: {
            let continuation = state.withLock { $0.continuations.removeValue(forKey: id)?.continuation }
            continuation?.resume()
        }
    }
}
