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
        try await store.read { try RunTable.list(request, $0) }
    }

    /// Tries a rule on a ticket as it is now, or on what an event of it told; changes nothing.
    func rehearse(_ request: RehearseRule, _ context: CallContext) async throws -> RuleRun {
        var rule = request.rule
        try rule.validate()
        let evaluation: Evaluation
        var (ticketID, type) = (request.ticket, "")
        if let id = request.event {
            let event = try await event(id, of: request.ticket)
            let data = try event.data.decoded(as: TicketEvent.self)
            let facts = try RuleFields.facts(of: event, data)
            let previous = RuleFields.previous(of: event, data, facts: facts)
            evaluation = Evaluation(facts: facts, previous: previous, now: event.time)
            type = event.type
            let events = JSON.array(rule.trigger.on.map { .string($0) })
            rule.condition = .all([.test("event", .anyOf, events, caseSensitive: true), rule.condition])
        } else {
            let ticket = try await caller.call(TicketsAPI.get, ByID(id: request.ticket), as: RunCalls.me)
            ticketID = ticket.id
            evaluation = Evaluation(facts: try RuleFields.facts(of: ticket), now: time.now())
        }
        let explanation = rule.condition.explain(in: evaluation)
        return RuleRun(
            id: identifiers.next(), rule: rule.id, ruleName: rule.name, ticket: ticketID, event: type,
            at: time.now(), outcome: explanation.holds ? .rehearsed : .unmatched,
            explanation: try JSON(encoding: explanation),
            actions: explanation.holds ? rule.actions.map(\.summary) : [])
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
