internal import CSQLite
internal import Glibc

/// One SQLite connection with its prepared statements. Used by one thread at a time; closes itself when let go.
@safe final class SQLiteConnection: Connection {
    /// Prepared statements kept for reuse; beyond it the one longest unused is dropped.
    private static let statementsMaximum = 256
    /// Waiting for another process's write lock: 0.1 ms doubling to 5 ms, about ten seconds in all.
    private static let busyAttempts: Int32 = 2_000

    let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]
    private var uses: UInt64 = 0
    /// In a transaction that may change nothing.
    private var isReading = false

    init(path: String, isReadOnly: Bool = false) throws(StoreError) {
        var opened: OpaquePointer?
        let access = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        var flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        if path.hasPrefix("file:") { flags |= SQLITE_OPEN_URI }
        let status = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened = unsafe opened, status == SQLITE_OK else {
            let reason = unsafe opened.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            unsafe sqlite3_close_v2(opened)
            throw StoreError(.open, "\(path): \(reason)")
        }
        unsafe handle = opened
        unsafe sqlite3_busy_handler(
            handle,
            { _, attempt in
                if attempt >= SQLiteConnection.busyAttempts { return 0 }
                usleep(attempt < 6 ? 100 << UInt32(attempt) : 5_000)
                return 1
            }, nil)
    }

    deinit {
        statements.removeAll()
        unsafe sqlite3_close_v2(handle)
    }

    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    func rows(_ sql: SQL) throws(StoreError) -> [Row] {
        let statement = try prepare(sql)
        return try statement.rows(binding: sql.binds, on: self)
    }

    func execute(_ sql: SQL) throws(StoreError) -> Int {
        let before = unsafe sqlite3_total_changes64(handle)
        let statement = try prepare(sql)
        try statement.run(binding: sql.binds, on: self)
        // A statement that changes nothing leaves sqlite3_changes at the previous statement's number.
        let changed = unsafe sqlite3_total_changes64(handle) != before
        return unsafe changed ? Int(sqlite3_changes64(handle)) : 0
    }

    func script(_ text: String) throws(StoreError) {
        let status = unsafe sqlite3_exec(handle, text, nil, nil, nil)
        if status != SQLITE_OK { throw error(status, in: text) }
    }

    func beginWrite() throws(StoreError) { _ = try execute("BEGIN IMMEDIATE") }
    func beginRead() throws(StoreError) {
        _ = try execute("BEGIN")
        isReading = true
    }
    func commit() throws(StoreError) { _ = try execute("COMMIT") }
    func rollback() {
        isReading = false
        // Nothing to undo is the only way this fails.
        if isInTransaction { _ = try? execute("ROLLBACK") }
    }
    func savepoint() throws(StoreError) { _ = try execute("SAVEPOINT one") }
    func releaseSavepoint() throws(StoreError) { _ = try execute("RELEASE one") }
    func rollbackToSavepoint() throws(StoreError) {
        _ = try execute("ROLLBACK TO one")
        _ = try execute("RELEASE one")
    }

    /// The error of the last call; names the statement, never a bound value.
    func error(_ status: Int32, in text: String) -> StoreError {
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        return StoreError(SQLiteConnection.code(status), message, statement: text)
    }

    func prepare(_ sql: SQL) throws(StoreError) -> SQLiteStatement {
        if let failure = sql.failure { throw failure }
        let text = sql.text { _ in "?" }
        uses += 1
        let statement = if let known = statements[text] { known } else { try prepare(text) }
        statement.lastUse = uses
        guard statement.isReadOnly || !isReading else {
            throw StoreError(.statement, "A reader cannot change anything.", statement: text)
        }
        return statement
    }

    private func prepare(_ text: String) throws(StoreError) -> SQLiteStatement {
        let prepared = try unsafe SQLiteStatement(text, on: self, handle: handle)
        if statements.count >= SQLiteConnection.statementsMaximum,
            let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            statements[oldest.key] = nil
        }
        statements[text] = prepared
        return prepared
    }

    private static func code(_ status: Int32) -> StoreError.Code {
        // From sqlite3.h: SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE, _ROWID; their macros are expressions.
        switch (status, status & 0xFF) {
        case (1_555, _), (2_067, _), (2_579, _): .unique
        case (_, SQLITE_CONSTRAINT): .constraint
        case (_, SQLITE_BUSY), (_, SQLITE_LOCKED): .busy
        case (_, SQLITE_IOERR), (_, SQLITE_FULL), (_, SQLITE_CORRUPT), (_, SQLITE_NOTADB), (_, SQLITE_NOMEM),
            (_, SQLITE_READONLY):
            .disk
        case (_, SQLITE_CANTOPEN), (_, SQLITE_PERM), (_, SQLITE_AUTH): .open
        default: .statement
        }
    }
}
