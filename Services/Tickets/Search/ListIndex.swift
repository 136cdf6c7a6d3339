internal import Base
internal import Contracts
package import Store

/// Brings tickets of an older store into lists and search, once: a store that was made by this program has them.
package enum ListIndex {
    private static let batch = 50

    /// Goes on where it stopped the last time; several copies share the work.
    package static func complete(_ store: Store) async throws {
        while try await store.write({ try next($0) }) {}
    }

    /// Takes the next tickets in; false when there are none left.
    private static func next(_ tx: Transaction) throws -> Bool {
        let done = try tx.first("SELECT value FROM counters WHERE name = 'listed'")?.int64("value") ?? 0
        guard done < Schema.never else { return false }
        let rows = try tx.rows("SELECT body FROM tickets WHERE number > \(done) ORDER BY number LIMIT \(batch)")
        let tickets = try rows.map { try $0.decode(Ticket.self, "body") }
        for ticket in tickets { try take(ticket, tx) }
        let reached = tickets.last.map { Int64($0.number) } ?? Schema.never
        try tx.execute(
            """
            INSERT INTO counters (name, value) VALUES ('listed', \(reached))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
        return !tickets.isEmpty
    }

    private static func take(_ ticket: Ticket, _ tx: Transaction) throws {
        try tx.list(ticket, before: nil, isNew: false)
        try tx.index(ticket, before: nil, messages: [])
        var last = Int64(-1)
        while true {
            let rows = try tx.rows(
                """
                SELECT position, body FROM messages WHERE ticket = \(ticket.id) AND position > \(last)
                ORDER BY position LIMIT 50
                """)
            guard let end = rows.last else { return }
            last = try end.int64("position")
            try tx.index(ticket, before: ticket, messages: try rows.map { try $0.decode(Message.self, "body") })
        }
    }
}
