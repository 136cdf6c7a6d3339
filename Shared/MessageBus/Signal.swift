internal import Base

/// One task waits, anybody raises; a raise before the wait is remembered (once).
final class Signal: Sendable {
    private struct State {
        var raised = false
        var waiter: CheckedContinuation<Void, any Error>?
    }
    private let state = Locked(State())

    func raise() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let waiter = state.waiter else {
                state.raised = true
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns after the next raise, or at once after one that nobody has waited for; throws when cancelled.
    func wait() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let raised = state.withLock { state in
                    if state.raised {
                        state.raised = false
                        return true
                    }
                    precondition(state.waiter == nil, "a signal has one waiter")
                    state.waiter = continuation
                    return false
                }
                if raised {
                    continuation.resume()
                } else if Task.isCancelled {
                    cancel()
                }
            }
        } onCancel: {
            cancel()
        }
    }

    private func cancel() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            return waiter
        }
        waiter?.resume(throwing: CancellationError())
    }
}
