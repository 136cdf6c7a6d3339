internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Bytes of a message's text: with its HTML and ticket an event stays below what the bus carries (1 MiB).
    static let textMaximum = 150_000
    static let attachmentsMaximum = 100
    private static let fieldsMaximum = 20_000

    /// Somebody here, or another system, opens a ticket for a customer.
    package func open(_ request: OpenTicket) throws -> Ticket {
        let isNote = request.asNote ?? false
        try check(text: request.text, attachments: request.attachments, mayBeEmpty: true)
        try Tags.check(request.tags)
        try check(fields: request.fields ?? [:])
        let assignee = request.assignee.flatMap { $0.isEmpty ? nil : $0 }
        if let assignee { try checkAssignee(assignee) }
        let team = request.team.flatMap { $0.isEmpty ? nil : $0 }
        if let team { try checkTeam(team) }
        var ticket = Ticket(
            id: nextID(), number: try tx.nextNumber("ticket"), subject: Desk.subject(request.subject, request.text),
            status: .new, priority: request.priority ?? .normal, channel: request.channel ?? .api,
            requester: try current(request.requester), team: try team ?? tx.setting("default-team"),
            tags: Tags.cleaned(request.tags ?? []), fields: request.fields ?? [:], createdAt: now, updatedAt: now,
            version: 0)
        if team == nil { try direct(&ticket, text: request.text, keepsPriority: request.priority != nil) }
        let customer = Author(kind: .customer, id: ticket.requester.id, name: ticket.requester.name)
        let message = Message(
            id: nextID(), ticket: ticket.id, kind: isNote ? .note : .incoming, author: isNote ? author() : customer,
            channel: ticket.channel, text: request.text, attachments: request.attachments ?? [], at: now)
        var work = TicketCase.opened(ticket, with: message, at: now, terms: try terms())
        if let assignee { work.assign(to: assignee, because: byCaller) }
        try route(&work)
        return try save(work, isNew: true)
    }

    /// A public answer to the customer.
    package func reply(_ request: WriteMessage) throws -> TicketAndMessage {
        try check(text: request.text, attachments: request.attachments)
        var work = try take(request.ticket, version: request.version)
        try expectSeen(request.seen, request.draft, confirmed: request.confirmed, on: work.ticket)
        var message = message(.reply, request, on: work.ticket)
        message.automatic = cause.agent == nil
        if [.mail, .wechat, .form, .sms].contains(work.ticket.channel) {
            message.delivery = Delivery(state: .queued, at: now)
        }
        try work.reply(message, by: cause.agent, status: request.status, citations: request.citations)
        if let slot = request.draft { try dropDraft(DraftPlace(ticket: work.ticket.id, slot: slot)) }
        return TicketAndMessage(ticket: try save(work), message: message)
    }

    /// An internal note.
    package func note(_ request: WriteMessage) throws -> TicketAndMessage {
        try check(text: request.text, attachments: request.attachments)
        if request.status != nil, cause.caller.kind == .agent, !cause.caller.has(.owner, .admin, .supervisor, .agent) {
            throw Problem.forbidden("Light agents do not change the status.")
        }
        var work = try take(request.ticket, version: request.version)
        var message = message(.note, request, on: work.ticket)
        let called = try mentioned(request.mentions)
        if !called.isEmpty { message.mentions = called }
        try work.note(message, by: cause.agent, status: request.status)
        let known = work.ticket.followers ?? []
        work.follow(known + called.filter { !known.contains($0) })
        if let slot = request.draft { try dropDraft(DraftPlace(ticket: work.ticket.id, slot: slot)) }
        return TicketAndMessage(ticket: try save(work), message: message)
    }

    /// Changes fields, team, assignee, status. A ticket that moves to a team without its assignee goes to that team's
    /// row; one that is put back by hand stays unassigned until somebody takes it.
    package func update(_ request: UpdateTicket) throws -> Ticket {
        var update = request
        if let subject = update.subject {
            guard !subject.trimmed.isEmpty, subject.count <= 500 else {
                throw Problem.invalid("ticket.subject", "A subject has 1 to 500 characters.")
            }
        }
        try Tags.check(update.tags, update.addTags)
        if let assignee = update.assignee, !assignee.isEmpty { try checkAssignee(assignee) }
        if let team = update.team, !team.isEmpty { try checkTeam(team) }
        var work = try take(update.id, version: try agreed(update))
        if work.ticket.status == .closed, let status = update.status {
            throw work.ticket.mergedInto == nil ? Problem.transition(.closed, status) : Problem.closed(work.ticket)
        }
        let moves = update.team.map { $0 != (work.ticket.team ?? "") } ?? false
        if moves, update.assignee == nil, let assignee = work.ticket.assignee, let team = update.team,
            try tx.agent(assignee)?.teams.contains(team) != true
        {
            update.assignee = ""
        }
        // The status may depend on the new assignee, so a freed ticket is routed before it is solved.
        let status = update.status
        update.status = nil
        try check(fields: work.ticket.fields.merging(update.fields ?? [:]) { $1 })
        try work.change(update, by: cause.agent, because: byCaller)
        if moves { try route(&work) }
        if let status { try work.move(to: status, solver: cause.agent) }
        let ticket = try save(work)
        if request.assignee == "", !moves, ticket.assignee == nil { try tx.park(ticket.id) }
        return ticket
    }

    var byCaller: AssignmentReason { AssignmentReason(.assigned, by: cause.caller.name ?? cause.caller.id) }

    func message(_ kind: Message.Kind, _ request: WriteMessage, on ticket: Ticket) -> Message {
        Message(
            id: nextID(), ticket: ticket.id, kind: kind, author: author(), channel: ticket.channel, text: request.text,
            attachments: request.attachments ?? [], at: now)
    }

    func author() -> Author {
        let caller = cause.caller
        let name = caller.name ?? (try? tx.agent(caller.id)?.name) ?? caller.id
        return Author(kind: caller.kind, id: caller.id, name: name)
    }

    func check(text: String, attachments: [Attachment]?, mayBeEmpty: Bool = false) throws {
        if !mayBeEmpty, text.trimmed.isEmpty, attachments?.isEmpty ?? true {
            throw Problem.invalid("message.empty", "A message has text or attachments.")
        }
        guard text.utf8.count <= Desk.textMaximum else {
            throw Problem.invalid("message.too_long", "A message has \(Desk.textMaximum) bytes at most.")
        }
        guard attachments?.count ?? 0 <= Desk.attachmentsMaximum else {
            throw Problem.invalid("message.attachments", "A message has 100 attachments at most.")
        }
    }

    func check(fields: [String: JSON]) throws {
        guard fields.count <= 200, JSON.object(fields).text.utf8.count <= Desk.fieldsMaximum else {
            throw Problem.invalid("ticket.fields", "A ticket has 200 fields and 20,000 bytes of them at most.")
        }
    }

    func checkAssignee(_ id: String) throws {
        guard let agent = try tx.agent(id), agent.active, agent.mayReply else {
            throw Problem.invalid("ticket.assignee", "There is nobody \(id.prefix(64)) who may answer.")
        }
    }

    func checkTeam(_ id: String) throws {
        if try tx.team(id) == nil { throw Problem.invalid("ticket.team", "There is no team \(id.prefix(64)).") }
    }
}
