internal import Base
internal import Contracts
internal import Store

extension Desk {
    /// The timers of the staff: a shift or an absence begins or ends; an agent has more to give back than one
    /// transaction holds.
    package static let rosterTimer = "roster"
    package static let handoverTimer = "handover"

    /// Tickets that go from one agent to others in one transaction.
    private static let handoverMaximum = 100
    /// How far ahead the next change of a shift is looked for.
    private static let lookahead = Instant.Span.days(8)

    /// Tells of an agent who changed, when everything else about them is written.
    func announce(_ id: String, handsBack: Bool) throws -> Agent {
        guard let stored = try tx.agent(id) else { throw Problem.notFound("agent", id) }
        try arrange(stored)
        if handsBack { try handOver(id) }
        let agent = try tx.shown(stored.id, at: now) ?? stored
        try append(TicketsAPI.agentChanged, subject: "agent/\(id)", agent)
        return agent
    }

    /// Makes true what time does to an agent: shift, absence, room; sets the timer of the next change. Whoever has
    /// room afterwards gets what waits; whose absence begins hands over.
    func arrange(_ agent: Agent) throws {
        let hours = agent.shifts.flatMap(dispatcher.hours)
        let absence = try tx.absence(of: agent.id, at: now)
        let wasAbsent = try tx.first("SELECT absent FROM agents WHERE id = \(agent.id)")?.bool("absent") ?? false
        try tx.execute(
            """
            UPDATE agents SET on_shift = \(hours?.isOpen(at: now) ?? true), absent = \(absence != nil)
            WHERE id = \(agent.id)
            """)
        try tx.refreshRota(of: agent.id, tools.staff)
        let next = [hours.flatMap(nextChange), absence?.to, try tx.nextAbsence(of: agent.id, after: now)]
        if let due = next.compactMap(\.self).min() {
            try tx.schedule(Timer(kind: Desk.rosterTimer, reference: agent.id, due: due))
        } else {
            try tx.cancelTimers(kind: Desk.rosterTimer, reference: agent.id)
        }
        if absence != nil, !wasAbsent { try handOver(agent.id) }
        relieve(agent.teams)
    }

    private func nextChange(_ hours: BusinessHours) -> Instant? {
        let end = now + Desk.lookahead
        guard let first = hours.slices(from: now, to: end).first else { return end }
        return first.from > now ? first.from : first.to
    }

    /// A shift or an absence of an agent begins or ends.
    package func wakeRoster(_ id: String) throws {
        guard try tx.agent(id) != nil else { return }
        _ = try announce(id, handsBack: false)
    }

    /// What is open goes from an agent who is not there to their substitute, else to whoever the queue finds (rows 59,
    /// 60, 92). What waits for others stays: it goes on when its customer writes.
    package func handOver(_ id: String) throws {
        let rows = try tx.rows(
            """
            SELECT body FROM tickets WHERE assignee = \(id) AND unsolved = 1 AND pausing = 0
            ORDER BY updated, id LIMIT \(Desk.handoverMaximum + 1)
            """)
        for row in rows.prefix(Desk.handoverMaximum) {
            let ticket = try row.decode(Ticket.self, "body")
            var work = try take(ticket)
            guard try releaseFromGone(&work) else { return }
            try save(work)
        }
        if rows.count > Desk.handoverMaximum {
            try tx.schedule(Timer(kind: Desk.handoverTimer, reference: id, due: now))
        }
    }

    /// Takes a ticket from an assignee who is not there any more, or for the time being; false when they are.
    @discardableResult
    func releaseFromGone(_ work: inout TicketCase) throws -> Bool {
        guard let id = work.ticket.assignee, work.ticket.isLoad, let agent = try tx.agent(id) else {
            return false
        }
        let absence = try tx.absence(of: id, at: now)
        let kind: AssignmentReason.Kind
        if !agent.active || !agent.mayReply {
            kind = .left
        } else if absence != nil {
            kind = .absent
        } else if agent.presence == .reassigning {
            kind = .handedBack
        } else {
            return false
        }
        if let id = absence?.substitute, let other = try tx.agent(id), other.active, other.mayReply,
            try tx.absence(of: id, at: now) == nil
        {
            work.spontaneously { $0.assign(to: id, because: AssignmentReason(.substitute, by: agent.name)) }
            return true
        }
        work.spontaneously { $0.assign(to: nil, because: AssignmentReason(kind, by: agent.name)) }
        try route(&work)
        return true
    }
}
