internal import Base

/// Tells the followers in this process that a service has news. A wake-up is a hint: a lost one costs the time until
/// the next look at the feed.
package final class WakeUps: Sendable {
    private struct Waiting {
        var next = 0
        /// How often each service was signalled: what one waits for is a number that it has not seen.
        var news: [String: Int] = [:]
        var continuations: [Int: (service: String, continuation: CheckedContinuation<Void, Never>)] = [:]
    }
    private let state = Locked(Waiting())

    package init() {}

    /// Wakes everybody who waits for a service, and those who will with an older number.
    package func signal(_ service: String) {
        let woken = state.withLock { state in
            state.news[service, default: 0] += 1
            let woken = state.continuations.filter { $0.value.service == service }
            for key in woken.keys { state.continuations[key] = nil }
            // In the order they came: the same run wakes them in the same order again.
            return woken.sorted { $0.key < $1.key }.map(\.value.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// The number of a service's signals so far: ask before you look, then wait for more than it.
    func count(of service: String) -> Int { state.withLock { $0.news[service, default: 0] } }

    /// Returns at the next signal of a service, at once if there were more than `seen`, or when the task is cancelled.
    func wait(for service: String, after seen: Int) async {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let now = state.withLock { state in
                    if state.news[service, default: 0] > seen || Task.isCancelled { return true }
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
