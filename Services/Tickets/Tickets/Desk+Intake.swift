internal import Base
package import Contracts
internal import Store

extension Desk {
    /// A customer's message becomes or joins a ticket (rows 1 to 5, 46). The same (channel, key) again gives the
    /// first result and changes nothing.
    package func intake(_ intake: IntakeMessage) throws -> IntakeResult {
        let known = try tx.first(
            "SELECT result FROM intakes WHERE channel = \(intake.channel) AND key = \(intake.key)")
        if let known { return try known.decode(IntakeResult.self, "result") }
        var current = intake
        current.requester = try self.current(intake.requester)
        let result = try accept(current)
        try tx.execute(
            """
            INSERT INTO intakes (channel, key, result) VALUES (\(intake.channel), \(intake.key), \(json: result))
            """)
        return result
    }

    private func accept(_ intake: IntakeMessage) throws -> IntakeResult {
        if let bounced = intake.bounceOf, let outgoing = try tx.message(externalID: bounced), outgoing.kind == .reply {
            return try bounce(outgoing, intake)
        }
        if intake.bounceOf == nil, let talk = try tx.sideTalk(answeredBy: intake) {
            return try receive(intake, in: talk)
        }
        let isAutomatic = intake.automatic || intake.bounceOf != nil
        guard let (ticket, alias) = try match(intake) else {
            return try open(from: intake, followUpOf: nil, muted: isAutomatic)
        }
        if isAutomatic {
            var work = try take(ticket)
            let message = message(from: intake, ticket: ticket.id, kind: .muted, origin: alias)
            work.mute(message)
            return result(try save(work), message, .muted)
        }
        var work = try take(ticket)
        // Its time to close may have come just now.
        guard work.ticket.status != .closed else {
            return try open(from: intake, followUpOf: try save(work), muted: false)
        }
        if try opensFollowUp(work.ticket) { return try open(from: intake, followUpOf: try save(work), muted: false) }
        let message = message(from: intake, ticket: ticket.id, kind: .incoming, origin: alias)
        answerTo(intake, in: &work)
        try work.receive(message)
        try releaseFromGone(&work)
        let saved = try save(work)
        try cancelAnswered(saved.id)
        return result(try find(saved.id) ?? saved, message, .joined)
    }

    /// The ticket that a message belongs to, in the order of row 2: our token, the thread, the number of the
    /// requester's own ticket, the open talk of a chat-like channel. A merged one leads on to where it goes on (then
    /// `alias` is what was named), a closed one to its youngest open follow-up.
    private func match(_ intake: IntakeMessage) throws -> (ticket: Ticket, alias: String?)? {
        guard let (named, origin) = try directMatch(intake) else { return nil }
        var ticket = try tx.root(of: named)
        var alias = ticket.id == named.id ? origin : named.id
        for _ in 0..<20 where ticket.status == .closed || ticket.status == .solved {
            guard let next = try tx.followUp(of: ticket.id) else { break }
            alias = nil
            ticket = try tx.root(of: next)
        }
        return ticket.trashedAt == nil ? (ticket, alias) : nil
    }

    private func directMatch(_ intake: IntakeMessage) throws -> (Ticket, String?)? {
        if let token = intake.ticket, let ticket = try tx.ticket(token) { return (ticket, nil) }
        for reference in intake.references.prefix(100) {
            if let message = try tx.message(externalID: reference), let ticket = try tx.ticket(message.ticket) {
                return (ticket, message.origin)
            }
        }
        if let number = intake.number, let ticket = try tx.ticket(number: number),
            ticket.requester.id == intake.requester.id
        {
            return (ticket, nil)
        }
        guard intake.continuous else { return nil }
        return try tx.openTicket(of: intake.requester.id, on: intake.channel).map { ($0, nil) }
    }

    /// An outgoing message came back (row 5): the agent sees it on that message; the mail itself is kept, muted.
    private func bounce(_ outgoing: Message, _ intake: IntakeMessage) throws -> IntakeResult {
        guard let ticket = try find(outgoing.ticket) else { throw Problem.notFound("ticket", outgoing.ticket) }
        var work = try take(ticket)
        var failed = outgoing
        failed.delivery = Delivery(
            state: .bounced, at: now, error: "The receiving server returned the message.")
        work.deliver(failed)
        let message = message(from: intake, ticket: outgoing.ticket, kind: .muted)
        work.mute(message)
        return result(try save(work), message, .bounced)
    }

    private func open(from intake: IntakeMessage, followUpOf closed: Ticket?, muted: Bool) throws -> IntakeResult {
        var ticket = Ticket(
            id: nextID(), number: try tx.nextNumber("ticket"), subject: Desk.subject(intake.subject, intake.text),
            status: .new, priority: closed?.priority ?? .normal, channel: intake.channel, requester: intake.requester,
            team: try closed?.team ?? tx.setting("default-team"), tags: closed?.tags ?? [],
            fields: closed?.fields ?? [:], language: intake.language ?? closed?.language, createdAt: now,
            updatedAt: now, followUpOf: closed?.id, version: 0)
        if closed == nil { try direct(&ticket, text: intake.text) }
        if muted { ticket.tags = Tags.cleaned(ticket.tags + ["automatic"]) }
        let message = message(from: intake, ticket: ticket.id, kind: muted ? .muted : .incoming)
        var work = TicketCase.opened(ticket, with: message, at: now, terms: try terms())
        try route(&work)
        let saved = try save(work, isNew: true)
        return result(saved, message, muted ? .muted : closed == nil ? .opened : .followUp)
    }

    /// Answers go where the requester wrote from last (row 7), on the ticket's channel.
    private func answerTo(_ intake: IntakeMessage, in work: inout TicketCase) {
        guard intake.channel == work.ticket.channel, intake.requester.id == work.ticket.requester.id,
            let address = intake.requester.address
        else { return }
        var requester = work.ticket.requester
        requester.address = address
        work.changeRequester(requester)
    }

    /// What is too large for the desk is cut here; the raw message is kept whole beside it (row 28).
    private func message(
        from intake: IntakeMessage, ticket: String, kind: Message.Kind, origin: String? = nil
    ) -> Message {
        var message = Message(
            id: nextID(), ticket: ticket, kind: kind,
            author: Author(kind: .customer, id: intake.requester.id, name: intake.requester.name),
            channel: intake.channel, text: intake.text.cut(to: Desk.textMaximum),
            html: intake.html.flatMap { $0.utf8.count <= Desk.htmlMaximum ? $0 : nil },
            attachments: Array(intake.attachments.prefix(Desk.attachmentsMaximum)),
            at: min(intake.at.wholeMilliseconds, now), externalID: intake.externalID, raw: intake.raw,
            automatic: kind == .muted)
        message.origin = origin
        return message
    }

    private func result(_ ticket: Ticket, _ message: Message, _ outcome: IntakeResult.Outcome) -> IntakeResult {
        IntakeResult(ticket: ticket.id, number: ticket.number, message: message.id, outcome: outcome)
    }

    /// HTML of a message in bytes; beyond it only the text is shown.
    static let htmlMaximum = 250_000

    /// What a ticket is called: its subject, else the first words of its text.
    static func subject(_ subject: String?, _ text: String) -> String {
        let given = (subject ?? "").split(whereSeparator: \.isNewline).joined(separator: " ").trimmed
        if !given.isEmpty { return String(given.prefix(300)) }
        let words = text.prefix(400).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? "(no subject)" : String(words.prefix(80))
    }
}
