package import Base
package import Contracts

/// A clock is a sum of running slices (row 77): it counts from `asOf` on, or stands still since `pausedAt`, or ended at
/// `metAt`. `dueAt`, `warnDueAt` and `escalateDueAt` exist only while it counts.
extension SLAClock {
    /// Slices that are kept one by one.
    static let slicesMaximum = 20
    /// Stretches of open hours before the due time that a page is told.
    static let openMaximum = 3

    /// Whether time passes on it.
    package var isCounting: Bool { pausedAt == nil && metAt == nil && cancelledAt == nil }

    /// Neither done nor given up.
    var isOpen: Bool { metAt == nil && cancelledAt == nil }

    /// When something happens by itself: a warning, the breach, a step of the escalation.
    var nextDue: Instant? { [dueAt, warnDueAt, escalateDueAt].compactMap(\.self).min() }

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
        plan(at: now, terms)
    }

    /// Counts again after a pause.
    mutating func resume(at now: Instant, _ terms: SLATerms) {
        guard isOpen, !isCounting else { return }
        pausedAt = nil
        asOf = now
        plan(at: now, terms)
    }

    /// Takes back that it had ended; it stands still until something lets it run.
    mutating func reopen(at now: Instant, _ terms: SLATerms) {
        (metAt, pausedAt) = (nil, now)
        plan(at: now, terms)
    }

    /// The promise is kept, or at last fulfilled when it was breached before.
    mutating func meet(at now: Instant, _ terms: SLATerms) {
        guard metAt == nil else { return }
        settle(at: now, terms)
        (metAt, pausedAt) = (now, nil)
        plan(at: now, terms)
    }

    /// It is not promised any more.
    mutating func cancel(at now: Instant, _ terms: SLATerms) {
        guard isOpen else { return }
        settle(at: now, terms)
        (cancelledAt, pausedAt) = (now, nil)
        plan(at: now, terms)
    }

    /// The warning is given.
    mutating func warn(at now: Instant, _ terms: SLATerms) {
        (warnedAt, warnedAfter, warnings) = (now, warnAfter ?? warnedAfter, (warnings ?? 0) + 1)
        plan(at: now, terms)
    }

    /// The promise is broken; the clock goes on counting until it ends.
    mutating func breach(at now: Instant, _ terms: SLATerms) {
        breachedAt = now
        plan(at: now, terms)
    }

    /// The next step of the escalation is taken; what it is.
    mutating func escalate(at now: Instant, _ terms: SLATerms) -> SLAEscalated? {
        let steps = escalationSteps(terms)
        let taken = escalations ?? 0
        guard taken < steps.count else {
            plan(at: now, terms)
            return nil
        }
        escalations = taken + 1
        plan(at: now, terms)
        return SLAEscalated(step: taken + 1, to: steps[taken].to)
    }

    /// Adds the running slice to what was used.
    mutating func settle(at now: Instant, _ terms: SLATerms) {
        guard isCounting, asOf < now else { return }
        let before = elapsed
        let used = used(at: now, terms)
        elapsed = Int(used.microseconds / 1_000_000)
        let rest = Int(used.microseconds % 1_000_000)
        remainder = rest == 0 ? nil : rest
        calendarElapsed += Int((now - asOf).seconds.rounded())
        keep(
            Slice(
                from: asOf, to: now, calendar: business ? calendar ?? BusinessCalendar.standard : nil,
                counted: elapsed - before))
        asOf = now
    }

    private mutating func keep(_ slice: Slice) {
        var all = (slices ?? []) + [slice]
        if all.count > Self.slicesMaximum {
            let second = all.remove(at: 1)
            all[0].to = second.to
            all[0].counted += second.counted
            if second.calendar != all[0].calendar { all[0].calendar = nil }
        }
        slices = all
    }

    /// Looks ahead from now: what comes by itself if nothing happens. Says what the clock is, too.
    mutating func plan(at now: Instant, _ terms: SLATerms) {
        (dueAt, warnDueAt, warnAfter, escalateDueAt, open) = (nil, nil, nil, nil, nil)
        state =
            if cancelledAt != nil { .cancelled } else if breachedAt != nil { .breached } else if metAt != nil {
                .met
            } else if pausedAt != nil { .paused } else { .running }
        guard isCounting else { return }
        let hours = terms.hours(of: self)
        let used = used(at: now, terms)
        func due(after seconds: Int) -> Instant? {
            hours.deadline(from: now, after: max(.zero, .seconds(seconds) - used))
        }
        guard breachedAt == nil else {
            let steps = escalationSteps(terms).dropFirst(escalations ?? 0)
            escalateDueAt = steps.first.flatMap { due(after: target + $0.after) }
            return
        }
        dueAt = due(after: target)
        if business, let dueAt { open = hours.latest.stretches(before: dueAt, Self.openMaximum) }
        guard let next = nextWarning(used: used, terms), let at = due(after: next), dueAt.map({ at < $0 }) ?? true
        else { return }
        (warnDueAt, warnAfter) = (at, next)
    }

    /// Seconds used at the warning that comes next. Of several that are past already only the last is given.
    private func nextWarning(used: Instant.Span, _ terms: SLATerms) -> Int? {
        // A clock from before there were several has given its only one.
        if warnedAt != nil, warnedAfter == nil { return nil }
        let thresholds = (terms.policy(policy)?.warnings ?? []).filter { $0.metrics?.contains(metric) ?? true }
            .map { $0.threshold(of: target) }.filter { $0 > 0 && $0 < target && $0 > warnedAfter ?? 0 }.sorted()
        return thresholds.last { .seconds($0) <= used } ?? thresholds.first
    }

    private func escalationSteps(_ terms: SLATerms) -> [SLAEscalation] {
        (terms.policy(policy)?.escalations ?? []).filter { $0.metrics?.contains(metric) ?? true }
    }
}

extension SLAWarning {
    /// Seconds of a target that are used when the warning comes; rounded up.
    func threshold(of target: Int) -> Int {
        if let secondsBefore { return target - secondsBefore }
        return (target * (percent ?? 0) + 99) / 100
    }
}
