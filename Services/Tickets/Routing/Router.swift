internal import Base
package import Contracts

/// Who gets a ticket: the pure decision, with what speaks against everybody else.
package enum Router {
    /// The candidates in the order of the strategy; those who may have the errand are numbered, the first gets it.
    package static func decide(
        _ errand: Errand, among candidates: [Candidate], under policy: QueuePolicy
    ) -> [Verdict] {
        var place = 0
        return candidates.sorted { precedes($0, $1, policy.strategy, errand.sticky) }.map { candidate in
            let refusals = candidate.refusals(of: errand, under: policy)
            guard refusals.isEmpty else { return Verdict(agent: candidate.agent.id, refusals: refusals) }
            place += 1
            return Verdict(agent: candidate.agent.id, place: place)
        }
    }

    /// Whoever was assigned longest ago decides between equals, and their ids between those: the order is the same
    /// in every copy of the service.
    private static func precedes(
        _ a: Candidate, _ b: Candidate, _ strategy: QueuePolicy.Strategy, _ sticky: String?
    ) -> Bool {
        if let sticky, (a.agent.id == sticky) != (b.agent.id == sticky) { return a.agent.id == sticky }
        let (first, second) = (key(a.agent, strategy), key(b.agent, strategy))
        if first != second { return first < second }
        let (earlier, later) = (a.agent.lastAssignedAt, b.agent.lastAssignedAt)
        if earlier != later { return (earlier?.microseconds ?? 0) < (later?.microseconds ?? 0) }
        return a.agent.id < b.agent.id
    }

    private static func key(_ agent: Agent, _ strategy: QueuePolicy.Strategy) -> Int {
        switch strategy {
        case .roundRobin, .manual: 0
        case .leastLoaded: agent.load
        case .mostSpare: agent.load - agent.capacity
        }
    }
}

extension [Verdict] {
    /// Who gets it.
    package var chosen: String? { first { $0.place == 1 }?.agent }
}

extension QueuePolicy.Strategy {
    /// How a screen says why an agent was chosen.
    package var reason: AssignmentReason.Kind {
        switch self {
        case .roundRobin, .manual: .roundRobin
        case .leastLoaded: .leastLoaded
        case .mostSpare: .mostSpare
        }
    }
}
