internal import Base
internal import Contracts

/// What the policy promises and what becomes of it: every clock follows the ticket.
extension TicketCase {
    /// What happened to a clock, to be told after what caused it.
    typealias Move = (type: EventType<TicketEvent>, clock: SLAClock)

    /// Looks for the policy of the ticket as it is now and lets each clock begin, count, stand still or end as the
    /// status demands. With `anew` also what is due is reckoned again, by the calendars of now.
    mutating func keepPromises(anew: Bool = false) -> [Move] {
        guard ticket.status != .closed, ticket.trashedAt == nil else { return [] }
        let policy = terms.policy(for: ticket)
        ticket.policy = policy?.id
        let calendar = terms.calendar(of: policy, team: ticket.team)
        var moves: [Move] = []
        for metric in SLAClock.Metric.allCases {
            let target = policy?.targets[metric]?[ticket.priority]
            let pace = metric.pace(of: ticket, pausing: policy?.pausedIn ?? [])
            if let index = ticket.clocks.firstIndex(where: { $0.metric == metric }) {
                moves += leave(index)
                let isReopened = goesOn(index, policy, target, pace)
                // It stands until `follow` lets it count, by then under the terms of now.
                if isReopened { ticket.clocks[index].reopen(at: now, terms) }
                moves += adopt(index, policy, target, calendar, pace, anew: anew)
                moves += follow(index, policy, target, calendar, pace, isReopened: isReopened)
            } else if let policy, let target {
                moves += begin(metric, policy, target, calendar, pace)
            }
        }
        return moves
    }

    /// A person has answered: what waited for that is done. It is told of by the answer.
    mutating func answerPromises() -> [Move] {
        ticket.clocks.indices.compactMap { index in
            guard ticket.clocks[index].metric.endsWithReply, ticket.clocks[index].isOpen else { return nil }
            return end(index)
        }
    }

    /// Applies the terms of now to a ticket on which nothing happens (row 67).
    package mutating func applyTerms() {
        tell(keepPromises(anew: true))
    }

    mutating func tell(_ moves: [Move]) {
        for move in moves { record(move.type, clock: move.clock, substantial: false) }
    }

    /// What has come by itself: warning, breach, the next step of the escalation.
    mutating func fire(_ index: Int, at due: Instant) {
        if ticket.clocks[index].warnDueAt == due {
            ticket.clocks[index].warn(at: due, terms)
            record(TicketsAPI.slaWarned, clock: ticket.clocks[index], substantial: false)
        }
        if ticket.clocks[index].dueAt == due {
            // Hours may have changed since this was planned: then it is not due yet.
            if ticket.clocks[index].remaining(at: due, terms) > .zero {
                ticket.clocks[index].plan(at: due, terms)
                record(TicketsAPI.slaApplied, clock: ticket.clocks[index], substantial: false)
            } else {
                ticket.clocks[index].breach(at: due, terms)
                record(TicketsAPI.slaBreached, clock: ticket.clocks[index], substantial: false)
            }
        }
        if ticket.clocks[index].escalateDueAt == due, let step = ticket.clocks[index].escalate(at: due, terms) {
            record(TicketsAPI.slaEscalated, clock: ticket.clocks[index], substantial: false, escalation: step)
        }
    }

    // MARK: One clock

    private mutating func begin(
        _ metric: SLAClock.Metric, _ policy: SLAPolicy, _ target: SLATarget, _ calendar: String, _ pace: Pace,
        instance: Int = 1
    ) -> [Move] {
        guard ticket.isOwed, ticket.status.isUnsolved, pace == .running || pace == .standing else { return [] }
        var clock = SLAClock(
            metric: metric, instance: instance, policy: policy.id, business: target.business ?? true,
            state: .running, target: target.seconds, startedAt: start(of: metric), elapsed: 0, asOf: start(of: metric))
        (clock.priority, clock.calendar) = (ticket.priority, calendar)
        if metric == .teamTime { clock.team = ticket.team }
        clock.settle(at: now, terms)
        clock.plan(at: now, terms)
        if pace == .standing { clock.pause(at: now, terms) }
        if let index = ticket.clocks.firstIndex(where: { $0.metric == metric }) {
            ticket.clocks[index] = clock
        } else {
            ticket.clocks.append(clock)
        }
        return [(TicketsAPI.slaStarted, clock)]
    }

