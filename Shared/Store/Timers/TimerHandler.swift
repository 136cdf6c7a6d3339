/// What is done when a timer is due.
package enum TimerHandler: Sendable {
    /// Runs in one transaction with the timer's removal: its effects happen exactly once. Decide, write, be quick.
    case transaction(@Sendable (Timer, Transaction) throws -> Void)
    /// May call others: runs at least once, again after a crash; pass `timer.id` on as the idempotency key. The timer
    /// is removed when it returns, unless it was scheduled anew meanwhile.
    case asynchronous(@Sendable (Timer) async throws -> Void)
}
