package import Base
package import Contracts
package import Store

extension Desk {
    /// Somebody who is not heard of for so long is gone.
    package static let viewerTime = Instant.Span.seconds(30)

    /// The caller has a ticket open (row 87). Kept in the store, so that all copies know; no event, no history.
    package func show(_ request: ShowPresence) throws -> TicketViewers {
        let caller = cause.caller
        guard try tx.first("SELECT id FROM tickets WHERE id = \(request.ticket)") != nil else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        try tx.execute("DELETE FROM viewers WHERE until <= \(now)")
        let known = try tx.first(
            "SELECT mode, since, until FROM viewers WHERE ticket = \(request.ticket) AND agent = \(caller.id)")
        if let known {
            let mode = ViewerMode(rawValue: try known.string("mode"))
            try countFocus(on: request.ticket, mode, until: try known.instant("until"))
        }
        let isSame = try known?.string("mode") == request.mode.rawValue
        let since = isSame ? try known?.instant("since") ?? now : now
        try tx.execute(
            """
            INSERT INTO viewers (ticket, agent, name, mode, since, until)
            VALUES (\(request.ticket), \(caller.id), \(author().name), \(request.mode), \(since),
                \(now + Desk.viewerTime))
            ON CONFLICT (ticket, agent) DO UPDATE SET name = excluded.name, mode = excluded.mode,
                since = excluded.since, until = excluded.until
            """)
        return try tx.viewers(of: request.ticket, without: caller.id)
    }

    /// The caller has closed it.
    package func leave(_ request: OfTicket) throws -> Empty {
        let row = try tx.first(
            "SELECT mode, until FROM viewers WHERE ticket = \(request.ticket) AND agent = \(cause.caller.id)")
        if let row, try row.instant("until") > now {
            try countFocus(
                on: request.ticket, ViewerMode(rawValue: try row.string("mode")), until: try row.instant("until"))
        }
        try tx.execute("DELETE FROM viewers WHERE ticket = \(request.ticket) AND agent = \(cause.caller.id)")
        return Empty()
    }
}

extension Reader {
    private static let viewersMaximum = 50

    /// Who has these tickets open, without the caller.
    package func viewers(_ request: AskViewers, caller: Caller) throws -> Page<TicketViewers> {
        let ids = request.tickets.split(separator: ",").map(String.init)
        guard (1...100).contains(ids.count) else {
            throw Problem.malformed("viewers.tickets", "Name one to 100 tickets, separated by commas.")
        }
        let open = try rows("SELECT DISTINCT ticket FROM viewers WHERE ticket IN (\(list: ids)) AND until > \(now)")
        let there = Set(try open.map { try $0.string("ticket") })
        return Page(items: try ids.filter(there.contains).map { try viewers(of: $0, without: caller.id) })
    }

    func viewers(of ticket: String, without agent: String) throws -> TicketViewers {
        let rows = try rows(
            """
            SELECT agent, name, mode, since, until FROM viewers
            WHERE ticket = \(ticket) AND agent <> \(agent) AND until > \(now)
            ORDER BY mode, since, agent LIMIT \(Reader.viewersMaximum)
            """)
        let viewers = try rows.map { row in
            TicketViewer(
                agent: try row.string("agent"), name: try row.string("name"),
                mode: ViewerMode(rawValue: try row.string("mode")) ?? .viewing, since: try row.instant("since"),
                until: try row.instant("until"))
        }
        let version = try first("SELECT version FROM tickets WHERE id = \(ticket)")?.int("version") ?? 0
        return TicketViewers(
            ticket: ticket, viewers: viewers, version: version, lastIncoming: try lastIncoming(of: ticket))
    }
}
