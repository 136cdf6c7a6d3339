internal import CSQLite

/// SQLite in WAL mode with `synchronous=FULL`: a commit is on the disk when it returns.
struct SQLiteDriver: Driver {
    enum Place: Sendable {
        case file(String)
        /// For tests: gone when its last connection closes. Without a name there is only one; with a name, all that
        /// open it see the same, as copies of a service do.
        case memory(name: String?)
    }

    let place: Place

    func schema(_ text: String) -> String {
        text.replacing("{identity}", with: "INTEGER PRIMARY KEY AUTOINCREMENT")
    }

    var isSingleConnection: Bool { if case .memory = place { true } else { false } }

    func connect(_ role: ConnectionRole) throws(StoreError) -> any Connection {
        switch place {
        case .memory(let name):
            let connection = try SQLiteConnection(path: name.map { "file:/\($0)?vfs=memdb" } ?? ":memory:")
            try connection.script("PRAGMA foreign_keys = ON")
            return connection
        case .file(let path):
            let connection = try SQLiteConnection(path: path)
            try SQLiteDriver.enterWAL(connection)
            try connection.script("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY")
            // What is deleted is overwritten, so that an erasure leaves no bytes behind.
            try connection.script("PRAGMA secure_delete = ON")
            // A WAL that grew in a burst gives its space back at the next checkpoint.
            try connection.script("PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8192")
            // Each reader has a cache of its own; what falls out of it is still in the system's.
            if case .reader = role { try connection.script("PRAGMA query_only = ON; PRAGMA cache_size = -2048") }
            return connection
        }
    }

    /// The log holds pages as they were until it is cut off.
    func forgetOverwritten() throws(StoreError) {
        guard case .file(let path) = place else { return }
        let connection = try SQLiteConnection(path: path)
        for _ in 0..<100 {
            let outcome = try connection.rows("PRAGMA wal_checkpoint(TRUNCATE)").first
            if try outcome?.int("busy") == 0 { return }
            // Somebody reads an older state: soon nobody will.
            _ = sqlite3_sleep(50)
        }
        throw StoreError(.busy, "A reader still needs the log.")
    }

    /// The change to WAL does not ask the busy handler when two processes open a new file at once: try again.
    private static func enterWAL(_ connection: SQLiteConnection) throws(StoreError) {
        var attempts = 0
        while true {
            do throws(StoreError) {
                let mode = try connection.rows("PRAGMA journal_mode = WAL").first?.string("journal_mode")
                guard mode == "wal" else { throw StoreError(.open, "The file system does not support WAL.") }
                return
            } catch {
                attempts += 1
                if error.code != .busy || attempts > 500 { throw error }
                _ = sqlite3_sleep(10)
            }
        }
    }
}
