package import Conditions

/// What is promised to whom (rows 67 to 84). Policies stand in an order; the first whose condition holds applies.
package struct SLAPolicy: Codable, Hashable, Sendable {
    /// What a reopened ticket does to clocks that ended with its solution (row 82): `resume` counts on in the same
    /// instance, `first` leaves the first solution as the one that counts.
    package enum Reopening: String, Codable, Sendable, CaseIterable { case resume, first }

    package var id: String
    package var name: String
    /// The name in other languages, by language code.
    package var names: [String: String] = [:]
    /// Its place, from 1. Absent when saved: stays; a new one goes before the first that is for everybody.
    package var position: Int?
    package var enabled: Bool = true
    /// Asked of `ticket.…`.
    package var condition: Condition = .always
    /// By metric and priority; what is left out is not promised.
    package var targets: [SLAClock.Metric: [Priority: SLATarget]]
    /// Absent: the calendar of the ticket's team, else the default one (row 76).
    package var calendar: String?
    /// Where `resolution`, `pausableUpdate` and `teamTime` stand still (row 73).
    package var pausedIn: [TicketStatus] = [.pending, .hold]
    package var reopening: Reopening = .resume
    package var warnings: [SLAWarning] = []
    package var escalations: [SLAEscalation] = []
    package var version: Int = 0

    package init(
        id: String, name: String, names: [String: String] = [:], position: Int? = nil, enabled: Bool = true,
        condition: Condition = .always, targets: [SLAClock.Metric: [Priority: SLATarget]], calendar: String? = nil,
        pausedIn: [TicketStatus] = [.pending, .hold], reopening: Reopening = .resume,
        warnings: [SLAWarning] = [SLAWarning(percent: 75)], escalations: [SLAEscalation] = [], version: Int = 0
    ) {
        (self.id, self.name, self.names, self.position) = (id, name, names, position)
        (self.enabled, self.condition, self.targets, self.calendar) = (enabled, condition, targets, calendar)
        (self.pausedIn, self.reopening, self.warnings) = (pausedIn, reopening, warnings)
        (self.escalations, self.version) = (escalations, version)
    }

    /// Seconds promised; writing changes the seconds and keeps the kind of time.
    package subscript(metric: SLAClock.Metric, priority: Priority) -> Int? {
        get { targets[metric]?[priority]?.seconds }
        set {
            let business = targets[metric]?[priority]?.business
            targets[metric, default: [:]][priority] = newValue.map { SLATarget(seconds: $0, business: business) }
        }
    }
}

/// A target, in seconds of business time unless `business` is false.
package struct SLATarget: Codable, Hashable, Sendable {
    package var seconds: Int
    package var business: Bool?

    package init(seconds: Int, business: Bool? = nil) {
        (self.seconds, self.business) = (seconds, business)
    }
}

/// A warning before the breach: when a share of the target is used, or so many seconds before it. One of the two.
package struct SLAWarning: Codable, Hashable, Sendable {
    package var percent: Int?
    package var secondsBefore: Int?
    /// All of them when absent.
    package var metrics: [SLAClock.Metric]?

    package init(percent: Int? = nil, secondsBefore: Int? = nil, metrics: [SLAClock.Metric]? = nil) {
        (self.percent, self.secondsBefore, self.metrics) = (percent, secondsBefore, metrics)
    }
}

/// A step of the chain after a breach (row 80).
package struct SLAEscalation: Codable, Hashable, Sendable {
    /// Somebody by their part: the assignee, the lead of the ticket's team, the assignee's manager (without one the
    /// lead's), that one's manager. Who is missing is stood in for by the next one up.
    package enum Role: String, Codable, Sendable, CaseIterable { case assignee, teamLead, manager, seniorManager }

    package var to: Role
    /// Seconds after the breach, counted as the clock counts.
    package var after: Int
    /// All of them when absent.
    package var metrics: [SLAClock.Metric]?

    package init(to: Role, after: Int, metrics: [SLAClock.Metric]? = nil) {
        (self.to, self.after, self.metrics) = (to, after, metrics)
    }
}

/// A step that was taken: its number from 1, whom it is for, and who that was.
package struct SLAEscalated: Codable, Hashable, Sendable {
    package var step: Int
    package var to: SLAEscalation.Role
    package var agents: [String] = []

    package init(step: Int, to: SLAEscalation.Role, agents: [String] = []) {
        (self.step, self.to, self.agents) = (step, to, agents)
    }
}

/// The order of the policies: every policy once.
package struct SLAPolicyOrder: Codable, Hashable, Sendable {
    package var ids: [String]
    package var version: Int?

    package init(ids: [String], version: Int? = nil) {
        (self.ids, self.version) = (ids, version)
    }
}

/// A thing by its id, as the caller has seen it.
package struct RemoveVersion: Codable, Hashable, Sendable {
    package var id: String
    package var version: Int?

    package init(id: String, version: Int? = nil) {
        (self.id, self.version) = (id, version)
    }
}
