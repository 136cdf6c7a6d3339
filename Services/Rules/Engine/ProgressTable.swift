internal import Base
internal import Contracts
internal import Store

/// The rows of `progress`: which rules have begun to act on an event (or timer) that is being handled, with the ticket
/// as the rule saw it and, once it is done, as it left it. When the event is handled again, after a crash or because
/// a service was away, each rule decides and says what it did the first time, and later rules see what earlier ones
/// changed. Gone when the event is done.
enum ProgressTable {
    /// The rules that have begun, by id.
    static func begun(_ key: String, _ db: Reader) throws -> [String: Ticket] {
        var begun: [String: Ticket] = [:]
        for row in try db.rows("SELECT rule, ticket FROM progress WHERE key = \(key)") {
            begun[try row.string("rule")] = try row.decode(Ticket.self, "ticket")
        }
        return begun
    }

    /// The ticket that a rule saw or left, nil when it has not begun or all is done.
    static func ticket(_ key: String, rule: String, _ db: Reader) throws -> Ticket? {
        try db.first("SELECT ticket FROM progress WHERE key = \(key) AND rule = \(rule)")?.decode(Ticket.self, "ticket")
    }

    static func note(_ ticket: Ticket, _ key: String, rule: String, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO progress (key, rule, at, ticket) VALUES (\(key), \(rule), \(tx.now), \(json: ticket))
            ON CONFLICT (key, rule) DO UPDATE SET ticket = excluded.ticket
            """)
    }

    static func forget(_ key: String, _ tx: Transaction) throws {
        try tx.execute("DELETE FROM progress WHERE key = \(key)")
    }
}
