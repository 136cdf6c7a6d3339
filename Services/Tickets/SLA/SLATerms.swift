internal import Base
package import Contracts

/// What a promise is made by: the policy and its open hours, as they are now.
package struct SLATerms: Sendable {
    package let policy: SLAPolicy
    package let hours: BusinessHours

    package init(policy: SLAPolicy, hours: BusinessHours) {
        (self.policy, self.hours) = (policy, hours)
    }

    /// Seconds promised for a metric at a priority.
    func target(_ metric: SLAClock.Metric, _ priority: Priority) -> Int {
        let targets = metric == .firstResponse ? policy.firstResponse : policy.resolution
        return targets[priority] ?? targets[.normal] ?? 8 * 3_600
    }

    /// What a clock counts by: a clock keeps the kind of time it was started with.
    func hours(of clock: SLAClock) -> BusinessHours { clock.business ? hours : .always }

    /// The statuses in which the resolution clock stands still (row 73).
    var pausing: [TicketStatus] { policy.pausedIn ?? [.pending, .hold] }
}
