internal import Base
internal import Contracts
internal import Store

/// The rows of `facts`, `starts` and `names`, written in the transaction that moves the feed's cursor.
struct FactTable {
    let tx: Transaction

    func apply(_ event: Event) throws {
        let id = String(event.subject.drop { $0 != "/" }.dropFirst())
        let row = try tx.first("SELECT at, business FROM starts WHERE ticket = \(id)")
        let start = try row.map { (try $0.instant("at"), try $0.double("business")) }
        for change in try FactChange.changes(of: event, start: start) { try apply(change) }
    }

    private func apply(_ change: FactChange) throws {
        switch change {
        case .put(let fact): try insert(fact, replacing: true)
        case .keepFirst(let fact): try insert(fact, replacing: false)
        case .remove(let kind, let ref):
            try tx.execute("DELETE FROM facts WHERE kind = \(kind) AND ref = \(ref)")
        case .start(let ticket, let at, let business):
            try tx.execute(
                """
                INSERT INTO starts (ticket, at, business) VALUES (\(ticket), \(at), \(business)) ON CONFLICT DO NOTHING
                """
            )
        case .name(let kind, let id, let name):
            try tx.execute(
                """
                INSERT INTO names (kind, id, name) VALUES (\(kind), \(id), \(name))
                ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name
                """)
        }
    }

    private func insert(_ fact: Fact, replacing: Bool) throws {
        let conflict: SQL =
            replacing
            ? """
            ON CONFLICT (kind, ref) DO UPDATE SET at = excluded.at, channel = excluded.channel, agent = excluded.agent,
                team = excluded.team, priority = excluded.priority, calendar = excluded.calendar,
                business = excluded.business
            """ : "ON CONFLICT DO NOTHING"
        try tx.execute(
            """
            INSERT INTO facts (kind, ref, at, ticket, channel, agent, team, priority, calendar, business) VALUES
            (\(fact.kind), \(fact.ref), \(fact.at), \(fact.ticket), \(fact.channel), \(fact.agent), \(fact.team),
                \(fact.priority), \(fact.calendar), \(fact.business)) \(conflict)
            """)
    }
}
