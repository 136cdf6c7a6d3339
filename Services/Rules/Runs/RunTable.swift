internal import Base
internal import Contracts
internal import Store

/// The rows of `runs`: why a rule ran, or did not.
enum RunTable {
    /// Days that runs and notices are kept.
    static let keptDays = 90
    /// Days that chains are kept: longer than the longest wait.
    private static let chainsKeptDays = 400
    private static let forgottenAtOnce = 1_000

    /// Removes what is old, some of it; false when there was nothing left to remove.
    static func forget(before now: Instant, _ tx: Transaction) throws -> Bool {
        let (kept, chains) = (now - .days(keptDays), now - .days(chainsKeptDays))
        let limit = forgottenAtOnce
        let removed = try [
            tx.execute(
                "DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE at < \(kept) ORDER BY at LIMIT \(limit))"),
            tx.execute(
                """
                DELETE FROM notifications WHERE id IN
                    (SELECT id FROM notifications WHERE at < \(kept) ORDER BY at LIMIT \(limit))
                """),
            tx.execute(
                """
                DELETE FROM chains WHERE at < \(chains) AND chain IN
                    (SELECT chain FROM chains WHERE at < \(chains) ORDER BY at LIMIT \(limit))
                """),
            // Left by events that could not be handled and were parked.
            tx.execute("DELETE FROM progress WHERE at < \(kept)"),
        ]
        return removed.contains { $0 > 0 }
    }

    static func add(_ run: RuleRun, chain: String, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO runs (id, rule, ticket, chain, at, outcome, run) VALUES
            (\(run.id), \(run.rule), \(run.ticket), \(chain), \(run.at), \(run.outcome), \(json: run))
            ON CONFLICT DO NOTHING
            """)
    }

    static func run(_ id: String, _ db: Reader) throws -> RuleRun? {
        try db.first("SELECT run FROM runs WHERE id = \(id)")?.decode(RuleRun.self, "run")
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
