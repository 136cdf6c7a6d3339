package import Base
package import Contracts

/// What a ticket asks of an agent at one moment: the skills after relaxing, the room it takes.
package struct Errand: Hashable, Sendable {
    package var channel: Channel
    package var weight: Int
    package var needs: [SkillNeed]
    /// Who let it pass by a moment ago.
    package var passedOver: Set<String>
    /// Only for this agent, for the time being (row 61).
    package var sticky: String?

    package init(
        channel: Channel, weight: Int = 1, needs: [SkillNeed] = [], passedOver: Set<String> = [], sticky: String? = nil
    ) {
        (self.channel, self.weight, self.needs) = (channel, weight, needs)
        (self.passedOver, self.sticky) = (passedOver, sticky)
    }
}

/// Tickets of a queue that ask for the same: whoever may have one of them may have each. A queue has few lanes, so the
/// next ticket for an agent is the first of the best lane open to them, and nothing is scanned.
struct Lane: Codable, Hashable {
    var channel: Channel
    var needs: [SkillNeed]
    var passedOver: [String]
    var sticky: String?

    /// The same for the same lane: members are sorted.
    var text: String { get throws { try JSON(encoding: self).text } }

    func errand(weights: [Channel: Int]) -> Errand {
        Errand(
            channel: channel, weight: weights[channel] ?? 1, needs: needs, passedOver: Set(passedOver), sticky: sticky)
    }
}

extension Ticket {
    /// Since when its customer waits: the age with which it stands in a queue, however often it comes back (row 58).
    package var agedFrom: Instant { waitingSince ?? createdAt }

    /// The skills it asks for at a moment, and by how many steps they are relaxed (row 56).
    package func needs(at now: Instant, under policy: QueuePolicy) -> (skills: [SkillNeed], steps: Int) {
        guard let demand, !demand.skills.isEmpty else { return ([], 0) }
        let steps = policy.relaxAfter.map { Int(max(0, (now - agedFrom).seconds) / Double($0)) }
        return (demand.skills.compactMap { $0.relaxed(by: steps) }, min(steps ?? 0, relaxingEnds))
    }

    /// The first moment after `now` at which its skills are relaxed further.
    func relaxes(after now: Instant, under policy: QueuePolicy) -> Instant? {
        guard let every = policy.relaxAfter, relaxingEnds > 0 else { return nil }
        let steps = Int(max(0, (now - agedFrom).seconds) / Double(every)) + 1
        return steps > relaxingEnds ? nil : agedFrom + .seconds(steps * every)
    }

    /// After so many steps there is nothing left to relax.
    private var relaxingEnds: Int {
        (demand?.skills ?? []).map { $0.isRequired ? max(0, $0.level - 1) : 1 }.max() ?? 0
    }
}

extension SkillNeed {
    var isRequired: Bool { required ?? true }

    /// What is left of it after so many steps; nil steps: the queue does not relax.
    func relaxed(by steps: Int?) -> SkillNeed? {
        guard isRequired else { return steps == 0 ? self : nil }
        return SkillNeed(skill, level: max(1, level - (steps ?? 0)))
    }
}

extension QueuePolicy {
    /// The place of a ticket in the queue as a moment: the smallest goes out first (row 57). A score of points plus
    /// minutes times slope grows as fast for all, so its order is that of `agedFrom - points / slope`, which stays.
    package func effectiveStart(of ticket: Ticket) -> Instant {
        if order == .deadline { return ticket.dueAt ?? Instant(microseconds: Schema.never) }
        let points = Double((self.points[ticket.priority] ?? 0) + (ticket.demand?.boost ?? 0))
        return ticket.agedFrom - .seconds(points / slope * 60)
    }

    /// A team's queue before anybody changes it.
    package static func standard(_ team: String) -> QueuePolicy { QueuePolicy(team: team) }
}
