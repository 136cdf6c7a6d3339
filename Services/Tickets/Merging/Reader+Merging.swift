internal import Base
package import Contracts
package import Store

/// What a merge changed, to take it back.
struct MergeMemory: Codable, Hashable, Sendable {
    var source: Ticket
    /// The target as the merge left it.
    var after: Ticket
    var tags: [String]
    var cc: [Requester]
    /// The status the target had before the source opened it again.
    var reopened: TicketStatus?
}

extension Reader {
    /// How far merges are followed: more tickets do not go on in one.
    static let familyMaximum = 100

    /// The ticket in which one goes on, or itself.
    func root(of ticket: Ticket) throws -> Ticket {
        var current = ticket
        for _ in 0..<Reader.familyMaximum {
            guard let next = current.mergedInto else { break }
            guard let ticket = try self.ticket(next) else { throw Problem.notFound("ticket", next) }
            current = ticket
        }
        return current
    }

    /// The ticket and all that went on in it, directly or by others.
    func family(of ticket: String) throws -> Set<String> {
        var family: Set = [ticket]
        var edge = [ticket]
        while !edge.isEmpty {
            let rows = try rows("SELECT id FROM tickets WHERE merged_into IN (\(list: edge))")
            edge = try rows.map { try $0.string("id") }.filter { family.insert($0).inserted }
        }
        return family
    }

    /// All messages of a ticket with their places, in order.
    func conversation(of ticket: String) throws -> Conversation {
        Conversation(
            try rows("SELECT body FROM messages WHERE ticket = \(ticket) ORDER BY position")
                .map { try $0.decode(Message.self, "body") })
    }

    /// The merges from and into a ticket, the newest first.
    package func merges(of request: OfTicket) throws -> Page<Merge> {
        guard try first("SELECT id FROM tickets WHERE id = \(request.ticket)") != nil else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        let rows = try rows(
            """
            SELECT body FROM merges WHERE source = \(request.ticket) OR target = \(request.ticket)
            ORDER BY id DESC LIMIT \(Reader.familyMaximum)
            """)
        return Page(items: try rows.map { try $0.decode(Merge.self, "body") })
    }

    func merge(_ id: String) throws -> (merge: Merge, memory: MergeMemory)? {
        try first("SELECT body, memory FROM merges WHERE id = \(id)").map {
            (try $0.decode(Merge.self, "body"), try $0.decode(MergeMemory.self, "memory"))
        }
    }
}

extension Transaction {
    /// Makes a conversation that of a ticket: who is there, and in which order. Only rows that change are written.
    func place(_ conversation: Conversation, in ticket: String) throws {
        var places: [String: Int] = [:]
        for row in try rows("SELECT id, position FROM messages WHERE ticket = \(ticket)") {
            places[try row.string("id")] = try row.int("position")
        }
        let changed = conversation.messages.enumerated().filter { places[$1.id] != $0 + 1 }
        let values = changed.map { index, message in
            let externalID = message.externalID.map(MessageID.plain)
            return "(\(message.id), \(ticket), \(index + 1), \(externalID), \(message.origin), \(json: message))" as SQL
        }
        for part in Chunks(values, sizes: [50, 10, 1]) {
            try execute(
                """
                INSERT INTO messages (id, ticket, position, external_id, origin, body)
                VALUES \(part.joined(separator: ", "))
                ON CONFLICT (id) DO UPDATE SET ticket = excluded.ticket, position = excluded.position,
                    external_id = excluded.external_id, origin = excluded.origin, body = excluded.body
                """)
        }
    }

    func put(_ merge: Merge, _ memory: MergeMemory) throws {
        try execute(
            """
            INSERT INTO merges (id, source, target, undone, body, memory)
            VALUES (\(merge.id), \(merge.source.id), \(merge.target.id), \(merge.undoneAt != nil), \(json: merge),
                \(json: memory))
            ON CONFLICT (id) DO UPDATE SET undone = excluded.undone, body = excluded.body
            """)
    }
}
