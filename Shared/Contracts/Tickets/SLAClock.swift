package import Base

/// A promise on a ticket, as it stands (rows 69 to 84): a sum of running slices. Seconds are business seconds when
/// `business` is true. There is one clock per metric, that of the last `instance`; the earlier ones are in the log.
package struct SLAClock: Codable, Hashable, Sendable {
    package enum Metric: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
        /// From the customer's first message to the first public reply of a person.
        case firstResponse
        /// From the oldest unanswered later message to the next public reply of a person.
        case nextReply
        /// Between public replies of people; `pausableUpdate` stands still in the policy's pausing statuses.
        case periodicUpdate, pausableUpdate
        /// New, open and hold; new and open.
        case requesterWait, agentWork
        /// All time until it is solved but that in the policy's pausing statuses.
        case resolution
        /// From coming to a team until it leaves it or is solved (row 84).
        case teamTime
    }

    /// `cancelled`: the policy no longer promises it.
    package enum State: String, Codable, Sendable, CaseIterable { case running, paused, met, breached, cancelled }

    /// A stretch in which it counted, and by which calendar; without one in calendar time.
    package struct Slice: Codable, Hashable, Sendable {
        package var from: Instant
        package var to: Instant
        package var calendar: String?
        /// Seconds that counted.
        package var counted: Int

        package init(from: Instant, to: Instant, calendar: String? = nil, counted: Int) {
            (self.from, self.to, self.calendar, self.counted) = (from, to, calendar, counted)
        }
    }

    /// A stretch of open hours.
    package struct Stretch: Codable, Hashable, Sendable {
        package var from: Instant
        package var to: Instant

        package init(from: Instant, to: Instant) {
            (self.from, self.to) = (from, to)
        }
    }

    package var metric: Metric
    package var instance: Int = 1
    package var policy: String
    package var business: Bool
    package var state: State
    package var target: Int
    package var startedAt: Instant
    /// When it will breach if nothing happens; nil while paused or ended.
    package var dueAt: Instant?
    /// Seconds used up to `asOf`.
    package var elapsed: Int
    package var asOf: Instant
    package var metAt: Instant?
    package var breachedAt: Instant?
    package var calendarElapsed: Int = 0
    /// Microseconds used beyond `elapsed`, so that many slices add up exactly.
    package var remainder: Int?
    /// Since when it stands still; nil while it counts (also after a breach, until it ends).
    package var pausedAt: Instant?
    /// When a warning will be given; nil when it was, or while paused or ended.
    package var warnDueAt: Instant?
    /// When the last warning was given.
    package var warnedAt: Instant?
    /// The calendar of the running slice; nil: the default one.
    package var calendar: String?
    /// The priority its target was taken for (row 79).
    package var priority: Priority?
    /// The team of a `teamTime`.
    package var team: String?
    /// Seconds used at the warning that comes next, at the last one given, and how many were given.
    package var warnAfter: Int?
    package var warnedAfter: Int?
    package var warnings: Int?
    /// When the next step of the escalation is taken, and how many were.
    package var escalateDueAt: Instant?
    package var escalations: Int?
    package var cancelledAt: Instant?
    /// The last open hours before `dueAt`, at most three, while it counts working time: those that lie between a moment
    /// and `dueAt` are what is left at that moment (row 81).
    package var open: [Stretch]?
    /// The slices of this instance, oldest first; when there are many, the oldest are one.
    package var slices: [Slice]?

    package init(
        metric: Metric, instance: Int = 1, policy: String, business: Bool, state: State, target: Int,
        startedAt: Instant, dueAt: Instant? = nil, elapsed: Int, asOf: Instant, metAt: Instant? = nil,
        breachedAt: Instant? = nil, calendarElapsed: Int = 0
    ) {
        (self.metric, self.instance, self.policy, self.business) = (metric, instance, policy, business)
        (self.state, self.target, self.startedAt, self.dueAt) = (state, target, startedAt, dueAt)
        (self.elapsed, self.asOf, self.metAt, self.breachedAt) = (elapsed, asOf, metAt, breachedAt)
        self.calendarElapsed = calendarElapsed
    }
}
