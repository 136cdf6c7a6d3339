package import Base

/// How two tickets belong together (row 41), seen from one of them: what the other one is of it.
package enum LinkRole: String, Codable, Sendable, CaseIterable {
    case parent, child
    /// The fault behind it; a case of the fault.
    case problem, incident
    case related
    /// What it repeats; what repeats it.
    case original, duplicate
    /// Known not to repeat it: not suggested again.
    case distinct
    /// What its messages were taken from or became (row 40); what it follows up or is followed up by (row 46). These
    /// come by themselves.
    case splitFrom, splitInto, followUpOf, followedUpBy

    /// What the first ticket is of the other.
    package var reverse: LinkRole {
        switch self {
        case .parent: .child
        case .child: .parent
        case .problem: .incident
        case .incident: .problem
        case .related: .related
        case .original: .duplicate
        case .duplicate: .original
        case .distinct: .distinct
        case .splitFrom: .splitInto
        case .splitInto: .splitFrom
        case .followUpOf: .followedUpBy
        case .followedUpBy: .followUpOf
        }
    }
}

/// A ticket that belongs to another one.
package struct TicketLink: Codable, Hashable, Sendable {
    /// What `ticket` is of the one that was asked about.
    package var role: LinkRole
    package var ticket: TicketMark
    package var status: TicketStatus
    package var at: Instant
    package var by: Actor?

    package init(role: LinkRole, ticket: TicketMark, status: TicketStatus, at: Instant, by: Actor? = nil) {
        (self.role, self.ticket, self.status, self.at, self.by) = (role, ticket, status, at, by)
    }
}

/// Says what `other` is of `ticket`.
package struct LinkTickets: Codable, Hashable, Sendable {
    package var ticket: String
    package var role: LinkRole
    package var other: String

    package init(ticket: String, role: LinkRole, other: String) {
        (self.ticket, self.role, self.other) = (ticket, role, other)
    }
}

package struct ListLinks: Codable, Hashable, Sendable {
    package var ticket: String
    package var role: LinkRole?
    package var limit: Int?
    package var after: String?

    package init(ticket: String, role: LinkRole? = nil, limit: Int? = nil, after: String? = nil) {
        (self.ticket, self.role, self.limit, self.after) = (ticket, role, limit, after)
    }
}

/// One message for all unsolved incidents of a problem, which are solved with it.
package struct SolveIncidents: Codable, Hashable, Sendable {
    package var ticket: String
    package var text: String

    package init(ticket: String, text: String) {
        (self.ticket, self.text) = (ticket, text)
    }
}

/// A ticket of the same customer that may say the same (row 47).
package struct DuplicateSuggestion: Codable, Hashable, Sendable {
    package var ticket: TicketMark
    package var status: TicketStatus
    package var createdAt: Instant
    /// How much of what both say is the same: 0 to 1.
    package var similarity: Double

    package init(ticket: TicketMark, status: TicketStatus, createdAt: Instant, similarity: Double) {
        (self.ticket, self.status, self.createdAt, self.similarity) = (ticket, status, createdAt, similarity)
    }
}

/// What becomes of a customer's answer to a solved ticket, and when a solved one is closed for good (row 46).
package struct ReopeningPolicy: Codable, Hashable, Sendable {
    /// `reopen` the ticket, `followUp` with a new one, or `followUp` only when it was solved longer ago than `after`.
    package enum Mode: String, Codable, Sendable, CaseIterable { case reopen, followUp, followUpAfter }

    package struct Choice: Codable, Hashable, Sendable {
        package var mode: Mode
        /// Seconds since the solution, for `followUpAfter`.
        package var after: Int?

        package init(_ mode: Mode, after: Int? = nil) {
            (self.mode, self.after) = (mode, after)
        }
    }

    /// Seconds from the solution to the closing: an hour to 28 days; 4 days at first.
    package var closeAfter: Int
    package var choice: Choice
    /// Channels with a choice of their own.
    package var channels: [Channel: Choice]
    package var version: Int

    package init(
        closeAfter: Int = 345_600, choice: Choice = Choice(.reopen), channels: [Channel: Choice] = [:],
        version: Int = 0
    ) {
        (self.closeAfter, self.choice, self.channels, self.version) = (closeAfter, choice, channels, version)
    }
}
