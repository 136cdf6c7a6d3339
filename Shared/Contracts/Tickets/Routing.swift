package import Base
package import Conditions

/// A skill that a ticket asks for (row 56), at a level from 1 to 5. `required` false: an additional skill, which is
/// dropped first.
package struct SkillNeed: Codable, Hashable, Sendable {
    package var skill: String
    package var level: Int
    package var required: Bool?

    package init(_ skill: String, level: Int = 1, required: Bool? = nil) {
        (self.skill, self.level, self.required) = (skill, level, required)
    }
}

/// What a ticket asks of whoever gets it, as the routing rule `rule` (its name) said when it came.
package struct Demand: Codable, Hashable, Sendable {
    package var rule: String?
    package var skills: [SkillNeed]
    /// Points on top of those of its priority.
    package var boost: Int

    package init(rule: String? = nil, skills: [SkillNeed] = [], boost: Int = 0) {
        (self.rule, self.skills, self.boost) = (rule, skills, boost)
    }
}

/// Somebody is asked to take a ticket until a moment; `reason` is why they.
package struct Offer: Codable, Hashable, Sendable {
    package var agent: String
    package var at: Instant
    package var until: Instant
    package var reason: AssignmentReason

    package init(agent: String, at: Instant, until: Instant, reason: AssignmentReason) {
        (self.agent, self.at, self.until, self.reason) = (agent, at, until, reason)
    }
}

/// One line of the routing rules: a new ticket on which the condition holds goes to `team` (row 52).
package struct RoutingRule: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var condition: Condition
    package var team: String
    package var skills: [SkillNeed]?
    package var boost: Int?
    /// The ticket's priority, when the rule decides it.
    package var priority: Priority?
    package var enabled: Bool?

    package init(
        id: String, name: String, condition: Condition, team: String, skills: [SkillNeed]? = nil, boost: Int? = nil,
        priority: Priority? = nil, enabled: Bool? = nil
    ) {
        (self.id, self.name, self.condition, self.team) = (id, name, condition, team)
        (self.skills, self.boost, self.priority, self.enabled) = (skills, boost, priority, enabled)
    }
}

/// The routing of the house: rules in order, the first that holds wins, else the default team; and how many units of
/// capacity a ticket of each channel uses (1 when absent, row 55).
package struct RoutingRules: Codable, Hashable, Sendable {
    package var rules: [RoutingRule]
    package var weights: [Channel: Int]
    package var version: Int

    package init(rules: [RoutingRule] = [], weights: [Channel: Int] = [:], version: Int = 0) {
        (self.rules, self.weights, self.version) = (rules, weights, version)
    }
}

/// How one team's queue gives out its tickets (rows 53 to 62).
package struct QueuePolicy: Codable, Hashable, Sendable {
    /// To whom: longest without a new ticket, fewest units, most room; `manual` gives out nothing, people claim.
    package enum Strategy: String, Codable, Sendable, CaseIterable { case roundRobin, leastLoaded, mostSpare, manual }
    /// Which first: the highest score (points of priority and boost, and of each minute of waiting), or the next
    /// promise to break.
    package enum Order: String, Codable, Sendable, CaseIterable { case age, deadline }

    /// What happens when an assignee does not answer within so many business seconds (row 60).
    package struct Silence: Codable, Hashable, Sendable {
        /// `next`: to another agent; `queue`: back into the queue, also for the same; `supervisor`: to the assignee's
        /// manager, else to the team's lead.
        package enum Action: String, Codable, Sendable, CaseIterable { case next, queue, supervisor }
        package var seconds: Int
        package var action: Action

        package init(seconds: Int, action: Action) {
            (self.seconds, self.action) = (seconds, action)
        }
    }

    /// New tickets for an agent within a sliding window of so many seconds (row 62).
    package struct Limit: Codable, Hashable, Sendable {
        package var count: Int
        package var seconds: Int

        package init(count: Int, seconds: Int) {
            (self.count, self.seconds) = (count, seconds)
        }
    }

    package var team: String
    package var strategy: Strategy
    package var order: Order
    /// Points by priority; 0 when absent.
    package var points: [Priority: Int]
    /// Points for each minute of waiting, above 0.
    package var slope: Double
    /// After each so many seconds of waiting skills are relaxed by a step: first the additional ones go, and each step
    /// takes a level off the others, down to 1. Absent: additional skills never count, the others always.
    package var relaxAfter: Int?
    /// A ticket is offered for so long (row 58); absent: it is assigned at once.
    package var offerSeconds: Int?
    package var silence: Silence?
    /// Who last worked for the customer comes first; their being busy is waited for so long (row 61).
    package var stickySeconds: Int?
    package var limit: Limit?
    package var version: Int

    package init(
        team: String, strategy: Strategy = .roundRobin, order: Order = .age,
        points: [Priority: Int] = [:], slope: Double = 1, relaxAfter: Int? = nil,
        offerSeconds: Int? = nil, silence: Silence? = nil, stickySeconds: Int? = nil, limit: Limit? = nil,
        version: Int = 0
    ) {
        (self.team, self.strategy, self.order, self.points, self.slope) = (team, strategy, order, points, slope)
        (self.relaxAfter, self.offerSeconds, self.silence) = (relaxAfter, offerSeconds, silence)
        (self.stickySeconds, self.limit, self.version) = (stickySeconds, limit, version)
    }
}

