internal import Base
internal import CSQLite
internal import Foundation

/// The same insert by plain SQLite in WAL mode with `synchronous=FULL`, each with its own commit, on one thread: the
/// best that one commit per write can do, since more writers would only wait for each other.
struct SingleCommits {
    static let body = String(repeating: "A customer's question of usual length. ", count: 5)

    let path: String

    struct Failed: Error {
        let status: Int32
    }

    /// Commits per second.
    func run(for span: Instant.Span) throws -> Double {
        var opened: OpaquePointer?
        try check(unsafe sqlite3_open(path, &opened))
        let database = unsafe opened
        defer { unsafe sqlite3_close(database) }
        try check(unsafe sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", nil, nil, nil))
        var prepared: OpaquePointer?
        try check(
            unsafe sqlite3_prepare_v2(database, "INSERT INTO bench (writer, body) VALUES (?, ?)", -1, &prepared, nil))
        let statement = unsafe prepared
        defer { unsafe sqlite3_finalize(statement) }
        let time = SystemTime()
        let started = time.now()
        var commits = 0
        while time.now() - started < span {
            unsafe sqlite3_bind_int64(statement, 1, Int64(commits % 64))
            try check(
                unsafe SingleCommits.body.withCString { text in
                    unsafe moat_sqlite3_bind_text(statement, 2, text, UInt64(strlen(text)))
                })
            // Without BEGIN the statement is its own transaction: commit included when it returns.
            let status = unsafe sqlite3_step(statement)
            guard status == SQLITE_DONE else { throw Failed(status: status) }
            unsafe sqlite3_reset(statement)
            commits += 1
        }
        return Double(commits) / (time.now() - started).seconds
    }

    private func check(_ status: Int32) throws {
        guard status == SQLITE_OK else { throw Failed(status: status) }
    }
}
