package import Contracts

extension Agent {
    /// Whether the agent's roles let them answer customers (row 63).
    package var mayReply: Bool { roles.contains { $0 != .light } }

    /// Whether a ticket may be given to the agent without asking (rows 53 to 55, 63).
    package var isEligible: Bool { active && mayReply && presence == .online && load < capacity }
}
