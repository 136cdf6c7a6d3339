internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about rules.
struct RuleCalls: Sendable {
    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers

    /// Rules of one house; all are looked at for each event.
    static let rulesMaximum = 1_000

    /// Puts the ready rules into an empty store, once.
    func makeReady() async throws {
        try await store.write { tx in
            guard try tx.first("SELECT id FROM rules LIMIT 1") == nil,
                try tx.journalEnd() == 0
            else { return }
            for rule in ReadyRules.all { try RuleTable.save(rule, tx) }
        }
    }

    func list(_ request: Empty, _ context: CallContext) async throws -> Page<Rule> {
        Page(items: try await store.read { try RuleTable.all($0) })
    }

    func get(_ request: ByID, _ context: CallContext) async throws -> Rule {
        try await store.read { db in
            guard let rule = try RuleTable.rule(request.id, db) else { throw Problem.notFound("rule", request.id) }
            return rule
        }
    }

    func save(_ request: Rule, _ context: CallContext) async throws -> Rule {
        try request.validate()
        let fresh = identifiers.next()
        return try await context.write { tx in
            var rule = request
            if rule.id.isEmpty {
                guard try RuleTable.all(tx).count < RuleCalls.rulesMaximum else {
                    throw Problem.invalid("rule.too_many", "A house has at most 1,000 rules.")
                }
                rule.id = fresh
                rule.version = 1
            } else {
                guard let known = try RuleTable.rule(rule.id, tx) else { throw Problem.notFound("rule", rule.id) }
                guard known.version == rule.version else {
                    throw Problem.stale("rule", expected: rule.version, actual: known.version)
                }
                rule.version += 1
            }
            try RuleTable.save(rule, tx)
            if !rule.enabled || !rule.isDelayed { try RuleTable.forgetWaiting(rule: rule.id, tx) }
            _ = try tx.append(context.event(RulesAPI.changed, subject: "rule/\(rule.id)", data: rule))
            return rule
        }
    }

    func remove(_ request: ByID, _ context: CallContext) async throws -> Empty {
        try await context.write { tx in
            guard var rule = try RuleTable.rule(request.id, tx) else { throw Problem.notFound("rule", request.id) }
            try tx.execute("DELETE FROM rules WHERE id = \(request.id)")
            try RuleTable.forgetWaiting(rule: request.id, tx)
            rule.enabled = false
            _ = try tx.append(context.event(RulesAPI.changed, subject: "rule/\(rule.id)", data: rule))
            return Empty()
        }
    }
}

/// The rows of `rules` and `waiting`.
enum RuleTable {
    /// In the order in which they act.
    static func all(_ db: Reader, _ memo: RowMemo<Rule>? = nil) throws -> [Rule] {
        try db.rows("SELECT id, rule FROM rules ORDER BY position, id").map { row in
            try memo?.value(row.string("id"), row) ?? row.decode(Rule.self, "rule")
        }
    }

    static func rule(_ id: String, _ db: Reader) throws -> Rule? {
        try db.first("SELECT rule FROM rules WHERE id = \(id)")?.decode(Rule.self, "rule")
    }

    static func save(_ rule: Rule, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO rules (id, position, enabled, rule, version) VALUES
            (\(rule.id), \(rule.position), \(rule.enabled), \(json: rule), \(rule.version))
            ON CONFLICT (id) DO UPDATE SET position = excluded.position, enabled = excluded.enabled,
                rule = excluded.rule, version = excluded.version
            """)
    }

    /// Cancels what a rule waits for.
    static func forgetWaiting(rule: String, _ tx: Transaction) throws {
        for row in try tx.rows("SELECT ticket FROM waiting WHERE rule = \(rule)") {
            try forgetWaiting(rule: rule, ticket: try row.string("ticket"), tx)
        }
    }

    /// The timer of a rule that has waited and begun to act, nil while it does not.
    static func acting(rule: String, ticket: String, _ db: Reader) throws -> Timer? {
        guard let timer = try db.timers(reference: "\(rule)|\(ticket)").first,
            try ProgressTable.ticket(timer.id, rule: rule, db) != nil
        else { return nil }
        return timer
    }

    /// Ends a wait. What has begun goes on to its end: then only the wait after it is over.
    static func stopWaiting(rule: String, ticket: String, _ tx: Transaction) throws {
        guard let acting = try acting(rule: rule, ticket: ticket, tx) else {
            return try forgetWaiting(rule: rule, ticket: ticket, tx)
        }
        try tx.execute("DELETE FROM waiting WHERE ticket = \(ticket) AND rule = \(rule) AND due <> \(acting.due)")
    }

    static func forgetWaiting(rule: String, ticket: String, _ tx: Transaction) throws {
        try tx.execute("DELETE FROM waiting WHERE ticket = \(ticket) AND rule = \(rule)")
        try tx.cancelTimers(kind: RuleEngine.timerKind, reference: "\(rule)|\(ticket)")
    }
}
