package import Base

extension Store {
    /// A store in memory, gone when closed, for tests: everything runs on the caller's thread, so a seeded executor
    /// sees the same order again. For the real thing in tests open a `file:` URL in a temporary folder.
    package static func temporary(
        service: String = "test", migrations: [Migration] = [], time: any TimeSource,
        identifiers: Identifiers? = nil, metrics: Metrics = Metrics(), log: Log? = nil, limits: Limits = Limits(),
        onCommit: @escaping @Sendable ([JournalEntry]) -> Void = { _ in }
    ) async throws -> Store {
        try await open(
            "memory:", service: service, migrations: migrations, time: time, identifiers: identifiers,
            metrics: metrics, log: log, limits: limits, onCommit: onCommit)
    }
}
