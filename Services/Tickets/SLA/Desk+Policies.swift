internal import Base
internal import Conditions
package import Contracts
internal import Store

extension Desk {
    private static let policiesMaximum = 100

    /// Adds or changes a policy; tickets feel it at their next event, or when the terms are applied.
    package func save(_ policy: SLAPolicy) throws -> SLAPolicy {
        var saved = policy
        if saved.id.isEmpty { saved.id = nextID() }
        var all = try tx.policies()
        let place = all.firstIndex { $0.id == saved.id }
        try expect("policy", place.map { all[$0].version } ?? 0, policy.version)
        if place == nil, all.count >= Desk.policiesMaximum {
            throw Problem.invalid("policy.count", "There are \(Desk.policiesMaximum) policies at most.")
        }
        saved.name = policy.name.trimmed
        try saved.validate { try tx.calendar($0) != nil }
        try checkReach(of: saved)
        saved.version = (place.map { all[$0].version } ?? 0) + 1
        if let place { all.remove(at: place) }
        // A new one is tried before the first that is for everybody: behind it, it would never be.
        let general = all.firstIndex { $0.condition == .always } ?? all.count
        let wanted = policy.position.map { max($0, 1) - 1 } ?? place ?? general
        all.insert(saved, at: min(max(wanted, 0), all.count))
        try write(all, changed: saved.id)
        saved = try tx.policy(saved.id)
        try append(TicketsAPI.policyChanged, subject: "policy/\(saved.id)", saved)
        return saved
    }

    /// Removes a policy.
    package func removePolicy(_ request: RemoveVersion) throws -> Empty {
        let policy = try tx.policy(request.id)
        try expect("policy", policy.version, request.version ?? 0)
        try tx.execute("DELETE FROM policies WHERE id = \(policy.id)")
        try tx.renewTerms(nextID())
        try append(TicketsAPI.policyRemoved, subject: "policy/\(policy.id)", policy)
        return Empty()
    }

    /// Puts the policies into another order.
    package func order(_ order: SLAPolicyOrder) throws -> SLAPolicyOrder {
        try expect("policies", try tx.termsVersion(), order.version ?? 0)
        let all = Dictionary(try tx.policies().map { ($0.id, $0) }) { first, _ in first }
        guard order.ids.count == all.count, Set(order.ids) == Set(all.keys) else {
            throw Problem.invalid("policy.sequence", "The order names every policy exactly once.")
        }
        try write(order.ids.compactMap { all[$0] }, changed: nil)
        let saved = try tx.policyOrder()
        try append(TicketsAPI.policiesOrdered, subject: "policies", saved)
        return saved
    }

    private func write(_ all: [SLAPolicy], changed: String?) throws {
        for (index, policy) in all.enumerated() where policy.id == changed || policy.position != index + 1 {
            try tx.execute(
                """
                INSERT INTO policies (id, position, body) VALUES (\(policy.id), \(index), \(json: policy))
                ON CONFLICT (id) DO UPDATE SET position = excluded.position, body = excluded.body
                """)
        }
        try tx.renewTerms(nextID())
    }

    /// Refuses a target that could not come due in a calendar the policy may go by.
    private func checkReach(of policy: SLAPolicy) throws {
        for calendar in try tx.calendars() where (policy.calendar ?? calendar.id) == calendar.id {
            guard let zone = tools.terms.zone(calendar.zone) else { continue }
            let hours = BusinessHours(calendar, zone: zone)
            if hours.deadline(from: now, after: .seconds(policy.longest)) == nil {
                throw Problem.invalid(
                    "policy.sparse", "\(calendar.name) is not open for \(policy.longest) seconds in three years.")
            }
        }
    }

    /// The calendar of a team must be one there is; a changed one counts at once.
    func checkCalendar(of team: Team, before: Team?) throws {
        guard team.calendar != before?.calendar else { return }
        if let calendar = team.calendar, try tx.calendar(calendar) == nil {
            throw Problem.invalid("team.calendar", "There is no calendar \(calendar.prefix(64)).")
        }
        try tx.renewTerms(nextID())
    }
}

extension Reader {
    /// The ids of the policies in their order.
    func policyOrder() throws -> SLAPolicyOrder {
        SLAPolicyOrder(ids: try policies().map(\.id), version: try termsVersion())
    }
}
