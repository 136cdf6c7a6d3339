internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Brings in a ticket with its past: each step at its time by the same rules as live work, all in one
    /// transaction. Its events carry their historical times and `replayed`, so nobody acts on them; only what is due
    /// in the future gets a timer.
    package func replay(_ request: ReplayTicket) throws -> Ticket {
        let known = try tx.first("SELECT result FROM intakes WHERE channel = 'replay' AND key = \(request.key)")
        if let known {
            let id = try known.string("result")
            guard let ticket = try tx.ticket(id) else { throw Problem.notFound("ticket", id) }
            return ticket
        }
        guard let first = request.steps.first, request.steps.count <= 1_000 else {
            throw Problem.invalid("replay.steps", "A past has 1 to 1,000 steps.")
        }
        guard zip(request.steps, request.steps.dropFirst()).allSatisfy({ $0.at <= $1.at }),
            request.steps.last.map({ $0.at <= now }) ?? false
        else {
            throw Problem.invalid("replay.order", "The steps are not in the order of their times, or in the future.")
        }
        if let team = request.team, try tx.team(team) == nil {
            throw Problem.invalid("ticket.team", "There is no team \(team.prefix(64)).")
        }
        try check(fields: request.fields ?? [:])
        var work = try begin(request, first)
        let opens = first.kind == .received || first.kind == .noted
        for step in opens ? request.steps.dropFirst() : request.steps[...] {
            work.catchUp(to: step.at.wholeMilliseconds)
            try apply(step, to: &work, request)
        }
        work.catchUp(to: now)
        let ticket = try save(work, isNew: true)
        try tx.execute(
            "INSERT INTO intakes (channel, key, result) VALUES ('replay', \(request.key), \(ticket.id))")
        return ticket
    }

    private func begin(_ request: ReplayTicket, _ first: ReplayTicket.Step) throws -> TicketCase {
        let at = first.at.wholeMilliseconds
        let ticket = Ticket(
            id: nextID(), number: try tx.nextNumber("ticket"),
            subject: Desk.subject(request.subject, first.text ?? ""), status: .new, priority: request.priority,
            channel: request.channel, requester: request.requester,
            team: try request.team ?? tx.setting("default-team"), tags: Tags.cleaned(request.tags),
            fields: request.fields ?? [:], language: request.language, createdAt: at, updatedAt: at, version: 0)
        let isNote = first.kind == .noted
        let message = try message(first, isNote ? .note : .incoming, ticket.id, request)
        return TicketCase.opened(ticket, with: message, at: at, terms: try terms())
    }

    private func apply(_ step: ReplayTicket.Step, to work: inout TicketCase, _ request: ReplayTicket) throws {
        let id = work.ticket.id
        switch step.kind {
        case .received: try work.receive(try message(step, .incoming, id, request))
        case .replied:
            try work.reply(try message(step, .reply, id, request), by: step.agent, status: step.status)
        case .noted: try work.note(try message(step, .note, id, request), by: step.agent, status: step.status)
        case .assigned:
            if let agent = step.agent { _ = try name(of: agent) }
            work.assign(to: step.agent, because: AssignmentReason(.imported))
        case .status:
            guard let status = step.status else {
                throw Problem.invalid("replay.status", "A step of kind status names the status.")
            }
            try work.move(to: status, solver: step.agent)
        case .rated:
            guard let score = step.score, (1...5).contains(score) else {
                throw Problem.invalid("survey.score", "A score is a whole number from 1 to 5.")
            }
            let rating = Rating(score: score, comment: step.text, at: work.now, agent: work.ticket.assignee)
            try work.rate(rating, survey: nil)
        }
    }

    private func message(
        _ step: ReplayTicket.Step, _ kind: Message.Kind, _ ticket: String, _ request: ReplayTicket
    ) throws -> Message {
        let at = step.at.wholeMilliseconds
        let author: Author
        if kind == .incoming {
            author = Author(kind: .customer, id: request.requester.id, name: request.requester.name)
        } else if let agent = step.agent {
            author = Author(kind: .agent, id: agent, name: try name(of: agent))
        } else {
            author = Author(kind: .system, id: "system", name: "Moat")
        }
        let delivery = kind == .reply ? Delivery(state: .sent, at: at) : nil
        return Message(
            id: nextID(), ticket: ticket, kind: kind, author: author, channel: request.channel,
            text: step.text ?? request.subject, at: at, delivery: delivery,
            automatic: kind == .reply && step.agent == nil)
    }

    private func name(of agent: String) throws -> String {
        guard let agent = try tx.agent(agent) else {
            throw Problem.invalid("replay.agent", "There is no member of staff \(agent.prefix(64)).")
        }
        return agent.name
    }
}
