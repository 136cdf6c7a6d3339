internal import Base
package import Contracts
internal import Store

extension Desk {
    /// The timer of a pending ticket whose customer does not answer.
    package static let reminderTimer = "reminder"
    private static let farthest = 31_536_000

    /// Changes what is said; tickets that are pending already follow with their next event.
    package func save(_ policy: ReminderPolicy) throws -> ReminderPolicy {
        let current = try tx.reminders()
        try expect("reminders", current.version, policy.version)
        let moments = policy.steps.map(\.after) + [policy.solveAfter].compactMap(\.self)
        guard policy.steps.count <= 5, zip(moments, moments.dropFirst()).allSatisfy({ $0 < $1 }),
            moments.allSatisfy({ (1...Desk.farthest).contains($0) }),
            policy.steps.allSatisfy({ step in
                step.texts["en"].map { !$0.trimmed.isEmpty } ?? false
                    && step.texts.values.allSatisfy { $0.utf8.count <= 10_000 }
            })
        else { throw Problem.invalid("reminders.steps", "Up to five steps, each later, each with an English text.") }
        var saved = policy
        saved.version = current.version + 1
        try tx.putSetting("reminders", version: saved.version, saved)
        try append(TicketsAPI.remindersChanged, subject: "reminders/policy", saved)
        return saved
    }

    /// Keeps the timer of the next reminder in step with the ticket (row 90).
    func keepReminder(_ ticket: Ticket, _ before: Ticket?) throws {
        guard ticket.waiting != before?.waiting || (ticket.trashedAt == nil) != (before?.trashedAt == nil) else {
            return
        }
        if let due = try reminderDue(ticket) {
            try tx.schedule(Timer(kind: Desk.reminderTimer, reference: ticket.id, due: due))
        } else if before?.waiting != nil {
            try tx.cancelTimers(kind: Desk.reminderTimer, reference: ticket.id)
        }
    }

    private func reminderDue(_ ticket: Ticket) throws -> Instant? {
        guard let waiting = ticket.waiting, ticket.trashedAt == nil else { return nil }
        let policy = try tx.reminders()
        guard policy.enabled else { return nil }
        let next = waiting.reminders < policy.steps.count ? policy.steps[waiting.reminders].after : policy.solveAfter
        return next.map { max(waiting.since + .seconds($0), now) }
    }

    /// The customer has not answered for so long: they are reminded, at last the ticket is solved.
    package func remind(_ id: String) throws {
        guard let ticket = try find(id), let waiting = ticket.waiting, let due = try reminderDue(ticket) else { return }
        guard due <= now else {
            return try tx.schedule(Timer(kind: Desk.reminderTimer, reference: id, due: due))
        }
        let policy = try tx.reminders()
        if waiting.reminders < policy.steps.count {
            let texts = policy.steps[waiting.reminders].texts
            let text = texts[ticket.language ?? "en"] ?? texts["en"] ?? ""
            _ = try reply(WriteMessage(ticket: id, text: text))
            var work = try take(id)
            work.countReminder()
            try save(work)
        } else if ticket.assignee != nil {
            var work = try take(id)
            try work.move(to: .solved)
            try save(work)
        }
    }
}

extension TicketCase {
    /// A reminder went out.
    mutating func countReminder() {
        guard let waiting = ticket.waiting else { return }
        ticket.waiting?.reminders += 1
        record(
            TicketsAPI.changed,
            changes: [
                Change(
                    field: "reminders", before: .int(Int64(waiting.reminders)),
                    after: .int(Int64(waiting.reminders + 1)))
            ], substantial: false)
    }
}

extension Reader {
    /// What is said to customers who do not answer.
    package func reminders() throws -> ReminderPolicy {
        try first("SELECT body FROM settings WHERE name = 'reminders'")?.decode(ReminderPolicy.self, "body")
            ?? ReminderPolicy()
    }
}