    /// A reply is owed since the customer waits for it, also when it is promised only now; all else begins now.
    private func start(of metric: SLAClock.Metric) -> Instant {
        switch metric {
        case .firstResponse: min(ticket.customerWroteAt ?? now, now)
        case .nextReply: min(ticket.waitingSince ?? now, now)
        default: now
        }
    }

    /// Brings an open clock under the terms of now: what is used stays used (row 79). What was broken stays as it was
    /// promised.
    private mutating func adopt(
        _ index: Int, _ policy: SLAPolicy?, _ target: SLATarget?, _ calendar: String, _ pace: Pace, anew: Bool
    ) -> [Move] {
        var clock = ticket.clocks[index]
        guard clock.metAt == nil, clock.breachedAt == nil else { return [] }
        guard let policy, let target else {
            guard clock.isOpen else { return [] }
            clock.cancel(at: now, terms)
            ticket.clocks[index] = clock
            return [(TicketsAPI.slaCancelled, clock)]
        }
        let wasCancelled = clock.cancelledAt != nil
        if wasCancelled {
            guard pace == .running || pace == .standing else { return [] }
            // Promised again: the same instance, which stands until `follow` lets it count.
            (clock.cancelledAt, clock.pausedAt) = (nil, now)
        }
        let before = clock
        let business = target.business ?? true
        let isSame =
            !wasCancelled && clock.target == target.seconds && clock.business == business && clock.policy == policy.id
            && (clock.calendar ?? BusinessCalendar.standard) == calendar
            && (clock.priority ?? ticket.priority) == ticket.priority
        if !isSame || (anew && clock.isCounting) { clock.settle(at: now, terms) }
        (clock.target, clock.business, clock.policy) = (target.seconds, business, policy.id)
        (clock.calendar, clock.priority) = (calendar, ticket.priority)
        if !isSame || anew { clock.plan(at: now, terms) }
        ticket.clocks[index] = clock
        let isMoved = clock.dueAt != before.dueAt || clock.warnDueAt != before.warnDueAt
        return !isSame || (anew && isMoved) ? [(TicketsAPI.slaApplied, clock)] : []
    }

    /// The ticket has left the team of a stay: that is what was promised, whatever is promised now. Coming back to the
    /// same team is another stay.
    private mutating func leave(_ index: Int) -> [Move] {
        let clock = ticket.clocks[index]
        guard clock.metric == .teamTime, clock.isOpen, clock.team != ticket.team else { return [] }
        let move = end(index)
        ticket.clocks[index].team = nil
        return [move]
    }

    /// Whether a clock that ended with the solution counts on, as the ticket is open again (row 82).
    private func goesOn(_ index: Int, _ policy: SLAPolicy?, _ target: SLATarget?, _ pace: Pace) -> Bool {
        let clock = ticket.clocks[index]
        return clock.metAt != nil && clock.metric.endsWithSolution && !isNewStay(clock) && target != nil
            && policy?.reopening == .resume && (pace == .running || pace == .standing)
    }

    private func isNewStay(_ clock: SLAClock) -> Bool { clock.metric == .teamTime && clock.team != ticket.team }

    private mutating func follow(
        _ index: Int, _ policy: SLAPolicy?, _ target: SLATarget?, _ calendar: String, _ pace: Pace, isReopened: Bool
    ) -> [Move] {
        let clock = ticket.clocks[index]
        guard clock.cancelledAt == nil else { return [] }
        guard clock.metAt == nil else {
            guard let policy, let target, clock.metric != .firstResponse,
                clock.metric.endsWithReply || isNewStay(clock)
            else { return [] }
            return begin(clock.metric, policy, target, calendar, pace, instance: clock.instance + 1)
        }
        var next = clock
        switch pace {
        case .ended: return [end(index)]
        case .idle: return []
        case .running: next.resume(at: now, terms)
        case .standing: next.pause(at: now, terms)
        }
        guard next.pausedAt != clock.pausedAt || isReopened else { return [] }
        ticket.clocks[index] = next
        return [(next.pausedAt == nil ? TicketsAPI.slaResumed : TicketsAPI.slaPaused, next)]
    }

    /// A breached promise that is fulfilled late was not met: it stays breached in every count (row 79).
    private mutating func end(_ index: Int) -> Move {
        ticket.clocks[index].meet(at: now, terms)
        let clock = ticket.clocks[index]
        return (clock.breachedAt == nil ? TicketsAPI.slaMet : TicketsAPI.slaFulfilled, clock)
    }
}
