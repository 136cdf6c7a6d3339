package import Base
package import Contracts

extension TicketCase {
    /// Changes the status by somebody's decision. Solving needs an assignee: `solver` takes an unassigned ticket;
    /// without one it is a 422. The same status again is no change.
    package mutating func move(to status: TicketStatus, solver: String? = nil) throws(Problem) {
        guard status != ticket.status else { return }
        guard ticket.status.exits.contains(status) else { throw .transition(ticket.status, status) }
        if status == .solved, ticket.checklist?.contains(where: { $0.mandatory && $0.doneAt == nil }) ?? false {
            throw .stepsOpen(ticket)
        }
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
        ticket.closesAt = nil
        switch status {
        case .solved:
            (ticket.solvedAt, ticket.waitingSince) = (now, nil)
            ticket.closesAt = now + terms.closingDelay
        case .closed: ticket.closedAt = now
        case .new, .open, .pending, .hold: break
        }
        if !status.isUnsolved { awake() }
        ticket.waiting = status == .pending ? Waiting(since: now) : nil
        if before == .solved, status != .closed { ticket.callback = nil }
        let moves = keepPromises()
        let type =
            switch status {
            case .solved: TicketsAPI.solved
            case .closed: TicketsAPI.closed
            case _ where before == .solved: TicketsAPI.reopened
            default: TicketsAPI.changed
            }
        record(type, changes: [Change(field: "status", before: JSON(before), after: JSON(status))])
        tell(moves)
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
