package import Base
internal import Foundation
package import Store

/// Where the stores of tests are: in memory, or with `MOAT_TEST_STORE=postgres` in a real PostgreSQL, each in a schema
/// of its own.
package enum TestStore {
    /// The URL of a new, empty store.
    package static func url() async throws -> String {
        switch ProcessInfo.processInfo.environment["MOAT_TEST_STORE"] ?? "" {
        case "", "memory": return "memory:"
        case "postgres": return try await PostgresProcess.shared().storeURL()
        case let other: throw TestSupportError("MOAT_TEST_STORE=\(other): memory or postgres")
        }
    }

    /// Opens a new, empty store.
    package static func open(
        service: String = "test", migrations: [Migration] = [], time: any TimeSource,
        identifiers: Identifiers? = nil, log: Log? = nil,
        onCommit: @escaping @Sendable ([JournalEntry]) -> Void = { _ in }
    ) async throws -> Store {
        try await Store.open(
            try await url(), service: service, migrations: migrations, time: time, identifiers: identifiers, log: log,
            onCommit: onCommit)
    }
}
