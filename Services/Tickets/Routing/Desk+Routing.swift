internal import Base
internal import Contracts
internal import Store

extension Desk {
    /// Tickets given out of one team's queue in one transaction; the rest follows in the next.
    private static let queueMaximum = 200

    /// What a routing rule that holds makes of a new ticket that nobody has sent to a team (row 52), and what the desk
    /// has learnt of its words. A rule comes before what is learnt, and a priority that somebody chose before both.
    func direct(_ ticket: inout Ticket, text: String, keepsPriority: Bool = false) throws {
        // A house that has learnt nothing yet reads nothing.
        let settings = tools.intent.bytes > 0 ? try tx.intentSettings() : IntentSettings(enabled: false)
        let proposal = try propose(for: ticket, text: text, settings)
        let facts = proposal?.facts(settings)
        let rule = try dispatcher.rules().match(ticket, text: text, intent: facts, at: now)
        rule?.apply(to: &ticket)
        var taken: Set<IntentAspect> = rule == nil ? [] : [.team]
        if keepsPriority || rule?.priority != nil { taken.insert(.priority) }
        if let proposal { try apply(proposal, to: &ticket, except: taken, settings) }
    }

    /// Gives an unassigned ticket to whom its team's policy chooses; without anybody it waits in the team's queue.
    func route(_ work: inout TicketCase) throws {
        guard let team = work.ticket.waitsIn else { return }
        let policy = try dispatcher.policy(of: team)
        guard policy.strategy != .manual else { return }
        let decision = try dispatcher.choose(for: try dispatcher.lane(of: work.ticket, policy), team, policy)
        guard decision.agent != nil else {
            dispatcher.tried.insert(work.ticket.id)
            return try waitForWindow(decision, team, policy)
        }
        try give(&work, decision, policy)
    }

    /// Gives the team's waiting tickets to those who have room: the best of each lane, as long as somebody may have it.
    func serveQueue(of team: String) throws {
        let policy = try dispatcher.policy(of: team)
        guard policy.strategy != .manual, try tx.hasRoom(team) else { return }
        var heads = try tx.heads(of: team)
        var given = 0
        while let index = heads.indices.min(by: {
            (heads[$0].effective, heads[$0].ticket) < (heads[$1].effective, heads[$1].ticket)
        }) {
            guard given < Desk.queueMaximum else {
                return try tx.schedule(Timer(kind: Desk.queueTimer, reference: team, due: now))
            }
            let head = heads.remove(at: index)
            let decision = try dispatcher.choose(
                for: try JSON(parsing: head.lane.utf8).decoded(as: Lane.self), team, policy)
            guard decision.agent != nil else {
                try waitForWindow(decision, team, policy)
                continue
            }
            guard let ticket = try tx.ticket(head.ticket) else {
                throw Problem.fault("queue.ticket", "A ticket in the queue is not there.")
            }
            var work = try take(ticket)
            // What was due before now may have taken it out of the queue.
            if work.ticket.waitsIn == team { try give(&work, decision, policy) }
            try save(work)
            given += 1
            if let next = try tx.head(of: team, lane: head.lane), next.ticket != head.ticket { heads.append(next) }
        }
    }

    private func give(
        _ work: inout TicketCase, _ decision: RoutingExplanation.Decision, _ policy: QueuePolicy
    ) throws {
        guard let agent = decision.agent, let team = work.ticket.team else { return }
        let ticket = work.ticket
        let sticky = try dispatcher.lane(of: ticket, policy).sticky
        let steps = ticket.needs(at: now, under: policy).steps
        let reason = AssignmentReason(
            sticky == agent ? .sticky : policy.strategy.reason, team: try tx.team(team)?.name ?? team,
            rule: ticket.demand?.rule, relaxed: steps > 0 ? steps : nil)
        if let seconds = policy.offerSeconds {
            let until = now + .seconds(seconds)
            work.spontaneously { $0.offer(to: agent, until: until, because: reason) }
        } else {
            work.spontaneously { $0.assign(to: agent, because: reason) }
        }
        try tx.keep(decision, of: ticket.id)
        if policy.limit != nil { try tx.grant(ticket.id, to: agent, at: now) }
    }

    /// When only the limit of a window keeps a ticket from somebody, the queue is looked at again as it ends.
    private func waitForWindow(
        _ decision: RoutingExplanation.Decision, _ team: String, _ policy: QueuePolicy
    ) throws {
        guard let limit = policy.limit else { return }
        let full = decision.verdicts.filter { $0.refusals == [.window] }.map(\.agent).prefix(500)
        guard !full.isEmpty else { return }
        let row = try tx.first(
            """
            SELECT MIN(at) AS at FROM grants WHERE agent IN (\(list: Array(full)))
                AND at > \(now - .seconds(limit.seconds))
            """)
        guard let oldest = try row?.optionalInstant("at") else { return }
        try tx.schedule(Timer(kind: Desk.queueTimer, reference: team, due: oldest + .seconds(limit.seconds)))
    }
}

extension Transaction {
    /// Keeps the last decision about a ticket; of a large team only the first agents.
    func keep(_ decision: RoutingExplanation.Decision, of ticket: String) throws {
        var kept = decision
        kept.verdicts = Array(decision.verdicts.prefix(50))
        try execute(
            """
            INSERT INTO decisions (ticket, body) VALUES (\(ticket), \(json: kept))
            ON CONFLICT (ticket) DO UPDATE SET body = excluded.body
            """)
    }

    /// Counts a ticket in an agent's window; what no window can reach any more goes.
    func grant(_ ticket: String, to agent: String, at moment: Instant) throws {
        try execute("INSERT INTO grants (ticket, agent, at) VALUES (\(ticket), \(agent), \(moment))")
        try execute("DELETE FROM grants WHERE agent = \(agent) AND at < \(moment - .days(1))")
    }
}
