internal import Base
internal import Conditions
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about runs: the log and the rehearsal.
struct RunCalls: Sendable {
    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers
    let caller: BusCaller

    func list(_ request: ListRuns, _ context: CallContext) async throws -> Page<RuleRun> {
        guard let id = request.event else { return try await store.read { try RunTable.list(request, $0) } }
        guard let ticket = request.ticket else {
            throw Problem.malformed("runs.ticket", "An event is one of a ticket's: say of which.")
        }
        return try await verdicts(on: try await event(id, of: ticket), request)
    }

    /// What each rule made of an event, in their order; those that left no run are asked now.
    private func verdicts(on event: Event, _ request: ListRuns) async throws -> Page<RuleRun> {
        let first = try request.after.map { Int(try PageCursor(parsing: $0, count: 1).int(0)) } ?? 0
        let limit = min(max(request.limit ?? 50, 1), 100)
        let (rules, kept) = try await store.read { db in
            let bound = try RuleTable.all(db).filter { rule in
                rule.enabled && rule.trigger.on.contains(event.type) && request.rule.map { $0 == rule.id } ?? true
            }
            let rules = Array(bound.dropFirst(max(first, 0)).prefix(limit + 1))
            return (rules, try rules.prefix(limit).map { try RunTable.run("\(event.id):\($0.id)", db) })
        }
        let evaluation = try RunCalls.evaluation(of: event)
        let ticket = String(event.subject.dropFirst("ticket/".count))
        let items = try zip(rules, kept).map { rule, run in
            try run ?? verdict(of: rule, ticket, event.type, in: evaluation)
        }
        return Page(items: items, after: rules.count > limit ? PageCursor(.int(Int64(first + limit))).text : nil)
    }

    /// The facts as an event told them, at its time.
    private static func evaluation(of event: Event) throws -> Evaluation {
        let data = try event.data.decoded(as: TicketEvent.self)
        let facts = try RuleFields.facts(of: event, data)
        return Evaluation(
            facts: facts, previous: RuleFields.previous(of: event, data, facts: facts), now: event.time)
    }

    private func verdict(
        of rule: Rule, _ ticket: String, _ event: String, in evaluation: Evaluation
    ) throws -> RuleRun {
        let explanation = rule.condition.explain(in: evaluation)
        return RuleRun(
            id: identifiers.next(), rule: rule.id, ruleName: rule.name, ticket: ticket, event: event, at: time.now(),
            outcome: explanation.holds ? .rehearsed : .unmatched, explanation: try JSON(encoding: explanation),
            actions: explanation.holds ? rule.actions.map(\.summary) : [])
    }

    /// Tries a rule on a ticket as it is now, or on what an event of it told; changes nothing.
    func rehearse(_ request: RehearseRule, _ context: CallContext) async throws -> RuleRun {
        var rule = request.rule
        try rule.validate()
        let evaluation: Evaluation
        var (ticketID, type) = (request.ticket, "")
        if let id = request.event {
            let event = try await event(id, of: request.ticket)
            evaluation = try RunCalls.evaluation(of: event)
            type = event.type
            let events = JSON.array(rule.trigger.on.map { .string($0) })
            rule.condition = .all([.test("event", .anyOf, events, caseSensitive: true), rule.condition])
        } else {
            let ticket = try await caller.call(TicketsAPI.get, ByID(id: request.ticket), as: RunCalls.me)
            ticketID = ticket.id
            evaluation = Evaluation(facts: try RuleFields.facts(of: ticket), now: time.now())
        }
        return try verdict(of: rule, ticketID, type, in: evaluation)
    }

    private static let me = Caller.service(RulesAPI.service)

    private func event(_ id: String, of ticket: String) async throws -> Event {
        var after: String?
        repeat {
            let request = ListHistory(ticket: ticket, limit: 500, after: after)
            let page = try await caller.call(TicketsAPI.history, request, as: RunCalls.me)
            if let event = page.items.first(where: { $0.id == id }) { return event }
            after = page.after
        } while after != nil
        throw Problem.notFound("event", id)
    }
}

extension RuleAction {
    /// A few words for the log.
    var summary: String {
        switch kind {
        case .set: "set"
        case .assign: "assign \(to ?? "")"
        case .note: "note"
        case .notify: "notify \(to ?? "")"
        case .reply: "reply"
        case .survey: "survey"
        }
    }
}
