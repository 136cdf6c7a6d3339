package import Base

/// What somebody does with a ticket that is open before them (row 87).
package enum ViewerMode: String, Codable, Sendable, CaseIterable {
    /// Reads it; writes an answer; has it open, but does something else.
    case viewing, editing, idle
}

/// Somebody of the staff who has a ticket open.
package struct TicketViewer: Codable, Hashable, Sendable {
    package var agent: String
    package var name: String
    package var mode: ViewerMode
    package var since: Instant
    /// Gone then, unless they are heard of before.
    package var until: Instant

    package init(agent: String, name: String, mode: ViewerMode, since: Instant, until: Instant) {
        (self.agent, self.name, self.mode) = (agent, name, mode)
        (self.since, self.until) = (since, until)
    }
}

/// The caller has a ticket open: to be said at once when the mode changes, and every ten seconds.
package struct ShowPresence: Codable, Hashable, Sendable {
    package var ticket: String
    package var mode: ViewerMode

    package init(ticket: String, mode: ViewerMode) {
        (self.ticket, self.mode) = (ticket, mode)
    }
}

/// Who has a ticket open, without whoever asks; editors first, 50 at most.
package struct TicketViewers: Codable, Hashable, Sendable {
    package var ticket: String
    package var viewers: [TicketViewer]
    /// The version and the customer's last message, so that a page sees what it has missed.
    package var version: Int
    package var lastIncoming: String?

    package init(ticket: String, viewers: [TicketViewer], version: Int, lastIncoming: String? = nil) {
        (self.ticket, self.viewers, self.version, self.lastIncoming) = (ticket, viewers, version, lastIncoming)
    }
}

/// Asks for several tickets: up to 100 ids, separated by commas.
package struct AskViewers: Codable, Hashable, Sendable {
    package var tickets: String

    package init(tickets: String) {
        self.tickets = tickets
    }
}
