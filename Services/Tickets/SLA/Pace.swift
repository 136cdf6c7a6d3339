internal import Base
internal import Contracts

/// What a clock should do, as the ticket stands.
enum Pace {
    /// Nothing is owed: no clock begins, one that is there stays as it is.
    case idle
    case running, standing
    /// What was promised is done.
    case ended
}

extension SLAClock.Metric {
    /// Ends with the solution and goes on when the ticket is reopened, if the policy says so.
    var endsWithSolution: Bool {
        switch self {
        case .resolution, .requesterWait, .agentWork, .teamTime: true
        case .firstResponse, .nextReply, .periodicUpdate, .pausableUpdate: false
        }
    }

    /// Ends with a public reply of a person.
    var endsWithReply: Bool { !endsWithSolution }

    /// What its clock should do (rows 69 to 73).
    func pace(of ticket: Ticket, pausing: [TicketStatus]) -> Pace {
        if !ticket.status.isUnsolved {
            // Nobody owes a reply on a solved ticket.
            return endsWithSolution ? .ended : .standing
        }
        func unless(_ statuses: [TicketStatus]) -> Pace { statuses.contains(ticket.status) ? .standing : .running }
        switch self {
        case .firstResponse:
            guard ticket.customerWroteAt != nil else { return .idle }
            // Waiting for others does not pause it (row 73).
            return ticket.firstRepliedAt == nil ? .running : .ended
        case .nextReply:
            return ticket.firstRepliedAt != nil && ticket.waitingSince != nil ? .running : .idle
        case .periodicUpdate: return ticket.firstRepliedAt == nil ? .idle : .running
        case .pausableUpdate: return ticket.firstRepliedAt == nil ? .idle : unless(pausing)
        case .requesterWait: return unless([.pending])
        case .agentWork: return unless([.pending, .hold])
        case .resolution: return unless(pausing)
        case .teamTime: return ticket.team == nil ? .ended : unless(pausing)
        }
    }
}

extension Ticket {
    /// Since when somebody is owed something; automatic mail alone does not do that.
    var isOwed: Bool { lastMessage != nil }

    /// When the customer first wrote, also on tickets from before it was noted.
    var customerWroteAt: Instant? { firstReceivedAt ?? clock(.firstResponse)?.startedAt }
}
