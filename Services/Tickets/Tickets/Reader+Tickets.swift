internal import Base
package import Contracts
package import Store

extension Reader {
    /// A ticket, or nil.
    func ticket(_ id: String) throws -> Ticket? {
        try first("SELECT body FROM tickets WHERE id = \(id)")?.decode(Ticket.self, "body")
    }

    /// A ticket by the number people quote, or nil.
    func ticket(number: Int) throws -> Ticket? {
        try first("SELECT body FROM tickets WHERE number = \(number)")?.decode(Ticket.self, "body")
    }

    /// A ticket by its id or the number people quote; 404 when there is none.
    package func ticket(named name: String) throws -> Ticket { try keptTicket(named: name).value }

    /// The same as it is kept.
    func keptTicket(named name: String) throws -> Kept<Ticket> {
        if let row = try first("SELECT body FROM tickets WHERE id = \(name)") {
            return try row.kept(Ticket.self, "body")
        }
        let digits = name.first == "#" ? String(name.dropFirst()) : name
        if let number = Int(digits), let row = try first("SELECT body FROM tickets WHERE number = \(number)") {
            return try row.kept(Ticket.self, "body")
        }
        throw Problem.notFound("ticket", String(name.prefix(64)))
    }

    /// The version at which something last happened that a writer must have seen.
    func seenVersion(of ticket: String) throws -> Int {
        try first("SELECT seen_version FROM tickets WHERE id = \(ticket)")?.int("seen_version") ?? 0
    }

    /// The customer's youngest ticket on a channel that is not closed.
    func openTicket(of requester: String, on channel: Channel) throws -> Ticket? {
        try first(
            """
            SELECT body FROM tickets WHERE requester = \(requester) AND channel = \(channel)
                AND status <> \(TicketStatus.closed) AND trashed = 0 ORDER BY updated DESC, id DESC LIMIT 1
            """)?.decode(Ticket.self, "body")
    }

    /// The youngest ticket that follows up a closed one.
    func followUp(of ticket: String) throws -> Ticket? {
        try first("SELECT body FROM tickets WHERE follow_up_of = \(ticket) ORDER BY number DESC LIMIT 1")?
            .decode(Ticket.self, "body")
    }

    /// A customer's tickets that are not closed, at most 1,000.
    func tickets(of requester: String, closed: Bool) throws -> [Ticket] {
        let condition: SQL = closed ? "1 = 1" : "status <> \(TicketStatus.closed)"
        return try rows(
            "SELECT body FROM tickets WHERE requester = \(requester) AND \(condition) ORDER BY updated LIMIT 1000"
        )
        .map { try $0.decode(Ticket.self, "body") }
    }

    /// A message by its own id, or nil.
    func message(_ id: String) throws -> Message? {
        try first("SELECT body FROM messages WHERE id = \(id)")?.decode(Message.self, "body")
    }

    /// The youngest message that came or went under a Message-ID or a provider's id; an outgoing one is also known by
    /// its own id before its delivery was reported.
    func message(externalID: String) throws -> Message? {
        let plain = MessageID.plain(externalID)
        let found = try first(
            "SELECT body FROM messages WHERE external_id = \(plain) ORDER BY id DESC LIMIT 1")
        if let found { return try found.decode(Message.self, "body") }
        return try message(MessageID.local(plain))
    }
}

extension Transaction {
    /// The next number of a counter, from 1.
    func nextNumber(_ counter: String) throws -> Int {
        let row = try first(
            """
            INSERT INTO counters (name, value) VALUES (\(counter), 1)
            ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value
            """)
        guard let row else { throw Problem.fault("counter.none", "A counter gave no number.") }
        return try row.int("value")
    }

    /// Writes a ticket's row. `seen` says that what happened must be known to whoever writes on it next.
    func put(_ ticket: Ticket, seen: Bool) throws {
        let isUnsolved = ticket.status.isUnsolved && ticket.trashedAt == nil
        let isPausing = ticket.status == .pending || ticket.status == .hold
        let due = isUnsolved ? ticket.dueAt?.microseconds ?? Schema.never : Schema.never
        try execute(
            """
            INSERT INTO tickets (id, number, status, unsolved, pausing, waiting, queued, rank, channel, requester,
                assignee, team, follow_up_of, created, updated, due, version, seen_version, parked, merged_into,
                trashed, body)
            VALUES (\(ticket.id), \(ticket.number), \(ticket.status), \(isUnsolved), \(isPausing),
                \(ticket.waitingSince != nil), \(ticket.waitsIn != nil), \(ticket.priority.rank), \(ticket.channel),
                \(ticket.requester.id), \(ticket.assignee), \(ticket.team), \(ticket.followUpOf),
                \(ticket.createdAt), \(ticket.updatedAt), \(due), \(ticket.version), \(ticket.version), 0,
                \(ticket.mergedInto), \(ticket.trashedAt != nil), \(json: ticket))
            ON CONFLICT (id) DO UPDATE SET status = excluded.status, unsolved = excluded.unsolved,
                pausing = excluded.pausing, waiting = excluded.waiting, rank = excluded.rank,
                requester = excluded.requester, assignee = excluded.assignee, team = excluded.team,
                updated = excluded.updated, due = excluded.due, version = excluded.version,
                seen_version = CASE WHEN \(seen) = 1 THEN excluded.version ELSE tickets.seen_version END,
                parked = CASE WHEN excluded.assignee IS NULL AND excluded.team IS NOT DISTINCT FROM tickets.team
                    THEN tickets.parked ELSE 0 END,
                queued = CASE WHEN tickets.parked = 1 AND excluded.team IS NOT DISTINCT FROM tickets.team
                    THEN 0 ELSE excluded.queued END,
                merged_into = excluded.merged_into, trashed = excluded.trashed, body = excluded.body
            """)
    }

    /// Takes a ticket out of the queue until somebody or another team takes it: an agent put it back by hand.
    func park(_ ticket: String) throws {
        try execute("UPDATE tickets SET parked = 1, queued = 0 WHERE id = \(ticket)")
        try execute("DELETE FROM queue WHERE ticket = \(ticket)")
    }

    /// Writes a message; a new one gets its place in the conversation.
    func put(_ message: Message, position: Int) throws {
        try execute(
            """
            INSERT INTO messages (id, ticket, position, external_id, origin, body)
            VALUES (\(message.id), \(message.ticket), \(position), \(message.externalID.map(MessageID.plain)),
                \(message.origin), \(json: message))
            ON CONFLICT (id) DO UPDATE SET external_id = excluded.external_id, body = excluded.body
            """)
    }
}

/// Message-IDs as they are compared: without angle brackets and white space.
enum MessageID {
    static func plain(_ text: String) -> String {
        String(text.trimmed.drop { $0 == "<" }.reversed().drop { $0 == ">" }.reversed())
    }

    /// The part before the @: our own outgoing mails carry the message's id there.
    static func local(_ plain: String) -> String { String(plain.prefix { $0 != "@" }) }
}
