internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let talksMaximum = 50
    private static let sideMaximum = 1_000

    /// Writes to a third party about a ticket (row 38).
    package func open(_ request: OpenSideTalk) throws -> SideTalk {
        try check(text: request.text, attachments: request.attachments)
        let subject = request.subject.split(whereSeparator: \.isNewline).joined(separator: " ").trimmed
        guard (1...300).contains(subject.count) else {
            throw Problem.invalid("side.subject", "A subject has 1 to 300 characters.")
        }
        let ticket = try take(request.ticket).ticket
        guard ticket.status != .closed else { throw Problem.closed(ticket) }
        let address = request.address.trimmed.lowercased()
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), address.utf8.count <= 254,
            !address.contains(where: { $0.isWhitespace || "<>,;".contains($0) }),
            address != ticket.requester.address?.lowercased()
        else { throw Problem.invalid("side.address", "That is no mail address, or the customer's own.") }
        guard try tx.sideTalks(of: ticket.id).count < Desk.talksMaximum else {
            throw Problem.invalid("side.too_many", "A ticket has \(Desk.talksMaximum) side conversations at most.")
        }
        let name = request.name.map { String($0.trimmed.prefix(100)) }
        let talk = SideTalk(
            id: nextID(), ticket: ticket.id, subject: subject, address: address, name: name ?? address, createdAt: now)
        return try say(request.text, request.attachments, in: talk).talk
    }

    /// Goes on in one.
    package func write(_ request: WriteSideMessage) throws -> SideMessage {
        try check(text: request.text, attachments: request.attachments)
        return try say(request.text, request.attachments, in: try talk(request.talk)).message
    }

    /// Says that it is done, or open again.
    package func close(_ request: CloseSideTalk) throws -> SideTalk {
        var talk = try talk(request.talk)
        guard talk.state != request.state else { return talk }
        talk.state = request.state
        if request.state == .done { talk.answered = false }
        try put(&talk)
        try tell(TicketsAPI.sideChanged, SideNews(talk: talk))
        return talk
    }

    private func talk(_ id: String) throws -> SideTalk {
        guard let talk = try tx.sideTalk(id) else { throw Problem.notFound("side", String(id.prefix(64))) }
        return talk
    }

    private func say(_ text: String, _ files: [Attachment]?, in talk: SideTalk) throws
        -> (talk: SideTalk, message: SideMessage)
    {
        let message = SideMessage(
            id: nextID(), talk: talk.id, author: author(), outgoing: true, text: text, attachments: files ?? [],
            at: now, delivery: Delivery(state: .queued, at: now))
        var talk = talk
        (talk.state, talk.answered) = (.open, false)
        try add(message, to: &talk)
        try tell(TicketsAPI.sideSent, SideNews(talk: talk, message: message))
        return (talk, message)
    }

    /// The other side answers: only the staff sees it. A ticket that waited for them, or was solved, is open again.
    func receive(_ intake: IntakeMessage, in talk: SideTalk) throws -> IntakeResult {
        var talk = talk
        let message = SideMessage(
            id: nextID(), talk: talk.id,
            author: Author(kind: .customer, id: intake.requester.id, name: intake.requester.name), outgoing: false,
            text: intake.text.cut(to: Desk.textMaximum),
            attachments: Array(intake.attachments.prefix(Desk.attachmentsMaximum)), at: now,
            externalID: intake.externalID)
        if !intake.automatic { (talk.state, talk.answered) = (.open, true) }
        try add(message, to: &talk)
        try tell(TicketsAPI.sideReceived, SideNews(talk: talk, message: message), opens: !intake.automatic)
        let ticket = try find(talk.ticket)
        return IntakeResult(
            ticket: talk.ticket, number: ticket?.number ?? 0, message: message.id,
            outcome: intake.automatic ? .muted : .joined)
    }

    private func add(_ message: SideMessage, to talk: inout SideTalk) throws {
        guard talk.messages < Desk.sideMaximum else {
            throw Problem.invalid("side.full", "A side conversation has \(Desk.sideMaximum) messages at most.")
        }
        talk.messages += 1
        try put(&talk)
        try put(message, position: talk.messages)
    }

    /// What became of a message of ours.
    func report(_ report: DeliveryReport, _ state: Delivery.State, on message: SideMessage) throws {
        var message = message
        message.externalID = report.externalID ?? message.externalID
        message.delivery = Delivery(state: state, at: now, error: report.error)
        try put(message, position: 0)
        guard let talk = try tx.sideTalk(message.talk) else { return }
        try tell(TicketsAPI.sideChanged, SideNews(talk: talk, message: message))
    }

    private func put(_ talk: inout SideTalk) throws {
        (talk.updatedAt, talk.version) = (now, talk.version + 1)
        try tx.execute(
            """
            INSERT INTO side_talks (id, ticket, body) VALUES (\(talk.id), \(talk.ticket), \(json: talk))
            ON CONFLICT (id) DO UPDATE SET ticket = excluded.ticket, body = excluded.body
            """)
    }

    /// One that is there keeps its place.
    private func put(_ message: SideMessage, position: Int) throws {
        try tx.execute(
            """
            INSERT INTO side_messages (id, talk, position, external_id, body)
            VALUES (\(message.id), \(message.talk), \(position), \(message.externalID.map(MessageID.plain)),
                \(json: message))
            ON CONFLICT (id) DO UPDATE SET external_id = excluded.external_id, body = excluded.body
            """)
    }

    private func tell(_ type: EventType<TicketEvent>, _ news: SideNews, opens: Bool = false) throws {
        guard let known = try find(news.talk.ticket) else { return }
        // A merged ticket's side conversations go on where it does.
        var work = try take(try tx.root(of: known))
        work.side(type, news, opens: opens)
        try save(work)
    }
}

