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
        var sql: SQL = "SELECT run, at, id FROM runs WHERE 1 = 1"
        if let ticket = request.ticket { sql += " AND ticket = \(ticket)" }
        if let rule = request.rule { sql += " AND rule = \(rule)" }
        return try db.page(sql, newestBy: "at", after: request.after, limit: request.limit) {
            try $0.decode(RuleRun.self, "run")
        }
    }
}
