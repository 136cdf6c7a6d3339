internal import Base
internal import Contracts
internal import Store

extension Desk {
    /// What sets two turns of one moment apart.
    private static let instant = Instant.Span(microseconds: 1)

    /// Keeps what the router looks at: what each agent carries, the queue, the time of the last assignment, the
    /// ticket's routing timer. A ticket that comes to wait for somebody (a pending one that opens again, for instance)
    /// is looked at before this work ends.
    func account(_ ticket: Ticket, before: Ticket?) throws {
        try carry(ticket, before)
        try keepQueue(ticket, before)
        if let agent = ticket.bearer ?? ticket.assignee, agent != before?.bearer ?? before?.assignee {
            let moment = ticket.assignedAt ?? now
            try tx.noteAssignment(of: agent, at: moment == now ? max(now, tx.lastTurn() + Desk.instant) : moment)
        }
        try keepOffer(ticket, before)
        try setRoutingTimer(ticket, before)
    }

    private func carry(_ ticket: Ticket, _ before: Ticket?) throws {
        let (old, new) = (before?.bearer, ticket.bearer)
        guard old != new else { return }
        if let old {
            let row = try tx.first("SELECT weight FROM burdens WHERE ticket = \(ticket.id)")
            try tx.execute("DELETE FROM burdens WHERE ticket = \(ticket.id)")
            try tx.addLoad(-(try row?.int("weight") ?? 0), to: old, tools.staff)
            relieve(try tx.teams(of: old))
        }
        if let new {
            let weight = try dispatcher.rules().weights[ticket.channel] ?? 1
            try tx.execute(
                """
                INSERT INTO burdens (ticket, agent, channel, weight)
                VALUES (\(ticket.id), \(new), \(ticket.channel), \(weight))
                """)
            try tx.addLoad(weight, to: new, tools.staff)
        }
    }

    private func keepQueue(_ ticket: Ticket, _ before: Ticket?) throws {
        let (was, team) = (before?.waitsIn, ticket.waitsIn)
        guard was != nil || team != nil else { return }
        if let team, try tx.isQueued(ticket.id) {
            try place(ticket, in: team)
            if team != was || before?.passedOver != ticket.passedOver, !dispatcher.tried.contains(ticket.id) {
                relieve([team])
            }
        } else if was != nil {
            try tx.execute("DELETE FROM queue WHERE ticket = \(ticket.id)")
        }
    }

    /// Gives a waiting ticket its place as it is now.
    func place(_ ticket: Ticket, in team: String) throws {
        let policy = try dispatcher.policy(of: team)
        let lane = try dispatcher.lane(of: ticket, policy).text
        let due = ticket.dueAt ?? Instant(microseconds: Schema.never)
        try tx.execute(
            """
            INSERT INTO queue (ticket, team, lane, effective, since, due) VALUES (\(ticket.id), \(team), \(lane),
                \(policy.effectiveStart(of: ticket)), \(ticket.agedFrom), \(due))
            ON CONFLICT (ticket) DO UPDATE SET team = excluded.team, lane = excluded.lane,
                effective = excluded.effective, since = excluded.since, due = excluded.due
            """)
    }

    private func keepOffer(_ ticket: Ticket, _ before: Ticket?) throws {
        guard ticket.offer?.agent != before?.offer?.agent || ticket.team != before?.team else { return }
        if before?.offer != nil { try tx.execute("DELETE FROM offers WHERE ticket = \(ticket.id)") }
        guard let offer = ticket.offer, let team = ticket.team else { return }
        try tx.execute(
            "INSERT INTO offers (ticket, team, agent) VALUES (\(ticket.id), \(team), \(offer.agent))")
    }

    /// One timer per ticket, for whatever the router does next by itself.
    private func setRoutingTimer(_ ticket: Ticket, _ before: Ticket?) throws {
        if let due = try routingDue(ticket) {
            try tx.schedule(Timer(kind: Desk.routingTimer, reference: ticket.id, due: due))
        } else if let before, try routingDue(before) != nil {
            try tx.cancelTimers(kind: Desk.routingTimer, reference: ticket.id)
        }
    }

    /// When the router has to look at a ticket again: an offer ends, skills relax, nobody in particular is waited for
    /// any more, the assignee has been silent for too long.
    func routingDue(_ ticket: Ticket) throws -> Instant? {
        if let offer = ticket.offer { return offer.until }
        guard let team = ticket.team, ticket.isLoad else { return nil }
        let policy = try dispatcher.policy(of: team)
        if ticket.waitsIn != nil {
            var moments = [ticket.relaxes(after: now, under: policy)].compactMap(\.self)
            if let seconds = policy.stickySeconds { moments.append(ticket.agedFrom + .seconds(seconds)) }
            moments += (ticket.passedOver ?? [:]).values
            return moments.filter { $0 > now }.min()
        }
        guard ticket.assignee != nil, let silence = policy.silence, let since = ticket.silentSince,
            ticket.waitingSince != nil
        else { return nil }
        let terms = try terms()
        return terms.schedule(terms.calendar(of: ticket)).deadline(from: since, after: .seconds(silence.seconds))
    }
}

extension Transaction {
    /// So many units more or less on an agent's desk.
    func addLoad(_ units: Int, to agent: String, _ memo: RowMemo<Agent>) throws {
        try execute("UPDATE agents SET load = load + \(units) WHERE id = \(agent)")
        try refreshRota(of: agent, memo)
    }

    /// What the index of the rota says of an agent: whether they have room, and how much.
    func refreshRota(of id: String, _ memo: RowMemo<Agent>) throws {
        guard let row = try member(id) else { return }
        var agent = try memo.value(id, row)
        agent.load = try row.int("load")
        let isEligible = try agent.isEligible && row.bool("on_shift") && !row.bool("absent")
        try execute(
            """
            UPDATE rota SET eligible = \(isEligible), load = \(agent.load), pressure = \(agent.load - agent.capacity)
            WHERE agent = \(id)
            """)
    }

    /// When somebody was assigned last: who comes next stands behind them, also within the same moment.
    func lastTurn() throws -> Instant {
        try first("SELECT MAX(last_assigned) AS last FROM agents")?.optionalInstant("last") ?? Instant(microseconds: 0)
    }

    /// Puts an agent to the end of the row.
    func noteAssignment(of agent: String, at moment: Instant) throws {
        try execute(
            "UPDATE agents SET last_assigned = \(moment) WHERE id = \(agent) AND last_assigned < \(moment)")
        try execute(
            "UPDATE rota SET last_assigned = \(moment) WHERE agent = \(agent) AND last_assigned < \(moment)")
    }
}
