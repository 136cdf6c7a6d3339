internal import Base
package import Contracts
internal import Store

extension Dispatcher {
    private static let rehearsalMaximum = 2_000

    /// Routes the tickets of the last days once more (row 65).
    package func rehearse(_ request: RehearseRouting) throws -> RoutingRehearsal {
        let days = request.days ?? 7
        guard (1...7).contains(days) else {
            throw Problem.invalid("rehearsal.days", "A rehearsal looks at the last 1 to 7 days.")
        }
        let teams = try db.teams()
        let rules = try request.routing ?? rules()
        try rules.check(teams: Set(teams.map(\.id)), skills: Set(db.skills().map(\.id)))
        var policies = Dictionary(
            try teams.map { ($0.id, try policy(of: $0.id)) }, uniquingKeysWith: { first, _ in first })
        for policy in request.policies ?? [] {
            guard policies[policy.team] != nil else {
                throw Problem.invalid("team.not_found", "There is no team \(policy.team.prefix(64)).")
            }
            try policy.check()
            policies[policy.team] = policy
        }
        let staff = try db.agents()
        let since = now - .days(days)
        let stays = try Dictionary(uniqueKeysWithValues: staff.map { ($0.id, try db.stays(of: $0.id, since: since)) })
        let shifts = Dictionary(uniqueKeysWithValues: staff.map { ($0.id, $0.shifts.flatMap(hours)) })
        let rehearsal = Rehearsal(
            rules: rules, policies: policies, defaultTeam: try db.setting("default-team"), staff: staff
        ) { agent, moment in
            if let hours = shifts[agent] ?? nil, !hours.isOpen(at: moment) { return false }
            guard let stay = stays[agent]?.first(where: { $0.from <= moment && ($0.to.map { $0 > moment } ?? true) })
            else { return true }
            return stay.presence == .online
        }
        return try rehearsal.run(past(since: since))
    }

    private func past(since: Instant) throws -> [PastTicket] {
        let rows = try db.rows(
            """
            SELECT body FROM tickets WHERE created > \(since) ORDER BY created DESC, id DESC
            LIMIT \(Dispatcher.rehearsalMaximum)
            """)
        let settings = try db.intentSettings()
        return try rows.reversed().map { row in
            let ticket = try row.decode(Ticket.self, "body")
            let events = try db.events(subject: "ticket/\(ticket.id)", limit: 20)
            let opened = try events.first.map { try $0.decode(TicketsAPI.opened) }
            let assigned = try events.first { $0.type == TicketsAPI.assigned.name }.map {
                try $0.decode(TicketsAPI.assigned).ticket
            }
            var past = PastTicket(
                ticket: opened?.ticket ?? ticket, text: opened?.message?.text ?? "",
                firstTeam: assigned?.team ?? opened?.ticket.team, firstAgent: assigned?.assignee,
                finalTeam: ticket.team, finalAgent: ticket.assignee,
                doneAt: ticket.solvedAt ?? ticket.closedAt ?? now)
            past.intent = try db.keptIntent(of: ticket.id)?.proposal.facts(settings)
            return past
        }
    }
}

extension Dispatcher {
    /// Why a ticket is where it is (row 52), and who would get it now, with what speaks against everybody (row 63).
    package func explain(_ name: String) throws -> RoutingExplanation {
        let ticket = try db.ticket(named: name)
        let last = try db.first("SELECT body FROM decisions WHERE ticket = \(ticket.id)")?
            .decode(RoutingExplanation.Decision.self, "body")
        var explanation = RoutingExplanation(
            ticket: ticket.id, team: ticket.team, rule: ticket.demand?.rule, reason: ticket.routing,
            offer: ticket.offer, last: last)
        explanation.intent = try db.keptIntent(of: ticket.id)?.proposal
        guard let team = ticket.team, ticket.status.isUnsolved else { return explanation }
        let row = try db.first("SELECT effective FROM queue WHERE ticket = \(ticket.id)")
        if let effective = try row?.int64("effective") {
            let before = try db.first(
                """
                SELECT COUNT(*) AS n FROM (SELECT 1 FROM queue WHERE team = \(team)
                    AND (effective, ticket) < (\(effective), \(ticket.id)) LIMIT 1000) AS earlier
                """)
            explanation.place = (try before?.int("n") ?? 0) + 1
        }
        explanation.now = try considered(ticket, team)
        return explanation
    }
}

extension Reader {
    /// How an agent was present since a moment; at most 1,000 stays, the youngest first. A time before the
    /// first of them is not known.
    func stays(of agent: String, since moment: Instant) throws -> [PresenceStay] {
        try rows("SELECT body FROM presences WHERE agent = \(agent) ORDER BY starts DESC, id DESC LIMIT 1000")
            .map { try $0.decode(PresenceStay.self, "body") }.filter { $0.to.map { $0 > moment } ?? true }
    }
}
