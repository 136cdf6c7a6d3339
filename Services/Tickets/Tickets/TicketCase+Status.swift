package import Base
package import Contracts

extension TicketCase {
    /// Changes the status by somebody's decision. Solving needs an assignee: `solver` takes an unassigned ticket;
    /// without one it is a 422. The same status again is no change.
    package mutating func move(to status: TicketStatus, solver: String? = nil) throws(Problem) {
        guard status != ticket.status else { return }
        guard ticket.status.exits.contains(status) else { throw .transition(ticket.status, status) }
        if status == .solved, ticket.assignee == nil {
            guard let solver else { throw .unassigned }
            assign(to: solver, because: AssignmentReason(.solved))
            guard status != ticket.status else { return }
        }
        enter(status)
    }

    /// Gives the ticket to an agent, or to nobody. A new ticket that somebody has is open.
    package mutating func assign(to agent: String?, because reason: AssignmentReason) {
        guard agent != ticket.assignee else { return }
        let change = Change(field: "assignee", before: JSON(ticket.assignee), after: JSON(agent))
        ticket.assignee = agent
        ticket.offer = nil
        ticket.silentSince = agent == nil || [.replied, .solved].contains(reason.kind) ? nil : now
        ticket.assignedAt = agent == nil ? nil : now
        ticket.routing = reason
        record(agent == nil ? TicketsAPI.changed : TicketsAPI.assigned, changes: [change])
        if agent != nil, ticket.status == .new { enter(.open) }
    }

    /// Makes the status true and moves the clocks with it.
    mutating func enter(_ status: TicketStatus) {
        let before = ticket.status
        ticket.status = status
        if before == .solved, status != .closed { ticket.solvedAt = nil }
        switch status {
        case .solved: (ticket.solvedAt, ticket.waitingSince) = (now, nil)
        case .closed: ticket.closedAt = now
        case .new, .open, .pending, .hold: break
        }
        let moved = alignClocks()
        let type =
            switch status {
            case .solved: TicketsAPI.solved
            case .closed: TicketsAPI.closed
            case _ where before == .solved: TicketsAPI.reopened
            default: TicketsAPI.changed
            }
        record(type, changes: [Change(field: "status", before: JSON(before), after: JSON(status))])
        for (type, clock) in moved { record(type, clock: clock) }
    }

    /// Lets each clock count, stand still or end as the status demands: resolution is paused while waiting for others
    /// (row 73) and ends when solved; the first response is never paused by waiting, but nobody owes one on a solved
    /// ticket.
    private mutating func alignClocks() -> [(EventType<TicketEvent>, SLAClock)] {
        var moved: [(EventType<TicketEvent>, SLAClock)] = []
        for index in ticket.clocks.indices {
            var clock = ticket.clocks[index]
            let before = clock
            let type: EventType<TicketEvent>
            switch (clock.metric, ticket.status) {
            case (.resolution, .solved), (.resolution, .closed):
                clock.meet(at: now, terms)
                type = TicketsAPI.slaMet
            case (.resolution, let status) where terms.pausing.contains(status):
                if clock.metAt != nil { clock.resume(at: now, terms) }
                clock.pause(at: now, terms)
                type = TicketsAPI.slaPaused
            case (.resolution, _):
                clock.resume(at: now, terms)
                type = TicketsAPI.slaResumed
            case (.firstResponse, _) where clock.metAt != nil:
                continue
            case (.firstResponse, .solved), (.firstResponse, .closed):
                clock.pause(at: now, terms)
                type = TicketsAPI.slaPaused
            case (.firstResponse, _):
                clock.resume(at: now, terms)
                type = TicketsAPI.slaResumed
            }
            guard clock != before else { continue }
            ticket.clocks[index] = clock
            // A breached promise that is fulfilled late was not met: it stays breached in every count (row 79).
            if type.name != TicketsAPI.slaMet.name || clock.breachedAt == nil { moved.append((type, clock)) }
        }
        return moved
    }
}

extension JSON {
    /// The text, or null.
    init(_ text: String?) { self = text.map { .string($0) } ?? .null }
    /// The raw value of an enum.
    init(_ value: some RawRepresentable<String>) { self = .string(value.rawValue) }
    /// A list of texts.
    init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }
}
