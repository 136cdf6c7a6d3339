package import Base

/// A step of a ticket that must not be forgotten (row 42).
package struct ChecklistItem: Codable, Hashable, Sendable {
    package var id: String
    package var text: String
    /// The ticket is not solved while it is open.
    package var mandatory: Bool
    package var assignee: String?
    package var dueAt: Instant?
    package var doneAt: Instant?
    package var doneBy: Actor?

    package init(
        id: String, text: String, mandatory: Bool, assignee: String? = nil, dueAt: Instant? = nil
    ) {
        (self.id, self.text, self.mandatory, self.assignee, self.dueAt) = (id, text, mandatory, assignee, dueAt)
    }
}

package struct AddChecklistItem: Codable, Hashable, Sendable {
    package var ticket: String
    package var text: String
    package var mandatory: Bool?
    package var assignee: String?
    package var dueAt: Instant?

    package init(
        ticket: String, text: String, mandatory: Bool? = nil, assignee: String? = nil, dueAt: Instant? = nil
    ) {
        (self.ticket, self.text, self.mandatory, self.assignee, self.dueAt) = (ticket, text, mandatory, assignee, dueAt)
    }
}

/// Absent members stay; `assignee` as empty string clears.
package struct ChangeChecklistItem: Codable, Hashable, Sendable {
    package var ticket: String
    package var item: String
    package var text: String?
    package var mandatory: Bool?
    package var assignee: String?
    package var dueAt: Instant?
    package var done: Bool?

    package init(
        ticket: String, item: String, text: String? = nil, mandatory: Bool? = nil, assignee: String? = nil,
        dueAt: Instant? = nil, done: Bool? = nil
    ) {
        (self.ticket, self.item, self.text, self.mandatory) = (ticket, item, text, mandatory)
        (self.assignee, self.dueAt, self.done) = (assignee, dueAt, done)
    }
}

package struct ChecklistPlace: Codable, Hashable, Sendable {
    package var ticket: String
    package var item: String

    package init(ticket: String, item: String) {
        (self.ticket, self.item) = (ticket, item)
    }
}

/// Somebody of the staff who wants to know what happens to a ticket (row 37).
package struct FollowTicket: Codable, Hashable, Sendable {
    package var ticket: String
    package var agent: String

    package init(ticket: String, agent: String) {
        (self.ticket, self.agent) = (ticket, agent)
    }
}

/// The time an agent gave to a ticket (row 43): measured while they had it before them, and what people said of it.
package struct Effort: Codable, Hashable, Sendable {
    package var agent: String
    package var name: String
    package var focusSeconds: Int
    package var correctedSeconds: Int

    package init(agent: String, name: String, focusSeconds: Int, correctedSeconds: Int) {
        (self.agent, self.name) = (agent, name)
        (self.focusSeconds, self.correctedSeconds) = (focusSeconds, correctedSeconds)
    }
}

/// More or less time than was measured, and why; of the caller unless an agent is named.
package struct CorrectEffort: Codable, Hashable, Sendable {
    package var ticket: String
    package var seconds: Int
    package var note: String?
    package var agent: String?

    package init(ticket: String, seconds: Int, note: String? = nil, agent: String? = nil) {
        (self.ticket, self.seconds, self.note, self.agent) = (ticket, seconds, note, agent)
    }
}

/// What is said to a customer who does not answer, before the ticket is solved (row 90). Every step is counted from the
/// last answer of a person on a pending ticket; whatever the customer writes ends it.
package struct ReminderPolicy: Codable, Hashable, Sendable {
    package struct Step: Codable, Hashable, Sendable {
        /// Seconds since the answer.
        package var after: Int
        /// By language; `en` for others.
        package var texts: [String: String]

        package init(after: Int, texts: [String: String]) {
            (self.after, self.texts) = (after, texts)
        }
    }

    package var enabled: Bool
    /// Up to five, each later than the one before.
    package var steps: [Step]
    /// Solved then, when somebody has it; never when absent.
    package var solveAfter: Int?
    package var version: Int

    package init(enabled: Bool = false, steps: [Step] = [], solveAfter: Int? = nil, version: Int = 0) {
        (self.enabled, self.steps, self.solveAfter, self.version) = (enabled, steps, solveAfter, version)
    }
}

/// How often a customer who does not answer was reminded since somebody waits for them.
package struct Waiting: Codable, Hashable, Sendable {
    package var since: Instant
    package var reminders: Int

    package init(since: Instant, reminders: Int = 0) {
        (self.since, self.reminders) = (since, reminders)
    }
}

/// A call that confirms that the customer is content, before a solved ticket is closed (row 89).
package struct Callback: Codable, Hashable, Sendable {
    /// `satisfied` closes the ticket, `dissatisfied` opens it again, after three `unreached` it is closed in its time.
    package enum Result: String, Codable, Sendable, CaseIterable { case satisfied, dissatisfied, unreached }

    package var dueAt: Instant
    /// While it is due the ticket is not closed.
    package var isDue: Bool
    package var attempts: Int
    package var result: Result?
    package var by: Actor?

    package init(dueAt: Instant, isDue: Bool = true, attempts: Int = 0) {
        (self.dueAt, self.isDue, self.attempts) = (dueAt, isDue, attempts)
    }
}

/// Asks for a call before a solved ticket is closed; a day from now when no moment is said.
package struct PlanCallback: Codable, Hashable, Sendable {
    package var id: String
    package var dueAt: Instant?

    package init(id: String, dueAt: Instant? = nil) {
        (self.id, self.dueAt) = (id, dueAt)
    }
}

package struct FinishCallback: Codable, Hashable, Sendable {
    package var id: String
    package var result: Callback.Result
    /// What was said, as an internal note.
    package var note: String?

    package init(id: String, result: Callback.Result, note: String? = nil) {
        (self.id, self.result, self.note) = (id, result, note)
    }
}
