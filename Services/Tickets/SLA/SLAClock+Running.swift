package import Base
package import Contracts

/// A clock is a sum of running slices (row 77): it counts from `asOf` on, or stands still since `pausedAt`, or ended at
/// `metAt`. `dueAt` and `warnDueAt` exist only while it counts and has not been breached.
extension SLAClock {
    /// A clock that starts to count.
    static func started(_ metric: Metric, priority: Priority, at now: Instant, _ terms: SLATerms) -> SLAClock {
        var clock = SLAClock(
            metric: metric, policy: terms.policy.id, business: terms.policy.business, state: .running,
            target: terms.target(metric, priority), startedAt: now, elapsed: 0, asOf: now)
        clock.plan(at: now, terms)
        return clock
    }

    /// Whether time passes on it.
    package var isCounting: Bool { pausedAt == nil && metAt == nil }

    /// When something happens by itself: the warning or the breach.
    var nextDue: Instant? { [dueAt, warnDueAt].compactMap(\.self).min() }

    /// Time used until `now`, of the kind the clock counts.
    package func used(at now: Instant, _ terms: SLATerms) -> Instant.Span {
        let before = Instant.Span(microseconds: Int64(elapsed) * 1_000_000 + Int64(remainder ?? 0))
        return isCounting ? before + terms.hours(of: self).elapsed(asOf, now) : before
    }

    /// Time left until the breach; negative after it.
    package func remaining(at now: Instant, _ terms: SLATerms) -> Instant.Span {
        .seconds(target) - used(at: now, terms)
    }

    /// Stands still from now on.
    mutating func pause(at now: Instant, _ terms: SLATerms) {
        guard isCounting else { return }
        settle(at: now, terms)
        pausedAt = now
        (dueAt, warnDueAt) = (nil, nil)
        describe()
    }

    /// Counts again: after a pause, or after it had ended and the ticket was reopened (row 82: the same instance).
    mutating func resume(at now: Instant, _ terms: SLATerms) {
        guard !isCounting else { return }
        (pausedAt, metAt) = (nil, nil)
        asOf = now
        plan(at: now, terms)
        describe()
    }

    /// The promise is kept, or at last fulfilled when it was breached before.
    mutating func meet(at now: Instant, _ terms: SLATerms) {
        guard metAt == nil else { return }
        settle(at: now, terms)
        (metAt, pausedAt) = (now, nil)
        (dueAt, warnDueAt) = (nil, nil)
        describe()
    }

    /// Another target, of which what is used already counts; what was met or breached stays (row 79).
    mutating func retarget(_ seconds: Int, at now: Instant, _ terms: SLATerms) {
        guard metAt == nil, breachedAt == nil, target != seconds else { return }
        target = seconds
        if isCounting {
            settle(at: now, terms)
            plan(at: now, terms)
        }
    }

    /// The warning is given.
    mutating func warn(at now: Instant) {
        (warnedAt, warnDueAt) = (now, nil)
    }

    /// The promise is broken; the clock goes on counting until it ends.
    mutating func breach(at now: Instant) {
        breachedAt = now
        (dueAt, warnDueAt) = (nil, nil)
        describe()
    }

    /// Adds the running slice to what was used.
    private mutating func settle(at now: Instant, _ terms: SLATerms) {
        guard isCounting else { return }
        let used = used(at: now, terms)
        elapsed = Int(used.microseconds / 1_000_000)
        let rest = Int(used.microseconds % 1_000_000)
        remainder = rest == 0 ? nil : rest
        calendarElapsed += Int((now - asOf).seconds.rounded())
        asOf = now
    }

    /// Looks ahead: when it warns and when it breaks if nothing happens.
    private mutating func plan(at now: Instant, _ terms: SLATerms) {
        guard breachedAt == nil else { return }
        let hours = terms.hours(of: self)
        let used = used(at: now, terms)
        dueAt = hours.deadline(from: now, after: max(.zero, .seconds(target) - used))
        let share = terms.policy.warnAt
        guard warnedAt == nil, share > 0, share < 1 else { return }
        let warning = Instant.Span.seconds(Int((Double(target) * share).rounded(.up)))
        warnDueAt = hours.deadline(from: now, after: max(.zero, warning - used))
    }

    private mutating func describe() {
        state =
            if breachedAt != nil { .breached } else if metAt != nil { .met } else if pausedAt != nil { .paused } else {
                .running
            }
    }
}
