internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Performs a rule's actions by calls that are safe to repeat: the key is the chain, the rule and the action's place.
struct RuleActions: Sendable {
    let store: Store
    let caller: BusCaller
    let time: any TimeSource
    let identifiers: Identifiers

    /// Does one action; returns the ticket as it is after it.
    func perform(
        _ action: RuleAction, at index: Int, of rule: Rule, on ticket: Ticket, facts: JSON, chain: String
    ) async throws -> Ticket {
        let key = "rule:\(chain):\(rule.id):\(index)"
        let options = CallOptions(idempotencyKey: key, causation: chain)
        let rule = Caller(kind: .rule, id: rule.id, name: rule.name)
        switch action.kind {
        case .set:
            guard var update = action.set else { return ticket }
            update.id = ticket.id
            update.version = nil
            return try await caller.call(TicketsAPI.update, update, as: rule, options)
        case .assign:
            guard let agent = try await people(action.to ?? "", of: ticket, facts).first else { return ticket }
            return try await caller.call(
                TicketsAPI.update, UpdateTicket(id: ticket.id, assignee: agent), as: rule, options)
        case .note, .reply:
            let message = WriteMessage(ticket: ticket.id, text: Template.render(action.text ?? "", facts))
            let call = action.kind == .note ? TicketsAPI.note : TicketsAPI.reply
            return try await caller.call(call, message, as: rule, options).ticket
        case .notify:
            try await notify(action, key, ticket, facts, chain)
            return ticket
        case .survey:
            _ = try await caller.call(TicketsAPI.offerSurvey, OfferSurvey(ticket: ticket.id), as: rule, options)
            return ticket
        }
    }

    private func notify(_ action: RuleAction, _ key: String, _ ticket: Ticket, _ facts: JSON, _ chain: String)
        async throws
    {
        let text = Template.render(action.text ?? "", facts)
        let now = time.now()
        for agent in try await withSubstitutes(people(action.to ?? "", of: ticket, facts)) {
            let notification = Notification(
                id: "\(key):\(agent)", agent: agent, text: String(text.prefix(500)), ticket: ticket.id,
                number: ticket.number, at: now)
            try await store.write { tx in
                let added = try tx.execute(
                    """
                    INSERT INTO notifications (id, agent, at, read, notification, ticket)
                    VALUES (\(notification.id), \(agent), \(now), 0, \(json: notification), \(ticket.id))
                    ON CONFLICT DO NOTHING
                    """)
                guard added > 0 else { return }
                _ = try tx.append(
                    EventDraft(
                        RulesAPI.notified, subject: "agent/\(agent)", data: notification,
                        actor: Actor(.service(RulesAPI.service)), causation: chain))
            }
        }
    }

    /// The people, and whoever stands in for those of them who are absent (row 92).
    private func withSubstitutes(_ people: [String]) async throws -> [String] {
        let agents = try await caller.call(TicketsAPI.agents, Empty(), as: .service(RulesAPI.service)).items
        let substitutes = people.compactMap { id in agents.first { $0.id == id }?.absence?.substitute }
        return people + substitutes.filter { !people.contains($0) }
    }

    /// The people a word stands for: `assignee`, `team-lead`, `manager` (of the assignee), `escalated` (whom an
    /// escalation called), `mentioned` (whom a note calls), `followers`, or an agent's id.
    private func people(_ word: String, of ticket: Ticket, _ facts: JSON) async throws -> [String] {
        let me = Caller.service(RulesAPI.service)
        switch word {
        case "escalated": return (facts["escalation"]?["agents"]?.array ?? []).compactMap(\.string)
        case "mentioned": return (facts["message"]?["mentions"]?.array ?? []).compactMap(\.string)
        case "followers": return ticket.followers ?? []
        case "assignee": return ticket.assignee.map { [$0] } ?? []
        case "team-lead":
            let teams = try await caller.call(TicketsAPI.teams, Empty(), as: me).items
            let lead = teams.first { $0.id == ticket.team }?.lead ?? teams.compactMap(\.lead).first
            return lead.map { [$0] } ?? []
        case "manager":
            let agents = try await caller.call(TicketsAPI.agents, Empty(), as: me).items
            let manager = agents.first { $0.id == ticket.assignee }?.manager
            return manager.map { [$0] } ?? []
        default: return [word]
        }
    }
}
