internal import CSQLite

extension SQLiteConnection {
    /// Pages between two words of progress: 4 MiB.
    private static let stepPages: Int32 = 1_024

    func copy(
        to path: String, progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void
    ) throws(StoreError) {
        let pageBytes = try rows("PRAGMA page_size").first?.int64("page_size") ?? 4_096
        let target = try SQLiteConnection(path: path)
        guard let backup = unsafe sqlite3_backup_init(target.handle, "main", handle, "main") else {
            throw target.error(unsafe sqlite3_extended_errcode(target.handle), in: "backup")
        }
        var status = SQLITE_OK
        while status == SQLITE_OK {
            status = unsafe sqlite3_backup_step(backup, SQLiteConnection.stepPages)
            let total = Int64(unsafe sqlite3_backup_pagecount(backup))
            progress((total - Int64(unsafe sqlite3_backup_remaining(backup))) * pageBytes, total * pageBytes)
        }
        let finished = unsafe sqlite3_backup_finish(backup)
        guard status == SQLITE_DONE, finished == SQLITE_OK else {
            throw target.error(status == SQLITE_DONE ? finished : status, in: "backup")
        }
        // One file that can be read from a medium where nothing can be written.
        try target.script("PRAGMA journal_mode = DELETE")
    }
}