/// A queue as its supervisor sees it (row 66).
package struct QueueView: Codable, Hashable, Sendable {
    package var team: String
    package var name: String
    package var policy: QueuePolicy
    /// Tickets that wait for somebody, those of them whose promise breaks within the hour, and offers under way.
    package var waiting: Int
    package var atRisk: Int
    package var offered: Int
    /// Since when the one that waits longest does.
    package var waitingSince: Instant?
    /// The team's agents by presence, and how many of them have room.
    package var agents: [Agent.Presence: Int]
    package var free: Int

    package init(
        team: String, name: String, policy: QueuePolicy, waiting: Int, atRisk: Int, offered: Int,
        waitingSince: Instant? = nil, agents: [Agent.Presence: Int], free: Int
    ) {
        (self.team, self.name, self.policy, self.waiting) = (team, name, policy, waiting)
        (self.atRisk, self.offered, self.waitingSince) = (atRisk, offered, waitingSince)
        (self.agents, self.free) = (agents, free)
    }
}

/// Why an agent may not get a ticket (row 63).
package enum Refusal: String, Codable, Sendable, CaseIterable {
    case inactive, role, notMember, away, offline, transfersOnly, reassigning, missed, absent, shift, capacity
    case channel, skills, window, passedOver
}

/// What the router says of one agent: their place among those who may, or what speaks against them.
package struct Verdict: Codable, Hashable, Sendable {
    package var agent: String
    package var place: Int?
    package var refusals: [Refusal]

    package init(agent: String, place: Int? = nil, refusals: [Refusal] = []) {
        (self.agent, self.place, self.refusals) = (agent, place, refusals)
    }
}

/// Why a ticket is where it is (row 52): how it was given out last, and who would get it at this moment.
package struct RoutingExplanation: Codable, Hashable, Sendable {
    /// A decision of the router and the agents it looked at, at most 50.
    package struct Decision: Codable, Hashable, Sendable {
        package var at: Instant
        package var strategy: QueuePolicy.Strategy
        package var agent: String?
        /// What was asked for then, after relaxing.
        package var skills: [SkillNeed]
        package var weight: Int
        package var verdicts: [Verdict]

        package init(
            at: Instant, strategy: QueuePolicy.Strategy, agent: String?, skills: [SkillNeed], weight: Int,
            verdicts: [Verdict]
        ) {
            (self.at, self.strategy, self.agent, self.skills) = (at, strategy, agent, skills)
            (self.weight, self.verdicts) = (weight, verdicts)
        }
    }

    package var ticket: String
    package var team: String?
    package var rule: String?
    package var reason: AssignmentReason?
    package var offer: Offer?
    /// Its place in the queue, from 1, when it waits (at most 1,000).
    package var place: Int?
    package var last: Decision?
    package var now: Decision?
    /// What the desk proposed when it came, and what of that it got.
    package var intent: IntentProposal?

    package init(
        ticket: String, team: String?, rule: String?, reason: AssignmentReason?, offer: Offer?, place: Int? = nil,
        last: Decision? = nil, now: Decision? = nil
    ) {
        (self.ticket, self.team, self.rule, self.reason) = (ticket, team, rule, reason)
        (self.offer, self.place, self.last, self.now) = (offer, place, last, now)
    }
}

/// Asks what other rules and policies would have done with the tickets of the last `days` (1 to 7, row 65); what is
/// absent is as it is.
package struct RehearseRouting: Codable, Hashable, Sendable {
    package var days: Int?
    package var routing: RoutingRules?
    package var policies: [QueuePolicy]?

    package init(days: Int? = nil, routing: RoutingRules? = nil, policies: [QueuePolicy]? = nil) {
        (self.days, self.routing, self.policies) = (days, routing, policies)
    }
}

/// What a rehearsal of the routing found.
package struct RoutingRehearsal: Codable, Hashable, Sendable {
    /// One ticket that would have gone elsewhere.
    package struct Difference: Codable, Hashable, Sendable {
        package var ticket: String
        package var number: Int
        package var rule: String?
        package var team: String
        package var agent: String?
        /// Where it was in the end.
        package var finalTeam: String?
        package var finalAgent: String?

        package init(
            ticket: String, number: Int, rule: String?, team: String, agent: String?, finalTeam: String?,
            finalAgent: String?
        ) {
            (self.ticket, self.number, self.rule, self.team) = (ticket, number, rule, team)
            (self.agent, self.finalTeam, self.finalAgent) = (agent, finalTeam, finalAgent)
        }
    }

    /// Tickets looked at, at most 2,000, the youngest.
    package var tickets: Int
    /// Share of tickets that would have gone at first to the team, to the agent, that had them in the end; and what the
    /// shares were.
    package var teamAccuracy: Double
    package var agentAccuracy: Double
    package var pastTeamAccuracy: Double
    package var pastAgentAccuracy: Double
    /// How many each would have got; tickets that would have had to wait are nobody's.
    package var byTeam: [String: Int]
    package var byAgent: [String: Int]
    package var byRule: [String: Int]
    package var waiting: Int
    /// At most 100.
    package var differences: [Difference]

    package init(
        tickets: Int = 0, teamAccuracy: Double = 0, agentAccuracy: Double = 0, pastTeamAccuracy: Double = 0,
        pastAgentAccuracy: Double = 0, byTeam: [String: Int] = [:], byAgent: [String: Int] = [:],
        byRule: [String: Int] = [:], waiting: Int = 0, differences: [Difference] = []
    ) {
        (self.tickets, self.teamAccuracy, self.agentAccuracy) = (tickets, teamAccuracy, agentAccuracy)
        (self.pastTeamAccuracy, self.pastAgentAccuracy) = (pastTeamAccuracy, pastAgentAccuracy)
        (self.byTeam, self.byAgent, self.byRule) = (byTeam, byAgent, byRule)
        (self.waiting, self.differences) = (waiting, differences)
    }
}
