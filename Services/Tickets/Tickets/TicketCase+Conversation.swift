package import Base
package import Contracts

extension TicketCase {
    /// The customer wrote: pending, hold and solved tickets are open again (row 32), whoever waits is waited for
    /// since the first unanswered message.
    package mutating func receive(_ message: Message) throws(Problem) {
        guard ticket.status != .closed else { throw .closed(ticket) }
        add(message)
        ticket.waitingSince = ticket.waitingSince ?? now
        ticket.firstReceivedAt = ticket.customerWroteAt ?? now
        let reopens = [.pending, .hold, .solved].contains(ticket.status)
        let moves = reopens ? [] : keepPromises()
        record(TicketsAPI.received, message: message)
        awake()
        tell(moves)
        if reopens { enter(.open) }
    }

    /// An automatic mail is kept, and nothing follows from it (row 3), also on closed tickets.
    package mutating func mute(_ message: Message) {
        add(message)
        record(TicketsAPI.muted, message: message, substantial: false)
    }

    /// A public answer. Of a person (`agent`) it meets the first response and takes an unassigned ticket; an
    /// automatic one does neither. Then the status the writer chose; a new ticket that a person answered is open.
    package mutating func reply(
        _ message: Message, by agent: String?, status: TicketStatus? = nil, citations: [String]? = nil
    ) throws(Problem) {
        guard ticket.status != .closed else { throw .closed(ticket) }
        add(message)
        if agent != nil {
            // On a ticket of staff nothing was asked before the customer writes.
            if ticket.customerWroteAt != nil { ticket.firstRepliedAt = ticket.firstRepliedAt ?? now }
            ticket.waitingSince = nil
        }
        if agent != nil, ticket.status == .pending { ticket.waiting = Waiting(since: now) }
        if agent != nil, agent == ticket.assignee { (ticket.silentSince, ticket.passedOver) = (nil, nil) }
        let met = agent == nil ? [] : answerPromises()
        record(TicketsAPI.replied, message: message, citations: citations)
        tell(met)
        if let agent, ticket.assignee == nil { assign(to: agent, because: AssignmentReason(.replied)) }
        if let status { try move(to: status, solver: agent) }
        if agent != nil, ticket.status == .new { enter(.open) }
        if agent != nil { tell(keepPromises()) }
    }

    /// An internal note, which no customer sees and no clock minds.
    package mutating func note(_ message: Message, by agent: String?, status: TicketStatus? = nil) throws(Problem) {
        guard ticket.status != .closed else { throw .closed(ticket) }
        add(message)
        record(TicketsAPI.noted, message: message)
        if let status { try move(to: status, solver: agent) }
    }

    /// What became of an outgoing message; `message` is the whole message after it.
    package mutating func deliver(_ message: Message) {
        record(TicketsAPI.delivery, message: message, substantial: false)
    }

    /// The customer is asked for a rating.
    package mutating func offer(_ survey: Survey) throws(Problem) {
        guard ticket.status == .solved else {
            throw .conflict("survey.not_solved", "Only a solved ticket is rated.")
        }
        record(TicketsAPI.surveyOffered, survey: survey, substantial: false)
    }

    /// The customer's judgement; a later one replaces it, until the ticket is closed.
    package mutating func rate(_ rating: Rating, survey: Survey?) throws(Problem) {
        guard ticket.status != .closed else {
            throw .conflict("survey.closed", "The ticket is closed and can no longer be rated.")
        }
        ticket.rating = rating
        record(TicketsAPI.rated, survey: survey, rating: rating)
    }
}
