package import Base
package import Contracts

/// A ticket of the past as the rehearsal sees it: as it was when it came, and where it was in the end.
package struct PastTicket: Sendable {
    package var ticket: Ticket
    package var text: String
    /// What was proposed when it came, as routing rules see it.
    package var intent: JSON?
    package var firstTeam: String?
    package var firstAgent: String?
    package var finalTeam: String?
    package var finalAgent: String?
    /// When it stopped using somebody's capacity.
    package var doneAt: Instant

    package init(
        ticket: Ticket, text: String, firstTeam: String?, firstAgent: String?, finalTeam: String?, finalAgent: String?,
        doneAt: Instant
    ) {
        (self.ticket, self.text, self.firstTeam, self.firstAgent) = (ticket, text, firstTeam, firstAgent)
        (self.finalTeam, self.finalAgent, self.doneAt) = (finalTeam, finalAgent, doneAt)
    }
}

/// Routes tickets of the past once more by rules and policies that may be others (row 65). What it does not know it
/// guesses: who was there is taken from the log of presences and from shifts, a ticket keeps its agent busy for as long
/// as it did in truth, and one for whom nobody was there waits for ever.
package struct Rehearsal: Sendable {
    package var rules: RoutingRules
    package var policies: [String: QueuePolicy]
    package var defaultTeam: String
    package var staff: [Agent]
    /// Whether an agent was there at a moment.
    package var wasThere: @Sendable (String, Instant) -> Bool

    package init(
        rules: RoutingRules, policies: [String: QueuePolicy], defaultTeam: String, staff: [Agent],
        wasThere: @escaping @Sendable (String, Instant) -> Bool
    ) {
        (self.rules, self.policies, self.defaultTeam) = (rules, policies, defaultTeam)
        (self.staff, self.wasThere) = (staff, wasThere)
    }

    /// `past` in the order of arrival.
    package func run(_ past: [PastTicket]) throws -> RoutingRehearsal {
        var found = RoutingRehearsal(tickets: past.count)
        var desks = Desks(staff)
        var hits = (team: 0, agent: 0, pastTeam: 0, pastAgent: 0)
        for item in past {
            var ticket = item.ticket
            (ticket.team, ticket.demand) = (defaultTeam, nil)
            let rule = try rules.match(ticket, text: item.text, intent: item.intent, at: ticket.createdAt)
            rule?.apply(to: &ticket)
            let team = ticket.team ?? defaultTeam
            let agent = desks.give(ticket, team, item.doneAt, self)
            found.byTeam[team, default: 0] += 1
            if let rule { found.byRule[rule.id, default: 0] += 1 }
            if let agent { found.byAgent[agent, default: 0] += 1 } else { found.waiting += 1 }
            if team == item.finalTeam { hits.team += 1 }
            if agent != nil, agent == item.finalAgent { hits.agent += 1 }
            if item.firstTeam == item.finalTeam { hits.pastTeam += 1 }
            if item.firstAgent != nil, item.firstAgent == item.finalAgent { hits.pastAgent += 1 }
            if team != item.finalTeam, found.differences.count < 100 {
                found.differences.append(
                    .init(
                        ticket: ticket.id, number: ticket.number, rule: rule?.id, team: team, agent: agent,
                        finalTeam: item.finalTeam, finalAgent: item.finalAgent))
            }
        }
        let count = Double(max(1, past.count))
        (found.teamAccuracy, found.agentAccuracy) = (Double(hits.team) / count, Double(hits.agent) / count)
        (found.pastTeamAccuracy, found.pastAgentAccuracy) =
            (Double(hits.pastTeam) / count, Double(hits.pastAgent) / count)
        return found
    }

    /// What everybody would have had on their desk.
    private struct Desks {
        private var agents: [String: Agent]
        private var teams: [String: [String]] = [:]
        private var busy: [String: [(until: Instant, weight: Int, channel: Channel)]] = [:]
        private var given: [String: [Instant]] = [:]

        init(_ staff: [Agent]) {
            agents = Dictionary(staff.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
            for agent in staff.sorted(by: { $0.id < $1.id }) {
                agents[agent.id]?.lastAssignedAt = nil
                for team in agent.teams { teams[team, default: []].append(agent.id) }
            }
        }

        mutating func give(_ ticket: Ticket, _ team: String, _ doneAt: Instant, _ plan: Rehearsal) -> String? {
            let policy = plan.policies[team] ?? .standard(team)
            guard policy.strategy != .manual else { return nil }
            let moment = ticket.createdAt
            let errand = Errand(
                channel: ticket.channel, weight: plan.rules.weights[ticket.channel] ?? 1,
                needs: ticket.needs(at: moment, under: policy).skills)
            let candidates = (teams[team] ?? []).compactMap { id -> Candidate? in
                guard var agent = agents[id] else { return nil }
                let here = (busy[id] ?? []).filter { $0.until > moment }
                busy[id] = here
                agent.load = here.reduce(0) { $0 + $1.weight }
                agent.presence = plan.wasThere(id, moment) ? .online : .offline
                let inWindow = policy.limit.map { limit in
                    (given[id] ?? []).count { $0 > moment - .seconds(limit.seconds) }
                }
                return Candidate(
                    agent, onChannel: here.count { $0.channel == ticket.channel }, inWindow: inWindow ?? 0)
            }
            guard let chosen = Router.decide(errand, among: candidates, under: policy).chosen else { return nil }
            agents[chosen]?.lastAssignedAt = moment
            busy[chosen, default: []].append((doneAt, errand.weight, ticket.channel))
            if policy.limit != nil { given[chosen, default: []].append(moment) }
            return chosen
        }
    }
}
