internal import Base
internal import Conditions
internal import Contracts

/// What an event means to one rule, decided without I/O.
enum RuleDecision {
    /// Act now.
    case act(Explanation)
    /// Wait `seconds` after the event.
    case wait(seconds: Int, business: Bool, Explanation)
    /// Stop waiting: the condition does not hold any more.
    case stopWaiting(Explanation)
    /// The event is not this rule's business, or its condition does not hold.
    case none

    /// `waits` says whether the rule waits for this ticket already.
    static func of(_ rule: Rule, event: String, in evaluation: Evaluation, waits: Bool) -> RuleDecision {
        guard rule.enabled else { return .none }
        let bound = rule.trigger.on.contains(event)
        guard bound || (rule.isDelayed && waits) else { return .none }
        let explanation = rule.condition.explain(in: evaluation)
        guard let delay = rule.trigger.delay else {
            return explanation.holds ? .act(explanation) : .none
        }
        if explanation.holds {
            return bound ? .wait(seconds: delay, business: rule.trigger.business ?? false, explanation) : .none
        }
        return waits ? .stopWaiting(explanation) : .none
    }
}
