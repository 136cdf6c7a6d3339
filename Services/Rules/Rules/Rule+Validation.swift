internal import Base
internal import Conditions
internal import Contracts

extension Rule {
    static let actionsMaximum = 20

    /// Events a rule may be bound to.
    static let triggers: Set<String> = [
        TicketsAPI.opened.name, TicketsAPI.received.name, TicketsAPI.replied.name, TicketsAPI.noted.name,
        TicketsAPI.changed.name, TicketsAPI.assigned.name, TicketsAPI.solved.name, TicketsAPI.reopened.name,
        TicketsAPI.closed.name, TicketsAPI.slaWarned.name, TicketsAPI.slaBreached.name, TicketsAPI.rated.name,
        TicketsAPI.delivery.name, TicketsAPI.slaEscalated.name, TicketsAPI.awoken.name, TicketsAPI.replyFailed.name,
        TicketsAPI.surveyAnswered.name, TicketsAPI.surveyBad.name, TicketsAPI.surveyOverdue.name,
    ]

    /// Throws a 422 `rule.invalid` that names every mistake.
    func validate() throws {
        var errors = RuleFields.catalogue.validate(condition, at: "#/condition")
        func wrong(_ pointer: String, _ code: String, _ detail: String) {
            errors.append(.init(pointer: pointer, code: code, detail: detail))
        }
        if name.isEmpty || name.count > 200 { wrong("#/name", "length", "A name has 1 to 200 characters.") }
        if trigger.on.isEmpty { wrong("#/trigger/on", "missing", "Name at least one event.") }
        for (index, type) in trigger.on.enumerated() where !Rule.triggers.contains(type) {
            wrong("#/trigger/on/\(index)", "unknown", "Rules cannot wait for this event.")
        }
        if let delay = trigger.delay, !(1...31_536_000).contains(delay) {
            wrong("#/trigger/delay", "range", "A delay is 1 second to 365 days.")
        }
        // When the time has come there is only the ticket to look at: no event, no message, nothing before.
        let alone = !condition.usesPrevious && condition.fieldsUsed.allSatisfy { $0.hasPrefix("ticket.") }
        if isDelayed, !alone {
            wrong("#/condition", "delayed", "A rule that waits can look at the ticket only, as it is then.")
        }
        if actions.isEmpty || actions.count > Rule.actionsMaximum {
            wrong("#/actions", "count", "A rule has 1 to 20 actions.")
        }
        for (index, action) in actions.enumerated() {
            if let detail = action.mistake { wrong("#/actions/\(index)", "action", detail) }
        }
        guard errors.isEmpty else {
            throw Problem.invalid("rule.invalid", "The rule has \(errors.count) mistake(s).", errors: errors)
        }
    }

    /// Whether the rule waits before it acts.
    var isDelayed: Bool { trigger.delay != nil }
}

extension RuleAction {
    /// What is wrong with it, in a sentence; nil when nothing is.
    fileprivate var mistake: String? {
        switch kind {
        case .set: set == nil ? "Say what to set." : nil
        case .assign: (to ?? "").isEmpty ? "Say whom to assign: an agent, team-lead or manager." : nil
        case .notify:
            (to ?? "").isEmpty || (text ?? "").isEmpty ? "A notice needs somebody to notify and a text." : nil
        case .note, .reply: (text ?? "").isEmpty ? "Write the text." : nil
        case .survey: nil
        }
    }
}
