extension Store {
    /// Fires the timers of these kinds until cancelled, each within a second of its due time; one caller at a time,
    /// in a group of the service. Copies share the work by leases. A failing handler is tried again after 1 s,
    /// doubling to 5 minutes, for ever: a timer is only lost by being cancelled.
    package func runTimers(_ handlers: [String: TimerHandler]) async throws {
        try await TimerLoop(store: self, handlers: handlers).run()
    }

    /// Fires the timers of these kinds in transactions with their removal.
    package func runTimers(
        _ kinds: [String], handler: @escaping @Sendable (Timer, Transaction) throws -> Void
    ) async throws {
        try await runTimers(kinds.reduce(into: [:]) { $0[$1] = .transaction(handler) })
    }
}
