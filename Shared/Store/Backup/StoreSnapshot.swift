/// How far a store is: what decides whether copies of several stores fit together.
package struct StorePosition: Codable, Hashable, Sendable {
    /// The last sequence of its journal.
    package var journal: Int64
    /// How far it has come in the journals it follows, by cursor (`tickets/main`).
    package var cursors: [String: Int64]

    package init(journal: Int64, cursors: [String: Int64]) { (self.journal, self.cursors) = (journal, cursors) }

    init(_ connection: any Connection) throws(StoreError) {
        let last = try connection.rows("SELECT COALESCE(MAX(sequence), 0) AS last FROM store_journal").first
        journal = try last?.int64("last") ?? 0
        cursors = [:]
        for row in try connection.rows("SELECT name, position FROM store_cursors") {
            cursors[try row.string("name")] = try row.int64("position")
        }
    }
}

/// One state of a store, held so that it can be copied while the services go on. Blocks; used by one task at a time.
package final class StoreSnapshot {
    private let connection: any Connection
    /// The folder of its files.
    package let blobs: String

    /// Opens the store beside its service; nil when there is none. Throws `.unsupported` for one in memory.
    package static func open(_ url: String, service: String) throws(StoreError) -> StoreSnapshot? {
        if StoreLocation.isMissingFile(url) { return nil }
        let snapshot = try StoreSnapshot(url, service: service)
        try snapshot.connection.beginRead()
        defer { snapshot.connection.rollback() }
        return try snapshot.connection.tables().contains("store_migrations") ? snapshot : nil
    }

    private init(_ url: String, service: String) throws(StoreError) {
        let location = try StoreLocation(url, service: service)
        guard let blobs = location.blobs else {
            throw StoreError(.unsupported, "A store in memory cannot be copied.")
        }
        self.blobs = blobs
        connection = try location.driver.connect(.reader)
    }

    /// Takes the state of this moment in place of the one held, in a millisecond.
    package func take() throws(StoreError) -> StorePosition {
        connection.rollback()
        try connection.beginRead()
        let position = try StorePosition(connection)
        try connection.allowTime()
        return position
    }

    /// Writes the state held into a new SQLite file, which is on the disk when this returns: whatever engine the
    /// store is in. `progress` gets bytes, or rows.
    package func copy(
        to path: String, progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void
    ) throws(StoreError) {
        try connection.copy(to: path, progress: progress)
    }

    /// Lets the state go: until then the store's log cannot shrink, nor PostgreSQL clear away old rows.
    package func release() { connection.rollback() }
}

/// A copy at rest.
package enum StoreBackup {
    /// Reads every page of a copied file, changing nothing; what is wrong with it, or how far it is.
    package static func examine(_ path: String) throws(StoreError) -> (wrong: [String], position: StorePosition) {
        let connection = try SQLiteConnection(path: path, isReadOnly: true)
        let found = try connection.rows("PRAGMA integrity_check(20)")
        var wrong: [String] = []
        for row in found { wrong.append(try row.string("integrity_check")) }
        if wrong == ["ok"] { wrong = [] }
        return (wrong, try StorePosition(connection))
    }
}
