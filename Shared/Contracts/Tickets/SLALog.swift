package import Base

/// One line of the metric log of a ticket (row 83): what happened to which instance of which metric.
package struct SLALogEntry: Codable, Hashable, Sendable {
    /// `activate`: it began; `apply`: it got a target; `fulfill`: the promise was kept, or at last done (`late`).
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case activate, apply, pause, resume, warn, breach, escalate, fulfill, cancel
    }

    /// Place in the journal.
    package var sequence: Int64
    package var at: Instant
    package var kind: Kind
    package var metric: SLAClock.Metric
    package var instance: Int
    package var policy: String
    package var priority: Priority?
    package var target: Int
    package var business: Bool
    /// Seconds used, of the kind the clock counts, and in calendar time.
    package var elapsed: Int
    package var calendarElapsed: Int
    package var dueAt: Instant?
    package var late: Bool?
    package var escalation: SLAEscalated?

    package init(
        sequence: Int64, at: Instant, kind: Kind, clock: SLAClock, late: Bool? = nil, escalation: SLAEscalated? = nil
    ) {
        (self.sequence, self.at, self.kind, self.metric) = (sequence, at, kind, clock.metric)
        (self.instance, self.policy, self.priority) = (clock.instance, clock.policy, clock.priority)
        (self.target, self.business, self.elapsed) = (clock.target, clock.business, clock.elapsed)
        (self.calendarElapsed, self.dueAt) = (clock.calendarElapsed, clock.dueAt)
        (self.late, self.escalation) = (late, escalation)
    }
}

package struct ListSLALog: Codable, Hashable, Sendable {
    package var ticket: String
    package var limit: Int?
    package var after: String?

    package init(ticket: String, limit: Int? = nil, after: String? = nil) {
        (self.ticket, self.limit, self.after) = (ticket, limit, after)
    }
}

/// What applying today's policies and calendars to all unsolved tickets would do (row 67).
package struct SLAPreview: Codable, Hashable, Sendable {
    /// Tickets that would go from one policy to another; none: no policy.
    package struct Move: Codable, Hashable, Sendable {
        package var from: String?
        package var to: String?
        package var tickets: Int

        package init(from: String? = nil, to: String? = nil, tickets: Int) {
            (self.from, self.to, self.tickets) = (from, to, tickets)
        }
    }

    /// A clock before and after; no target: it is not there.
    package struct Shift: Codable, Hashable, Sendable {
        package var metric: SLAClock.Metric
        package var targetBefore: Int?
        package var targetAfter: Int?
        package var dueBefore: Instant?
        package var dueAfter: Instant?

        package init(metric: SLAClock.Metric, before: SLAClock?, after: SLAClock?) {
            self.metric = metric
            (targetBefore, dueBefore) = (before?.target, before?.dueAt)
            (targetAfter, dueAfter) = (after?.target, after?.dueAt)
        }
    }

    package struct Example: Codable, Hashable, Sendable {
        package var ticket: String
        package var number: Int
        package var shifts: [Shift]

        package init(ticket: String, number: Int, shifts: [Shift]) {
            (self.ticket, self.number, self.shifts) = (ticket, number, shifts)
        }
    }

    /// To be sent back with the confirmation: the version of all policies and calendars together.
    package var version: Int
    /// Unsolved tickets looked at; with `complete` false there are more.
    package var examined: Int
    package var complete: Bool
    /// Tickets with at least one change.
    package var changed: Int
    package var moves: [Move]
    package var started: Int
    package var retargeted: Int
    package var cancelled: Int
    /// Clocks that would be breached at once.
    package var breached: Int
    package var examples: [Example]

    package init(
        version: Int, examined: Int = 0, complete: Bool = true, changed: Int = 0, moves: [Move] = [],
        started: Int = 0, retargeted: Int = 0, cancelled: Int = 0, breached: Int = 0, examples: [Example] = []
    ) {
        (self.version, self.examined, self.complete) = (version, examined, complete)
        (self.changed, self.moves, self.started) = (changed, moves, started)
        (self.retargeted, self.cancelled, self.breached) = (retargeted, cancelled, breached)
        self.examples = examples
    }
}

package struct ConfirmSLA: Codable, Hashable, Sendable {
    package var version: Int

    package init(version: Int) {
        self.version = version
    }
}

/// How far the application to all unsolved tickets is.
package struct SLAApplication: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case none, running, done }

    package var state: State
    package var startedAt: Instant?
    package var finishedAt: Instant?
    package var by: String?
    package var examined: Int
    package var changed: Int

    package init(
        state: State, startedAt: Instant? = nil, finishedAt: Instant? = nil, by: String? = nil, examined: Int = 0,
        changed: Int = 0
    ) {
        (self.state, self.startedAt, self.finishedAt) = (state, startedAt, finishedAt)
        (self.by, self.examined, self.changed) = (by, examined, changed)
    }
}
