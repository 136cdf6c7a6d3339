internal import Base
internal import Contracts
internal import Store

extension Desk {
    /// Tickets given out of one team's queue in one transaction.
    private static let queueMaximum = 200

    /// Gives an unassigned ticket to whoever of its team was assigned longest ago and has room (row 53); without
    /// anybody it waits in the team's queue.
    func route(_ work: inout TicketCase) throws {
        guard let team = work.ticket.waitsIn, let agent = try tx.nextAgent(of: team) else { return }
        let reason = AssignmentReason(.roundRobin, team: try tx.team(team)?.name ?? team)
        work.spontaneously { $0.assign(to: agent, because: reason) }
    }

    /// Gives the team's waiting tickets to those who have room, oldest first.
    func serveQueue(of team: String) throws {
        for _ in 0..<Desk.queueMaximum {
            guard try tx.nextAgent(of: team) != nil, let ticket = try tx.queuedTicket(of: team) else { return }
            var work = try take(ticket)
            try route(&work)
            try save(work)
        }
    }

    /// Keeps what the round robin looks at: each agent's load and the time of the last assignment. A ticket that comes
    /// to wait for somebody (a pending one that opens again, for instance) is looked at before this work ends.
    func account(_ ticket: Ticket, before: Ticket?) throws {
        let (old, new) = (before?.bearer, ticket.bearer)
        if old != new {
            if let old {
                try tx.addLoad(-1, to: old)
                relieve(try tx.teams(of: old))
            }
            if let new { try tx.addLoad(1, to: new) }
        }
        if let team = ticket.waitsIn, team != before?.waitsIn { relieve([team]) }
        if let agent = ticket.assignee, agent != before?.assignee {
            try tx.noteAssignment(of: agent, at: ticket.assignedAt ?? now)
        }
    }
}

extension Reader {
    /// The agent whose turn it is in a team.
    func nextAgent(of team: String) throws -> String? {
        try first(
            """
            SELECT agent FROM rota WHERE team = \(team) AND eligible = 1 ORDER BY last_assigned, agent LIMIT 1
            """)?.string("agent")
    }
}

extension Transaction {
    /// One ticket more or less on an agent's desk.
    func addLoad(_ count: Int, to agent: String) throws {
        try execute("UPDATE agents SET load = load + \(count) WHERE id = \(agent)")
        guard let agent = try self.agent(agent) else { return }
        try execute("UPDATE rota SET eligible = \(agent.isEligible) WHERE agent = \(agent.id)")
    }

    /// Puts an agent to the end of the row.
    func noteAssignment(of agent: String, at moment: Instant) throws {
        try execute(
            "UPDATE agents SET last_assigned = \(moment) WHERE id = \(agent) AND last_assigned < \(moment)")
        try execute(
            "UPDATE rota SET last_assigned = \(moment) WHERE agent = \(agent) AND last_assigned < \(moment)")
    }
}
