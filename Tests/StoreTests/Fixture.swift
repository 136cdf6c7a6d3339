import Base
import Contracts
import FoundationEssentials
import Store
import TestSupport

/// The kinds of place that every store test runs on: two of SQLite, and a real PostgreSQL.
enum Place: CaseIterable, Sendable {
    case memory
    case disk
    case postgres

    /// Those that several stores can share.
    static let shared: [Place] = [.disk, .postgres]
}

struct Opened: Codable, Sendable, Equatable {
    let title: String
}

let opened = EventType<Opened>("moat.test.opened")
let closed = EventType<Opened>("moat.test.closed")

let schema = [
    Migration(
        1, "things",
        """
        CREATE TABLE things (
            id TEXT PRIMARY KEY, name TEXT, size BIGINT, weight DOUBLE PRECISION, raw BLOB,
            CHECK (size IS NULL OR size >= 0));
        CREATE TABLE parts (id {identity}, thing TEXT NOT NULL REFERENCES things (id));
        """)
]

/// A fresh folder under the system's temporary one.
func temporaryFolder() throws -> String {
    let path = FileManager.default.temporaryDirectory.path(percentEncoded: false) + "/moat-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}

/// Gives a test the URL of a new, empty place, and removes its files.
func atPlace(_ place: Place, _ test: (String) async throws -> Void) async throws {
    switch place {
    case .memory: try await test("memory:")
    case .disk:
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await test("file://\(folder)/a%20b")
    case .postgres: try await test(try await PostgresProcess.shared().storeURL())
    }
}

/// Opens a store of the kind, runs the test, closes the store and removes its files.
func inStore(
    _ place: Place, migrations: [Migration] = schema, time: any TimeSource = SystemTime(),
    metrics: Metrics = Metrics(), limits: Store.Limits = Store.Limits(),
    onCommit: @escaping @Sendable ([JournalEntry]) -> Void = { _ in }, _ test: (Store) async throws -> Void
) async throws {
    try await atPlace(place) { url in
        let store = try await Store.open(
            url, service: "test", migrations: migrations, time: time, metrics: metrics, limits: limits,
            onCommit: onCommit)
        do {
            try await test(store)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}
