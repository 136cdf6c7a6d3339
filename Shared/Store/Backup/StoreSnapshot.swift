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
    private let connection: any BackupConnection

    /// Opens the store beside its service. Throws `.unsupported` for an engine that has tools of its own (`pg_dump`).
    package init(_ url: String, service: String) throws(StoreError) {
        let location = try StoreLocation(url, service: service)
        guard location.folder != nil, let connection = try location.driver.connect(.reader) as? any BackupConnection
        else {
            throw StoreError(.unsupported, "This store is copied with the tools of its engine: use pg_dump.")
        }
        self.connection = connection
    }

    /// Takes the state of this moment in place of the one held, in well under a millisecond.
    package func take() throws(StoreError) -> StorePosition {
        connection.rollback()
        try connection.beginRead()
        return try StorePosition(connection)
    }

    /// Writes the state held into a new file, which is on the disk when this returns. `progress` gets bytes.
    package func copy(to path: String, progress: (_ done: Int64, _ total: Int64) -> Void) throws(StoreError) {
        try connection.copy(to: path, progress: progress)
    }

    /// Lets the state go: until then the store's log cannot shrink.
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
