internal import Base
package import Contracts
internal import Store

extension Desk {
    /// The timers of the router: of a ticket, of a team's queue, and of a queue that is put in order anew.
    package static let routingTimer = "routing"
    package static let queueTimer = "queue"
    package static let requeueTimer = "requeue"

    /// How long somebody is not asked again for a ticket they let pass by.
    static let passedOverFor = Instant.Span.minutes(10)

    /// The caller takes a ticket that nobody has (row 64). Two at the same time: the second is told who was first.
    package func claim(_ id: String) throws -> Ticket {
        guard let me = cause.agent, let agent = try tx.agent(me), agent.active, agent.mayReply else {
            throw Problem.notFound("agent", cause.caller.id)
        }
        var work = try take(id)
        if work.ticket.assignee == me { return work.ticket }
        try expectFree(work.ticket, for: me)
        work.assign(to: me, because: AssignmentReason(.claimed, rule: work.ticket.demand?.rule))
        return try save(work)
    }

    private func expectFree(_ ticket: Ticket, for agent: String?) throws {
        guard ticket.status != .closed else { throw Problem.closed(ticket) }
        guard let other = ticket.assignee ?? ticket.offer?.agent, other != agent else { return }
        let name = try tx.agent(other)?.name ?? other
        throw Problem.conflict("ticket.taken", "Taken by \(name).")
    }

    /// The caller says yes to an offer (row 58).
    package func accept(_ id: String) throws -> Ticket {
        var work = try take(id)
        if let me = cause.agent, work.ticket.assignee == me { return work.ticket }
        let offer = try offer(in: work)
        work.assign(to: offer.agent, because: offer.reason)
        return try save(work)
    }

    /// The caller says no; the ticket goes on with its age.
    package func decline(_ id: String) throws -> Ticket {
        var work = try take(id)
        _ = try offer(in: work)
        work.endOffer(missed: false, passedOverUntil: now + Desk.passedOverFor)
        try route(&work)
        return try save(work)
    }

    private func offer(in work: TicketCase) throws -> Offer {
        guard let offer = work.ticket.offer, offer.agent == cause.agent, offer.until > now else {
            throw Problem.conflict("offer.gone", "This ticket is not offered to you, or not any more.")
        }
        return offer
    }

    /// The rules once more for a ticket that nobody has.
    package func routeAgain(_ id: String) throws -> Ticket {
        var work = try take(id)
        try expectFree(work.ticket, for: nil)
        let page = try tx.messages(ListMessages(ticket: id, limit: 200)).items
        let first = page.first { $0.kind == .incoming }
        // Put back by hand or not: it waits again.
        try tx.execute("UPDATE tickets SET parked = 0 WHERE id = \(id)")
        let intent = try tx.keptIntent(of: id)?.proposal.facts(tx.intentSettings())
        try work.direct(
            by: dispatcher.rules(), text: first?.text ?? "", intent: intent, default: tx.setting("default-team"))
        try route(&work)
        return try save(work)
    }

    /// The router looks at a ticket by itself: its offer ran out, its assignee is silent, or it may go to others now.
    package func wakeRouting(_ id: String) throws {
        guard let ticket = try tx.ticket(id) else { return }
        var work = try take(ticket)
        if let offer = work.ticket.offer {
            guard offer.until <= now || !work.ticket.isLoad else { return try setAgain(work.ticket) }
            let isMissed = work.ticket.isLoad
            work.spontaneously { $0.endOffer(missed: isMissed, passedOverUntil: now + Desk.passedOverFor) }
            if isMissed { try miss(offer.agent) }
            try route(&work)
            try save(work)
        } else if let team = work.ticket.waitsIn {
            try save(work)
            guard try tx.isQueued(id) else { return }
            try place(work.ticket, in: team)
            relieve([team])
            try setAgain(work.ticket)
        } else if let due = try routingDue(work.ticket) {
            guard due <= now else { return try setAgain(work.ticket) }
            try endSilence(of: &work)
            try save(work)
        }
    }

    private func setAgain(_ ticket: Ticket) throws {
        guard let due = try routingDue(ticket), due > now else { return }
        try tx.schedule(Timer(kind: Desk.routingTimer, reference: ticket.id, due: due))
    }

    /// Who does not answer an offer is not there (row 58).
    private func miss(_ id: String) throws {
        guard let agent = try tx.agent(id), agent.presence == .online else { return }
        try enter(.missed, reason: nil, agent)
    }

    /// The assignee has not answered the customer in time (row 60).
    private func endSilence(of work: inout TicketCase) throws {
        guard let team = work.ticket.team, let silent = work.ticket.assignee,
            let silence = try dispatcher.policy(of: team).silence
        else { return }
        let name = try tx.agent(silent)?.name ?? silent
        if silence.action == .supervisor, let boss = try supervisor(of: silent, team: team) {
            return work.spontaneously { $0.assign(to: boss, because: AssignmentReason(.supervisor, by: name)) }
        }
        let until = now + Desk.passedOverFor
        work.spontaneously {
            if silence.action != .queue { $0.passOver(silent, until: until) }
            $0.assign(to: nil, because: AssignmentReason(.silent, by: name))
        }
        try route(&work)
    }

    private func supervisor(of agent: String, team: String) throws -> String? {
        let above = try tx.managers(of: agent, at: now) + [try tx.team(team)?.lead].compactMap(\.self)
        return try above.first { id in
            guard id != agent, let boss = try tx.agent(id) else { return false }
            return boss.active && boss.mayReply
        }
    }

    /// The queue has tickets for somebody: a window ended, or more was to be given out than one transaction holds.
    package func wakeQueue(_ team: String) { relieve([team]) }
}

extension TicketCase {
    /// What the routing rules make of a ticket that waits: team, priority and demand.
    mutating func direct(by rules: RoutingRules, text: String, intent: JSON?, default team: String) throws {
        var directed = ticket
        (directed.team, directed.demand) = (team, nil)
        try rules.match(ticket, text: text, intent: intent, at: now)?.apply(to: &directed)
        let update = UpdateTicket(id: ticket.id, priority: directed.priority, team: directed.team)
        try change(update, by: nil, because: AssignmentReason(.assigned))
        ticket.demand = directed.demand
        record(
            TicketsAPI.changed, changes: [Change(field: "demand", before: .null, after: JSON(directed.demand?.rule))])
    }
}
