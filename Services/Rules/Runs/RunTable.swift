internal import Base
internal import Contracts
internal import Store

/// The rows of `runs`: why a rule ran, or did not.
enum RunTable {
    /// Days that runs are kept.
    static let keptDays = 90

    static func add(_ run: RuleRun, chain: String, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO runs (id, rule, ticket, chain, at, outcome, run) VALUES
            (\(run.id), \(run.rule), \(run.ticket), \(chain), \(run.at), \(run.outcome), \(json: run))
            ON CONFLICT DO NOTHING
            """)
    }

    /// Newest first, of a ticket, of a rule, or of all.
    static func list(_ request: ListRuns, _ db: Reader) throws -> Page<RuleRun> {
        let limit = min(max(1, request.limit ?? 50), 100)
        var sql: SQL = "SELECT run, at, id FROM runs WHERE 1 = 1"
        if let ticket = request.ticket { sql += " AND ticket = \(ticket)" }
        if let rule = request.rule { sql += " AND rule = \(rule)" }
        if let after = request.after {
            let cursor = try PageCursor(parsing: after, count: 2)
            let (at, id) = (try cursor.int(0), try cursor.string(1))
            sql += " AND (at < \(at) OR (at = \(at) AND id < \(id)))"
        }
        sql += " ORDER BY at DESC, id DESC LIMIT \(limit + 1)"
        let rows = try db.rows(sql)
        let items = try rows.prefix(limit).map { try $0.decode(RuleRun.self, "run") }
        guard rows.count > limit, let last = items.last else { return Page(items: items) }
        return Page(items: items, after: PageCursor(.int(last.at.microseconds), .string(last.id)).text)
    }
}
