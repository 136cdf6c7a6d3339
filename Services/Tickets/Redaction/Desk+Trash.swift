internal import Base
package import Contracts
package import Store

extension Desk {
    /// The timer that purges what was thrown away.
    package static let purgeTimer = "purge"
    /// How long it can be taken back (row 49).
    static let trashTime = Instant.Span.days(30)

    /// Throws a ticket away: no list and no search shows it, nobody owes anything on it, and what its customer writes
    /// opens a new one. Those that went on in it go along.
    package func trash(_ request: TrashTicket) throws -> Ticket {
        var work = try take(request.id, version: request.version)
        guard work.ticket.mergedInto == nil else { throw Problem.closed(work.ticket) }
        let before = work.ticket
        let kept = TrashedTicket(
            ticket: TicketMark(before), requester: before.requester.id, trashedAt: now, by: Actor(cause.caller),
            purgedAt: now + Desk.trashTime)
        work.discard()
        let ticket = try save(work)
        try tx.execute("DELETE FROM list_rows WHERE ticket = \(ticket.id)")
        try tx.execute("DELETE FROM list_facets WHERE ticket = \(ticket.id)")
        try tx.forget(before, tx.conversation(of: ticket.id).messages)
        try tx.execute(
            """
            INSERT INTO trash (id, at, body, memory) VALUES (\(ticket.id), \(now), \(json: kept), \(json: before))
            """)
        try tx.schedule(Timer(kind: Desk.purgeTimer, reference: ticket.id, due: kept.purgedAt))
        return ticket
    }

    /// Takes it back as it was; what was promised goes on from now.
    package func restore(_ request: ByID) throws -> Ticket {
        let (ticket, before) = try thrownAway(request.id)
        var work = try take(ticket)
        work.recover(as: before)
        try tx.execute("DELETE FROM trash WHERE id = \(ticket.id)")
        try tx.cancelTimers(kind: Desk.purgeTimer, reference: ticket.id)
        try releaseFromGone(&work)
        let restored = try save(work)
        try tx.list(restored, before: nil, isNew: false)
        try tx.index(restored, before: nil, messages: tx.conversation(of: ticket.id).messages)
        return restored
    }

    /// Purges one now.
    package func purgeNow(_ request: ByID) throws -> Empty {
        try purge(try thrownAway(request.id).ticket)
        return Empty()
    }

    /// Its 30 days are over.
    package func wakePurge(_ id: String) throws {
        guard let ticket = try find(id), ticket.trashedAt != nil else { return }
        try purge(ticket)
    }

    private func thrownAway(_ id: String) throws -> (ticket: Ticket, before: Ticket) {
        guard let ticket = try find(id) else { throw Problem.notFound("ticket", String(id.prefix(64))) }
        guard let row = try tx.first("SELECT memory FROM trash WHERE id = \(id)") else {
            throw Problem.conflict("trash.not_there", "Ticket \(ticket.number) was not thrown away.")
        }
        return (ticket, try row.decode(Ticket.self, "memory"))
    }

    /// Nothing of it remains but that it was there: rows, history, files.
    private func purge(_ ticket: Ticket) throws {
        let messages = try tx.conversation(of: ticket.id).messages
        for id in try tx.family(of: ticket.id).sorted() {
            guard let member = try tx.ticket(id) else { continue }
            if id != ticket.id {
                try tx.execute("DELETE FROM list_rows WHERE ticket = \(id)")
                try tx.execute("DELETE FROM list_facets WHERE ticket = \(id)")
                try tx.forget(member, [])
            }
            for table in [
                "messages", "drafts", "held_replies", "links", "surveys", "decisions", "viewers", "grants", "efforts",
            ] {
                try tx.execute("DELETE FROM \(unsafeSQL: table) WHERE ticket = \(id)")
            }
            try tx.execute("DELETE FROM links WHERE other = \(id)")
            try tx.execute(
                "DELETE FROM side_messages WHERE talk IN (SELECT id FROM side_talks WHERE ticket = \(id))")
            try tx.execute("DELETE FROM side_talks WHERE ticket = \(id)")
            try tx.execute("DELETE FROM merges WHERE source = \(id) OR target = \(id)")
            try tx.execute("DELETE FROM trash WHERE id = \(id)")
            try tx.execute("DELETE FROM tickets WHERE id = \(id)")
            try tx.removeEvents(subject: "ticket/\(id)")
            try tx.cancelTimers(reference: id)
            try append(
                TicketsAPI.purged, subject: "ticket/\(id)",
                PurgedTicket(id: id, number: member.number, requester: member.requester.id))
        }
        let files = Set(messages.flatMap(\.attachments).map(\.id)).union(messages.compactMap(\.raw))
        try tx.schedule(
            Timer(
                kind: Desk.scrubTimer, reference: nextID(), due: now,
                payload: ["unless": .array(files.sorted().map(JSON.string))]))
    }
}

extension TicketCase {
    /// It is thrown away: nothing is owed on it.
    mutating func discard() {
        awake()
        ticket.trashedAt = now
        ticket.offer = nil
        let moves = cancelPromises { _ in true }
        record(
            TicketsAPI.discarded,
            changes: [Change(field: "trashedAt", before: .null, after: .string(now.description))])
        tell(moves)
    }

    /// It is there again.
    mutating func recover(as before: Ticket) {
        let trashedAt = ticket.trashedAt
        ticket.trashedAt = nil
        if let closesAt = ticket.closesAt { ticket.closesAt = max(closesAt, now + .hours(1)) }
        revivePromises(before)
        let moves = keepPromises()
        record(
            TicketsAPI.recovered,
            changes: [Change(field: "trashedAt", before: JSON(trashedAt?.description), after: .null)])
        tell(moves)
    }
}

extension Reader {
    /// What was thrown away, the newest first.
    package func trashed(_ request: PageRequest) throws -> Page<TrashedTicket> {
        try page(
            "SELECT id, at, body FROM trash WHERE 1 = 1", newestBy: "at", after: request.after, limit: request.limit
        ) { try $0.decode(TrashedTicket.self, "body") }
    }

    /// Whether a message that is there names a file.
    func isNamed(_ file: String) throws -> Bool {
        try first("SELECT id FROM messages WHERE body LIKE \("%" + file + "%") LIMIT 1") != nil
    }
}
