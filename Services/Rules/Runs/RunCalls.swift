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

    /// Tries a rule on a ticket as it is now; changes nothing.
    func rehearse(_ request: RehearseRule, _ context: CallContext) async throws -> RuleRun {
        try request.rule.validate()
        let ticket = try await caller.call(TicketsAPI.get, ByID(id: request.ticket), as: .service(RulesAPI.service))
        let evaluation = Evaluation(facts: try RuleFields.facts(of: ticket), now: time.now())
        let explanation = request.rule.condition.explain(in: evaluation)
        return RuleRun(
            id: identifiers.next(), rule: request.rule.id, ruleName: request.rule.name, ticket: ticket.id, event: "",
            at: time.now(), outcome: explanation.holds ? .rehearsed : .unmatched,
            explanation: try JSON(encoding: explanation),
            actions: explanation.holds ? request.rule.actions.map(\.summary) : [])
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
