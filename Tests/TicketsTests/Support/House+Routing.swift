import Base
import Contracts
import FoundationEssentials
import Store
import TestSupport
import Tickets

extension House {
    /// Moves the clock and fires the timers of routing and staff that come due, in order.
    func pass(_ span: Instant.Span) async throws {
        let end = time.now() + span
        let fire: [String: @Sendable (Timer, Desk) throws -> Void] = [
            Desk.routingTimer: { try $1.wakeRouting($0.reference) },
            Desk.queueTimer: { $1.wakeQueue($0.reference) },
            Desk.requeueTimer: { try $1.requeue($0) },
            Desk.rosterTimer: { try $1.wakeRoster($0.reference) },
            Desk.handoverTimer: { try $1.handOver($0.reference) },
        ]
        while let timer = try await nextTimer(fire.keys.sorted()), timer.due <= end {
            if timer.due > time.now() { time.advance(by: timer.due - time.now()) }
            let tools = tools
            let handler = fire[timer.kind]
            try await store.write { tx in
                try tx.cancelTimers(kind: timer.kind, reference: timer.reference)
                try Desk.work(tx, tools, .itself) { try handler?(timer, $0) }
            }
        }
        time.advance(by: end - time.now())
    }

    private func nextTimer(_ kinds: [String]) async throws -> Timer? {
        try await store.read { db in
            let row = try db.first(
                """
                SELECT kind, reference FROM store_timers WHERE kind IN (\(list: kinds)) ORDER BY due, kind, reference
                LIMIT 1
                """)
            guard let row else { return nil }
            let kind = try row.string("kind")
            return try db.timers(reference: try row.string("reference")).first { $0.kind == kind }
        }
    }

    /// Changes the policy of a team's queue and lets what waits find its new place.
    func policy(_ team: String = "support", _ change: @Sendable (inout QueuePolicy) -> Void) async throws {
        var policy = QueuePolicy(team: team)
        change(&policy)
        try await work(.system) { [policy] in _ = try $0.save(policy) }
        try await pass(.zero)
    }

    func skill(_ id: String) async throws {
        try await work(.system) { _ = try $0.save(Skill(id: id, name: id.capitalized)) }
    }

    func rules(_ rules: [RoutingRule], weights: [Channel: Int] = [:]) async throws {
        try await work(.system) { _ = try $0.save(RoutingRules(rules: rules, weights: weights)) }
    }

    func presence(_ agent: String, _ presence: Agent.Presence, reason: String? = nil) async throws {
        try await work(.agent(agent)) {
            _ = try $0.set(SetPresence(agent: agent, presence: presence, reason: reason))
        }
    }

    /// Opens a ticket by the API.
    @discardableResult
    func open(
        _ subject: String = "Help", from customer: String = "c1", channel: Channel = .mail,
        priority: Priority? = nil, tags: [String] = []
    ) async throws -> Ticket {
        let request = OpenTicket(
            subject: subject, text: "please", requester: Requester(id: customer, name: customer), channel: channel,
            priority: priority, tags: tags)
        return try await work(.service("rules")) { try $0.open(request) }
    }

    func claim(_ ticket: String, by agent: String) async throws -> Ticket {
        try await work(.agent(agent)) { try $0.claim(ticket) }
    }

    /// Who has each of these tickets.
    func assignees(_ tickets: [Ticket]) async throws -> [String?] {
        var found: [String?] = []
        for each in tickets { found.append(try await ticket(each.id).assignee) }
        return found
    }
}

extension House {
    func explain(_ ticket: String) async throws -> RoutingExplanation {
        let tools = tools
        return try await store.read { try Dispatcher($0, tools).explain(ticket) }
    }

    func rehearse(_ request: RehearseRouting) async throws -> RoutingRehearsal {
        let tools = tools
        return try await store.read { try Dispatcher($0, tools).rehearse(request) }
    }
}
