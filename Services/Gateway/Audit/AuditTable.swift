internal import Base
internal import Contracts
internal import Crypto
internal import Store

/// The rows of `audit`: a chain of hashes, and its head beside it.
enum AuditTable {
    static func hash(_ line: String, after previous: String) -> String {
        Hex.encode(Digest.sha256(previous + "\n" + line))
    }

    /// Adds lines at the end. Copies wait for each other at the head's row.
    static func append(_ lines: [AuditLine], _ tx: Transaction) throws {
        try tx.execute("UPDATE audit_head SET sequence = sequence WHERE id = 1")
        guard let head = try tx.first("SELECT sequence, hash FROM audit_head WHERE id = 1") else { return }
        var (sequence, hash) = (try head.int64("sequence"), try head.string("hash"))
        for var line in lines {
            sequence += 1
            line.sequence = sequence
            let text = try JSON.text(of: line)
            hash = AuditTable.hash(text, after: hash)
            try tx.execute(
                """
                INSERT INTO audit (sequence, actor, action, object, line, hash) VALUES
                (\(sequence), \(line.actor.id), \(line.action), \(line.object), \(text), \(hash))
                """)
        }
        try tx.execute("UPDATE audit_head SET sequence = \(sequence), hash = \(hash) WHERE id = 1")
    }

    /// A page, newest first.
    static func page(_ request: ListAudit, _ db: Reader) throws -> Page<AuditLine> {
        let limit = min(max(1, request.limit ?? 50), 100)
        var sql: SQL = "SELECT sequence, line FROM audit WHERE 1 = 1"
        if let actor = request.actor { sql += " AND actor = \(actor)" }
        if let action = request.action { sql += " AND substr(action, 1, CAST(\(action.count) AS INTEGER)) = \(action)" }
        if let object = request.object { sql += " AND substr(object, 1, CAST(\(object.count) AS INTEGER)) = \(object)" }
        if let after = request.after {
            let place = try PageCursor(parsing: after, count: 1).int(0)
            sql += " AND sequence < \(place)"
        }
        sql += " ORDER BY sequence DESC LIMIT \(limit + 1)"
        let rows = try db.rows(sql)
        let items = try rows.prefix(limit).map { try $0.decode(AuditLine.self, "line") }
        guard rows.count > limit, let last = items.last else { return Page(items: items) }
        return Page(items: items, after: PageCursor(.int(last.sequence)).text)
    }

    /// Lines after a sequence, as they are kept.
    static func lines(after sequence: Int64, limit: Int, _ db: Reader) throws -> [(Int64, AuditExport.Line)] {
        try db.rows(
            "SELECT sequence, line, hash FROM audit WHERE sequence > \(sequence) ORDER BY sequence LIMIT \(limit)"
        )
        .map { row in
            (try row.int64("sequence"), AuditExport.Line(line: try row.string("line"), hash: try row.string("hash")))
        }
    }

    static func head(_ db: Reader) throws -> (sequence: Int64, hash: String) {
        let row = try db.first("SELECT sequence, hash FROM audit_head WHERE id = 1")
        return (try row?.int64("sequence") ?? 0, try row?.string("hash") ?? "")
    }
}
