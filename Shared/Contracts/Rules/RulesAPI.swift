package import Base
package import Conditions

/// What the rules service answers.
package enum RulesAPI: ServiceAPI {
    package static let service = "rules"

    package static let list = Call<Empty, Page<Rule>>("rules.list", allow: .staff, "List the rules in their order.")
    package static let get = Call<ByID, Rule>("rules.get", allow: .staff, "Read a rule.")
    package static let save = Call<Rule, Rule>(
        "rules.save", allow: [.supervisors, .services], "Add (empty id) or change a rule.")
    package static let remove = Call<ByID, Empty>(
        "rules.remove", allow: [.supervisors], "Remove a rule; its log stays.")
    package static let runs = Call<ListRuns, Page<RuleRun>>(
        "rules.runs", allow: .staff,
        "What rules did, waited for or could not do, and why; of one event of a ticket also why the others did not act"
            + " (row 133).",
        problems: ["runs.ticket": "An event is one of a ticket's: say of which."])
    package static let rehearse = Call<RehearseRule, RuleRun>(
        "rules.rehearse", allow: [.supervisors],
        "Try a rule on a ticket as it is, or on a past event of it: why it ran, or not. Nothing is changed.")
    package static let notifications = Call<ListNotifications, Page<Notification>>(
        "rules.notifications", allow: .staff, "An agent's notices, newest first.")
    package static let readNotifications = Call<ReadNotifications, Empty>(
        "rules.notifications.read", allow: .staff, "Mark an agent's notices as read.")

    package static let ran = EventType<RuleRun>("moat.rules.ran")
    package static let notified = EventType<Notification>("moat.rules.notified")
    package static let changed = EventType<Rule>("moat.rules.changed")
}

/// When … if … then … .
package struct Rule: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    /// The name in other languages, by language code.
    package var names: [String: String] = [:]
    package var enabled: Bool = true
    /// Rules run in this order; later ones see earlier changes (row 130).
    package var position: Int
    package var trigger: Trigger
    package var condition: Condition
    package var actions: [RuleAction]
    package var version: Int = 0

    package init(
        id: String, name: String, names: [String: String] = [:], enabled: Bool = true, position: Int,
        trigger: Trigger, condition: Condition, actions: [RuleAction], version: Int = 0
    ) {
        (self.id, self.name, self.names, self.enabled) = (id, name, names, enabled)
        (self.position, self.trigger, self.condition, self.actions) = (position, trigger, condition, actions)
        self.version = version
    }
}

/// `on` an event at once, or `delay` seconds after it (row 132): the timer is cancelled as soon as `condition` of the
/// rule is
/// false, and the condition is looked at again when it fires.
package struct Trigger: Codable, Hashable, Sendable {
    /// Event types: `moat.tickets.opened`…
    package var on: [String]
    package var delay: Int?
    /// Count the delay in business time.
    package var business: Bool?

    package init(on: [String], delay: Int? = nil, business: Bool? = nil) {
        (self.on, self.delay, self.business) = (on, delay, business)
    }
}

/// One thing to do. Members that the kind does not use stay nil.
package struct RuleAction: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable { case set, assign, note, notify, reply, survey }
    package var kind: Kind
    /// `set`: priority, status, addTags, removeTags, team, fields.
    package var set: UpdateTicket?
    /// `assign`, `notify`: an agent id, `assignee`, `team-lead`, `manager`, or `escalated`: whom an escalation called.
    package var to: String?
    /// `note`, `notify`, `reply`: text with `{{ticket.subject}}` placeholders.
    package var text: String?

    package init(kind: Kind, set: UpdateTicket? = nil, to: String? = nil, text: String? = nil) {
        (self.kind, self.set, self.to, self.text) = (kind, set, to, text)
    }
}

/// What a rule did about an event. Of rules whose condition does not hold none is kept: `rules.runs` of the event tells
/// why.
package struct RuleRun: Codable, Hashable, Sendable {
    /// `unmatched`: the condition does not hold; of a rehearsal, or of a rule that waits, while it acts after the wait
    /// before.
    package enum Outcome: String, Codable, Sendable, CaseIterable {
        case matched, unmatched, scheduled, cancelled, failed, stopped, rehearsed
    }
    package var id: String
    package var rule: String
    package var ruleName: String
    package var ticket: String
    package var event: String
    package var at: Instant
    package var outcome: Outcome
    /// Each condition with its actual value.
    package var explanation: JSON
    package var actions: [String] = []
    package var problem: String?

    package init(
        id: String, rule: String, ruleName: String, ticket: String, event: String, at: Instant, outcome: Outcome,
        explanation: JSON, actions: [String] = [], problem: String? = nil
    ) {
        (self.id, self.rule, self.ruleName, self.ticket) = (id, rule, ruleName, ticket)
        (self.event, self.at, self.outcome, self.explanation) = (event, at, outcome, explanation)
        (self.actions, self.problem) = (actions, problem)
    }
}

package struct ListRuns: Codable, Hashable, Sendable {
    package var ticket: String?
    package var rule: String?
    /// The id of an event in the ticket's history: all rules that it is the business of are told, in their order; those
    /// that left no run are asked now, of what the event told, at its time.
    package var event: String?
    package var limit: Int?
    package var after: String?

    package init(
        ticket: String? = nil, rule: String? = nil, event: String? = nil, limit: Int? = nil, after: String? = nil
    ) {
        (self.ticket, self.rule, self.event, self.limit, self.after) = (ticket, rule, event, limit, after)
    }
}

package struct RehearseRule: Codable, Hashable, Sendable {
    package var rule: Rule
    package var ticket: String
    /// The id of an event in the ticket's history: the rule is tried on what that event told, at its time.
    package var event: String?

    package init(rule: Rule, ticket: String, event: String? = nil) {
        (self.rule, self.ticket, self.event) = (rule, ticket, event)
    }
}

package struct Notification: Codable, Hashable, Sendable {
    package var id: String
    package var agent: String
    package var text: String
    package var ticket: String?
    package var number: Int?
    package var at: Instant
    package var read: Bool = false

    package init(
        id: String, agent: String, text: String, ticket: String? = nil, number: Int? = nil, at: Instant,
        read: Bool = false
    ) {
        (self.id, self.agent, self.text, self.ticket) = (id, agent, text, ticket)
        (self.number, self.at, self.read) = (number, at, read)
    }
}

package struct ListNotifications: Codable, Hashable, Sendable {
    package var agent: String
    package var limit: Int?
    package var after: String?

    package init(agent: String, limit: Int? = nil, after: String? = nil) {
        (self.agent, self.limit, self.after) = (agent, limit, after)
    }
}

package struct ReadNotifications: Codable, Hashable, Sendable {
    package var agent: String

    package init(agent: String) {
        self.agent = agent
    }
}
