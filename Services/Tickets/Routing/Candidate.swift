package import Contracts

extension Agent {
    /// Whether the agent's roles let them answer customers (row 63).
    package var mayReply: Bool { roles.contains { $0 != .light } }

    /// Whether a ticket may be given to the agent without asking (rows 53 to 55, 63), as far as they themselves tell.
    package var isEligible: Bool { active && mayReply && presence == .online && load < capacity }
}

/// An agent as the router sees them at one moment.
package struct Candidate: Hashable, Sendable {
    package var agent: Agent
    package var isMember: Bool
    package var onShift: Bool
    package var isAbsent: Bool
    /// Tickets they have of the errand's channel; only looked at when they have a limit for it.
    package var onChannel: Int
    /// Tickets the router gave them within the policy's window; only looked at when it has a limit.
    package var inWindow: Int

    package init(
        _ agent: Agent, isMember: Bool = true, onShift: Bool = true, isAbsent: Bool = false, onChannel: Int = 0,
        inWindow: Int = 0
    ) {
        (self.agent, self.isMember, self.onShift, self.isAbsent) = (agent, isMember, onShift, isAbsent)
        (self.onChannel, self.inWindow) = (onChannel, inWindow)
    }

    /// Everything that speaks against giving them the errand: member ∧ permission ∧ status ∧ capacity ∧ skills ∧ shift
    /// (row 63), and the policy's limit. Empty: they may have it.
    package func refusals(of errand: Errand, under policy: QueuePolicy) -> [Refusal] {
        var found: [Refusal] = []
        if !agent.active { found.append(.inactive) }
        if !agent.mayReply { found.append(.role) }
        if !isMember { found.append(.notMember) }
        if let status { found.append(status) }
        if isAbsent { found.append(.absent) }
        if !onShift { found.append(.shift) }
        if agent.load + errand.weight > agent.capacity { found.append(.capacity) }
        if let limit = agent.channelLimits?[errand.channel], onChannel >= limit { found.append(.channel) }
        if errand.needs.contains(where: { agent.skills?[$0.skill] ?? 0 < $0.level }) { found.append(.skills) }
        if let limit = policy.limit, inWindow >= limit.count { found.append(.window) }
        if errand.passedOver.contains(agent.id) { found.append(.passedOver) }
        return found
    }

    private var status: Refusal? {
        switch agent.presence {
        case .online: nil
        case .away: .away
        case .offline: .offline
        case .transfersOnly: .transfersOnly
        case .reassigning: .reassigning
        case .missed: .missed
        }
    }
}
