internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let linksMaximum = 1_000

    /// Says what one ticket is of another (row 41); the same again changes nothing.
    package func link(_ request: LinkTickets) throws -> TicketLink {
        guard request.role.isChosen else { throw Problem.invalid("link.role", "Such a link comes by itself.") }
        let (ticket, other) = (try take(request.ticket).ticket, try take(request.other).ticket)
        guard ticket.id != other.id else { throw Problem.invalid("link.self", "A ticket does not belong to itself.") }
        let link = KeptLink(ticket.id, request.role, other.id, at: now, by: Actor(cause.caller))
        let known = try tx.keptLinks(of: ticket.id)
        if let same = known.first(where: { ($0.ticket, $0.other, $0.role) == (link.ticket, link.other, link.role) }) {
            return shown(same, request.role, other)
        }
        try check(link)
        guard known.count < Desk.linksMaximum, try tx.keptLinks(of: other.id).count < Desk.linksMaximum else {
            throw Problem.invalid("link.too_many", "A ticket has \(Desk.linksMaximum) links at most.")
        }
        try keep(link)
        try tell(TicketsAPI.linked, link)
        return shown(link, request.role, other)
    }

    /// Takes a link away.
    package func unlink(_ request: LinkTickets) throws -> Empty {
        guard request.role.isChosen else { throw Problem.invalid("link.role", "Such a link stays.") }
        let link = KeptLink(request.ticket, request.role, request.other, at: now, by: nil)
        let removed = try tx.execute(
            "DELETE FROM links WHERE ticket = \(link.ticket) AND other = \(link.other) AND role = \(link.role)")
        guard removed > 0 else { throw Problem.notFound("link", request.role.rawValue) }
        try tell(TicketsAPI.unlinked, link)
        return Empty()
    }

    /// Keeps a link that comes by itself or was checked.
    func keep(_ link: KeptLink) throws {
        try tx.execute(
            """
            INSERT INTO links (ticket, other, role, body)
            VALUES (\(link.ticket), \(link.other), \(link.role), \(json: link))
            ON CONFLICT (ticket, other, role) DO NOTHING
            """)
    }

    /// Answers all unsolved incidents of a problem with one message and solves them, as a run of its own.
    package func solveIncidents(_ request: SolveIncidents) throws -> BulkRun {
        try check(text: request.text, attachments: nil)
        guard try find(request.ticket) != nil else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        let incidents = try tx.others(of: request.ticket, .incident).filter {
            try find($0)?.status.isUnsolved ?? false
        }
        guard !incidents.isEmpty else {
            throw Problem.conflict("link.no_incidents", "No incident of this ticket is unsolved.")
        }
        return try begin(BulkRequest(ids: incidents, edit: BulkEdit(status: .solved, reply: request.text)))
    }

    private func check(_ link: KeptLink) throws {
        // The kept role says what `other` is; above it stands `ticket`.
        let up = link.role.reverse
        guard up.isSingle else { return }
        if let above = try tx.others(of: link.other, up).first {
            throw Problem.conflict("link.taken", "It has a \(up.rawValue) already: ticket \(above.prefix(64)).")
        }
        var current: String? = link.ticket
        for _ in 0..<Desk.linksMaximum {
            guard let id = current else { return }
            guard id != link.other else { break }
            current = try tx.others(of: id, up).first
        }
        throw Problem.conflict("link.circle", "A ticket would be above itself.")
    }

    private func shown(_ link: KeptLink, _ role: LinkRole, _ other: Ticket) -> TicketLink {
        TicketLink(role: role, ticket: TicketMark(other), status: other.status, at: link.at, by: link.by)
    }

    /// Both tickets know of it.
    private func tell(_ type: EventType<TicketEvent>, _ link: KeptLink) throws {
        for (id, other, role) in [
            (link.ticket, link.other, link.role), (link.other, link.ticket, link.role.reverse),
        ] {
            guard let ticket = try find(id), let mark = try find(other).map(TicketMark.init) else { continue }
            var work = try take(ticket)
            work.tie(type, role, mark)
            try save(work)
        }
    }
}

extension TicketCase {
    /// A link of the ticket came or went.
    mutating func tie(_ type: EventType<TicketEvent>, _ role: LinkRole, _ other: TicketMark) {
        let (none, some) = (JSON.null, JSON.string(other.id))
        let isNew = type.name == TicketsAPI.linked.name
        record(
            type,
            changes: [Change(field: "links.\(role.rawValue)", before: isNew ? none : some, after: isNew ? some : none)],
            substantial: false, other: other)
    }
}
