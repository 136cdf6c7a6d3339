internal import Base
internal import Contracts
internal import Store

extension Desk {
    /// Who a step of an escalation is for, by the org chart of now (row 80): whoever is missing or has left is stood
    /// in for by the next one up.
    func people(for role: SLAEscalation.Role, on ticket: Ticket) throws -> [String] {
        let assignee = try ticket.assignee.flatMap { try tx.shown($0, at: now) }
        let lead = try ticket.team.flatMap { try tx.team($0)?.lead }.flatMap { try tx.shown($0, at: now) }
        let manager = try (assignee?.manager ?? lead?.manager).flatMap { try tx.shown($0, at: now) }
        let senior = try manager?.manager.flatMap { try tx.shown($0, at: now) }
        let chain: [(role: SLAEscalation.Role, agent: Agent?)] = [
            (.assignee, assignee), (.teamLead, lead), (.manager, manager), (.seniorManager, senior),
        ]
        let from = chain.firstIndex { $0.role == role } ?? 0
        return chain[from...].lazy.compactMap(\.agent).first { $0.active }.map { [$0.id] } ?? []
    }
}
