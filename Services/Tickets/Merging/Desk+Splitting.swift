internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let splitMaximum = 100

    /// Makes a ticket of its own of some messages (row 40): author, time and files stay, both tickets know each other.
    package func split(_ request: SplitTicket) throws -> SplitResult {
        if let team = request.team { try checkTeam(team) }
        if let assignee = request.assignee { try checkAssignee(assignee) }
        var work = try take(request.ticket, version: request.version)
        let original = work.ticket
        guard original.status != .closed else { throw Problem.closed(original) }
        guard original.messageCount <= Desk.conversationMaximum else {
            throw Problem.invalid("split.too_large", "Ticket \(original.number) has too many messages.")
        }
        let conversation = try tx.conversation(of: original.id)
        let wanted = Set(request.messages)
        let chosen = conversation.messages.filter { wanted.contains($0.id) }
        guard (1...Desk.splitMaximum).contains(wanted.count), chosen.count == wanted.count else {
            throw Problem.invalid("split.messages", "Name one to \(Desk.splitMaximum) messages of the ticket.")
        }
        let isMove = request.mode == .move
        guard !isMove || chosen.count < conversation.messages.count else {
            throw Problem.invalid("split.nothing_left", "A ticket keeps at least one of its messages.")
        }
        let id = nextID()
        let parted = Conversation(chosen.map { taken($0, into: id, from: original, isMove: isMove) })
        let rest = isMove ? Conversation(conversation.messages.filter { !wanted.contains($0.id) }) : conversation
        let waits = conversation.waitingSince(notBefore: original.createdAt) { wanted.contains($0.id) }
        let new = try open(request, id, parted, from: original, waitingSince: waits)
        if isMove {
            try move(parted, parted, from: original, leaving: rest, to: new)
        } else {
            try tx.place(parted, in: id)
            try tx.index(new, before: new, messages: parted.messages)
        }
        var waitsHere = original.waitingSince
        if isMove, waitsHere != nil {
            waitsHere = conversation.waitingSince(notBefore: original.createdAt) { !wanted.contains($0.id) }
        }
        try keep(KeptLink(original.id, .splitInto, id, at: now, by: Actor(cause.caller)))
        work.part(with: new, chosen.map(\.id), ConversationState(rest, waitingSince: waitsHere))
        return SplitResult(ticket: try save(work), new: new)
    }

    private func taken(_ message: Message, into ticket: String, from original: Ticket, isMove: Bool) -> Message {
        var taken = message
        taken.splitFrom = SplitOrigin(ticket: original.id, message: message.id)
        (taken.ticket, taken.origin) = (ticket, nil)
        guard !isMove else { return taken }
        taken.id = nextID()
        // Answers to it go on where it was.
        taken.externalID = nil
        if taken.delivery?.state == .queued { taken.delivery = nil }
        return taken
    }

    /// The customer waits on it since they asked, not since somebody noticed that there were two questions.
    private func open(
        _ request: SplitTicket, _ id: String, _ parted: Conversation, from original: Ticket, waitingSince: Instant?
    ) throws -> Ticket {
        let first = parted.messages[0]
        let asker = parted.messages.first { $0.kind == .incoming }?.author.id
        var ticket = Ticket(
            id: id, number: try tx.nextNumber("ticket"),
            subject: Desk.subject(request.subject ?? original.subject, first.text), status: .new,
            priority: request.priority ?? original.priority, channel: original.channel,
            requester: original.cc?.first { $0.id == asker } ?? original.requester,
            team: request.team ?? original.team, tags: original.tags, fields: original.fields,
            language: original.language, createdAt: now, updatedAt: now, waitingSince: waitingSince, version: 0)
        let state = ConversationState(parted, waitingSince: waitingSince)
        (ticket.messageCount, ticket.lastMessage) = (state.count, state.last)
        (ticket.firstReceivedAt, ticket.splitFrom) = (waitingSince, original.id)
        var work = TicketCase.splitOff(ticket, with: first, from: original, at: now, terms: try terms())
        if let assignee = request.assignee { work.assign(to: assignee, because: byCaller) }
        try route(&work)
        return try save(work, isNew: true)
    }
}
