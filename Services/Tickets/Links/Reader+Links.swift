internal import Base
package import Contracts
package import Store

extension LinkRole {
    /// Kept from one side only: the side on which the other ticket has this role.
    var isKept: Bool {
        switch self {
        case .child, .incident, .related, .duplicate, .distinct, .splitInto: true
        case .parent, .problem, .original, .splitFrom, .followUpOf, .followedUpBy: false
        }
    }

    /// Whether people say so.
    var isChosen: Bool {
        ![.splitFrom, .splitInto, .followUpOf, .followedUpBy].contains(self)
    }

    /// A ticket has one of these at most.
    var isSingle: Bool { [.parent, .problem, .original].contains(self) }

    /// Neither side is above the other.
    var isMutual: Bool { self == .related || self == .distinct }
}

/// A link as it is kept: `other` has the role for `ticket`.
struct KeptLink: Codable, Hashable, Sendable {
    var ticket: String
    var other: String
    var role: LinkRole
    var at: Instant
    var by: Actor?

    /// From whichever side it is said.
    init(_ ticket: String, _ role: LinkRole, _ other: String, at: Instant, by: Actor?) {
        let isTurned = role.isMutual ? other < ticket : !role.isKept
        (self.ticket, self.other) = isTurned ? (other, ticket) : (ticket, other)
        (self.role, self.at, self.by) = (isTurned ? role.reverse : role, at, by)
    }
}

extension Reader {
    private static let similarMaximum = 50
    private static let similarLeast = 0.35

    /// What belongs to a ticket, the oldest link first; follow-ups come last.
    package func links(_ request: ListLinks) throws -> Page<TicketLink> {
        guard let ticket = try ticket(request.ticket) else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        let limit = min(max(request.limit ?? 50, 1), 100)
        var all = try keptLinks(of: ticket.id).map { link in
            let isOwn = link.ticket == ticket.id
            return (other: isOwn ? link.other : link.ticket, role: isOwn ? link.role : link.role.reverse, link: link)
        }.map { (other: $0.other, role: $0.role, at: $0.link.at, by: $0.link.by) }
        if let before = ticket.followUpOf { all.append((before, .followUpOf, ticket.createdAt, nil)) }
        for row in try rows(
            "SELECT id, created FROM tickets WHERE follow_up_of = \(ticket.id) ORDER BY number LIMIT 100")
        {
            all.append((try row.string("id"), .followedUpBy, try row.instant("created"), nil))
        }
        let wanted = all.filter { link in request.role.map { $0 == link.role } ?? (link.role != .distinct) }
        let start = try request.after.map { try PageCursor(parsing: $0, count: 1).int(0) } ?? 0
        guard start >= 0, start <= wanted.count else {
            throw Problem.malformed("page.cursor", "The page cursor belongs to another list.")
        }
        let page = wanted.dropFirst(Int(start)).prefix(limit)
        let items = try page.compactMap { link in
            try self.ticket(link.other).map {
                TicketLink(role: link.role, ticket: TicketMark($0), status: $0.status, at: link.at, by: link.by)
            }
        }
        let next = start + Int64(page.count)
        return Page(items: items, after: next < wanted.count ? PageCursor(.int(next)).text : nil)
    }

    /// The kept links of a ticket, the oldest first; there are 1,000 at most.
    func keptLinks(of ticket: String) throws -> [KeptLink] {
        try rows("SELECT body FROM links WHERE ticket = \(ticket) OR other = \(ticket)")
            .map { try $0.decode(KeptLink.self, "body") }
            .sorted { ($0.at, $0.ticket, $0.other, $0.role.rawValue) < ($1.at, $1.ticket, $1.other, $1.role.rawValue) }
    }

    /// The tickets that have a role for one: its incidents, its children.
    func others(of ticket: String, _ role: LinkRole) throws -> [String] {
        try keptLinks(of: ticket).compactMap { link in
            if link.ticket == ticket, link.role == role { return link.other }
            return link.other == ticket && link.role.reverse == role ? link.ticket : nil
        }
    }

    /// Unsolved tickets of the same customer whose words are much the same (row 47): the cosine of what their subjects
    /// and first messages say.
    package func duplicates(_ request: OfTicket) throws -> Page<DuplicateSuggestion> {
        guard let ticket = try ticket(request.ticket) else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        let known = Set(try keptLinks(of: ticket.id).flatMap { [$0.ticket, $0.other] })
        let others = try rows(
            """
            SELECT body FROM tickets WHERE requester = \(ticket.requester.id) AND unsolved = 1 AND id <> \(ticket.id)
            ORDER BY updated DESC, id DESC LIMIT \(Reader.similarMaximum)
            """
        ).map { try $0.decode(Ticket.self, "body") }.filter { !known.contains($0.id) && ticket.status != .closed }
        guard !others.isEmpty else { return Page(items: []) }
        let words = try words(of: ticket)
        var found: [DuplicateSuggestion] = []
        for other in others {
            let same = try self.words(of: other)
            let size = (Double(words.count) * Double(same.count)).squareRoot()
            let similarity = size == 0 ? 0 : Double(words.intersection(same).count) / size
            guard similarity >= Reader.similarLeast else { continue }
            found.append(
                DuplicateSuggestion(
                    ticket: TicketMark(other), status: other.status, createdAt: other.createdAt,
                    similarity: (similarity * 100).rounded() / 100))
        }
        return Page(items: found.sorted { ($1.similarity, $0.ticket.number) < ($0.similarity, $1.ticket.number) })
    }

    private func words(of ticket: Ticket) throws -> Set<String> {
        let first = try first("SELECT body FROM messages WHERE ticket = \(ticket.id) ORDER BY position LIMIT 1")
        let text = try first?.decode(Message.self, "body").text ?? ""
        return SearchTerms.words(ticket.subject + "\n" + text.cut(to: 4_000))
    }

    /// What becomes of answers to solved tickets.
    package func reopening() throws -> ReopeningPolicy {
        try first("SELECT body FROM settings WHERE name = 'reopening'")?.decode(ReopeningPolicy.self, "body")
            ?? ReopeningPolicy()
    }
}