extension TicketCase {
    /// Something was said beside the ticket.
    mutating func side(_ type: EventType<TicketEvent>, _ news: SideNews, opens: Bool) {
        record(type, substantial: false, side: news)
        guard opens else { return }
        awake()
        if ticket.status == .hold || ticket.status == .solved { enter(.open) }
    }
}

extension Reader {
    /// The side conversations of a ticket, the newest first.
    package func sideTalks(_ request: OfTicket) throws -> Page<SideTalk> {
        guard try first("SELECT id FROM tickets WHERE id = \(request.ticket)") != nil else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        let ids = try family(of: request.ticket).sorted()
        return Page(items: try ids.flatMap(sideTalks).sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) })
    }

    func sideTalks(of ticket: String) throws -> [SideTalk] {
        try rows("SELECT body FROM side_talks WHERE ticket = \(ticket) ORDER BY id DESC LIMIT 100")
            .map { try $0.decode(SideTalk.self, "body") }
    }

    func sideTalk(_ id: String) throws -> SideTalk? {
        try first("SELECT body FROM side_talks WHERE id = \(id)")?.decode(SideTalk.self, "body")
    }

    func sideMessage(_ id: String) throws -> SideMessage? {
        try first("SELECT body FROM side_messages WHERE id = \(id)")?.decode(SideMessage.self, "body")
    }

    /// The side conversation that a message answers: by our token, or by what it refers to.
    func sideTalk(answeredBy intake: IntakeMessage) throws -> SideTalk? {
        if let token = intake.ticket, let talk = try sideTalk(token) { return talk }
        for reference in intake.references.prefix(100) {
            let plain = MessageID.plain(reference)
            let row = try first("SELECT talk FROM side_messages WHERE external_id = \(plain)")
            if let row { return try sideTalk(try row.string("talk")) }
            if let ours = try sideMessage(MessageID.local(plain)) { return try sideTalk(ours.talk) }
        }
        return nil
    }

    /// What was said in one, oldest first.
    package func sideMessages(_ request: ListSideMessages) throws -> Page<SideMessage> {
        guard try sideTalk(request.talk) != nil else { throw Problem.notFound("side", String(request.talk.prefix(64))) }
        let limit = min(max(request.limit ?? 50, 1), 100)
        let after = try request.after.map { try PageCursor(parsing: $0, count: 1).int(0) } ?? 0
        let rows = try rows(
            """
            SELECT position, body FROM side_messages WHERE talk = \(request.talk) AND position > \(after)
            ORDER BY position LIMIT \(limit + 1)
            """)
        let page = try Reader.page(of: rows, limit: limit)
        let items = try page.map { try $0.decode(SideMessage.self, "body") }
        guard rows.count > page.count, let last = page.last else { return Page(items: items) }
        return Page(items: items, after: PageCursor(.int(try last.int64("position"))).text)
    }
}
