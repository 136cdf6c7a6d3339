internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Drops the read model and lets the follower read the feed again from its first event.
struct RebuildCalls: Sendable {
    static let consumer = "facts"
    private static let cursor = "\(TicketsAPI.service)/\(consumer)"

    let store: Store

    func start(_ request: Empty, _ context: CallContext) async throws -> RebuildState {
        try await store.write { tx in
            // A rebuild that is under way starts again and still has as far to go.
            let before = try tx.first("SELECT head FROM rebuilds WHERE id = 1")?.int64("head") ?? 0
            let head = max(before, try tx.cursor(of: RebuildCalls.cursor))
            for table: SQL in ["facts", "starts", "names"] { try tx.execute("DELETE FROM \(table)") }
            try tx.resetCursor(of: RebuildCalls.cursor)
            try tx.execute(
                """
                INSERT INTO rebuilds (id, head) VALUES (1, \(head))
                ON CONFLICT (id) DO UPDATE SET head = excluded.head
                """
            )
        }
        return try await state(request, context)
    }

    /// The digest is over every fact in order of its key: two read models are equal when it is.
    func state(_ request: Empty, _ context: CallContext) async throws -> RebuildState {
        try await store.read { db in
            let processed = try db.cursor(of: RebuildCalls.cursor)
            let head = try db.first("SELECT head FROM rebuilds WHERE id = 1")?.int64("head") ?? 0
            let rebuilding = processed < head
            return RebuildState(
                rebuilding: rebuilding, processed: processed, total: max(head, processed),
                digest: rebuilding ? nil : try RebuildCalls.digest(db))
        }
    }

    private static func digest(_ db: Reader) throws -> String {
        var fingerprint = Fingerprint()
        for row in try db.rows("SELECT * FROM facts ORDER BY kind, ref") {
            for column in ["kind", "ref", "ticket", "channel", "priority"] { fingerprint.add(try row.string(column)) }
            for column in ["agent", "team"] { fingerprint.add(try row.optionalString(column) ?? "") }
            fingerprint.add(String(try row.int64("at")))
            for column in ["calendar", "business"] { fingerprint.add(String(try row.double(column))) }
        }
        return fingerprint.text
    }
}
