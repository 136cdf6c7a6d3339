package import Base

/// A ticket as another one names it.
package struct TicketMark: Codable, Hashable, Sendable {
    package var id: String
    package var number: Int
    package var subject: String

    package init(id: String, number: Int, subject: String) {
        (self.id, self.number, self.subject) = (id, number, subject)
    }

    package init(_ ticket: Ticket) { self.init(id: ticket.id, number: ticket.number, subject: ticket.subject) }
}

/// Words that go with a merge. They are internal when one of the tickets is, whatever is asked (row 39).
package struct MergeComment: Codable, Hashable, Sendable {
    package var text: String
    /// Told to the customer; an internal note when absent.
    package var isPublic: Bool?

    package init(text: String, isPublic: Bool? = nil) {
        (self.text, self.isPublic) = (text, isPublic)
    }
}

/// The sources (1 to 50) go on inside the target: their messages are shown there, interleaved by time.
package struct MergeTickets: Codable, Hashable, Sendable {
    package var target: String
    package var sources: [String]
    package var targetComment: MergeComment?
    package var sourceComment: MergeComment?
    /// The version of the target the caller saw.
    package var version: Int?

    package init(
        target: String, sources: [String], targetComment: MergeComment? = nil, sourceComment: MergeComment? = nil,
        version: Int? = nil
    ) {
        (self.target, self.sources, self.version) = (target, sources, version)
        (self.targetComment, self.sourceComment) = (targetComment, sourceComment)
    }
}

/// One source that went on inside a target.
package struct Merge: Codable, Hashable, Sendable {
    package var id: String
    package var source: TicketMark
    package var target: TicketMark
    package var at: Instant
    package var by: Actor
    /// How many messages the source brought along.
    package var messages: Int
    package var undoneAt: Instant?
    package var undoneBy: Actor?
    /// What could not be taken back.
    package var gaps: [MergeGap]?

    package init(id: String, source: TicketMark, target: TicketMark, at: Instant, by: Actor, messages: Int) {
        (self.id, self.source, self.target) = (id, source, target)
        (self.at, self.by, self.messages) = (at, by, messages)
    }
}

/// Something that changed after a merge, so that undoing it left it as it is.
package struct MergeGap: Codable, Hashable, Sendable {
    /// `messages`: some are elsewhere now; `status`: the target was worked on; `tags`, `cc`: somebody changed them;
    /// `assignee`: is not there any more; `answered`: the answer stays in the target.
    package enum Kind: String, Codable, Sendable, CaseIterable { case messages, status, tags, cc, assignee, answered }

    package var kind: Kind
    package var detail: String

    package init(_ kind: Kind, _ detail: String) {
        (self.kind, self.detail) = (kind, detail)
    }
}

package struct MergeResult: Codable, Hashable, Sendable {
    package var ticket: Ticket
    package var merges: [Merge]

    package init(ticket: Ticket, merges: [Merge]) {
        (self.ticket, self.merges) = (ticket, merges)
    }
}

/// What a merge would do, without doing it.
package struct TicketMergePreview: Codable, Hashable, Sendable {
    /// `requester`: the tickets are of different customers, who would read each other; `internal`: comments will not
    /// reach a customer; `agent`: somebody else works on it.
    package enum Warning: String, Codable, Sendable, CaseIterable { case requester, `internal`, agent }

    /// Where it would really go: a merged target leads on.
    package var target: TicketMark
    package var sources: [TicketMark]
    package var messages: Int
    package var tags: [String]
    /// Customers who would get a copy of answers.
    package var cc: [Requester]
    package var warnings: [Warning]

    package init(
        target: TicketMark, sources: [TicketMark], messages: Int, tags: [String], cc: [Requester], warnings: [Warning]
    ) {
        (self.target, self.sources, self.messages) = (target, sources, messages)
        (self.tags, self.cc, self.warnings) = (tags, cc, warnings)
    }
}

/// What came back out of a merge.
package struct MergeUndone: Codable, Hashable, Sendable {
    package var merge: Merge
    package var source: Ticket
    package var target: Ticket

    package init(merge: Merge, source: Ticket, target: Ticket) {
        (self.merge, self.source, self.target) = (merge, source, target)
    }
}

/// Asks for what belongs to one ticket.
package struct OfTicket: Codable, Hashable, Sendable {
    package var ticket: String

    package init(ticket: String) {
        self.ticket = ticket
    }
}

/// Messages (1 to 100) become a ticket of their own.
package struct SplitTicket: Codable, Hashable, Sendable {
    /// `move` takes them out of the ticket; `copy` leaves them there, too.
    package enum Mode: String, Codable, Sendable, CaseIterable { case move, copy }

    package var ticket: String
    package var messages: [String]
    package var mode: Mode
    /// The first one's when absent.
    package var subject: String?
    package var team: String?
    package var assignee: String?
    package var priority: Priority?
    package var version: Int?

    package init(
        ticket: String, messages: [String], mode: Mode, subject: String? = nil, team: String? = nil,
        assignee: String? = nil, priority: Priority? = nil, version: Int? = nil
    ) {
        (self.ticket, self.messages, self.mode, self.subject) = (ticket, messages, mode, subject)
        (self.team, self.assignee, self.priority, self.version) = (team, assignee, priority, version)
    }
}

/// The ticket that was split, and the one split off.
package struct SplitResult: Codable, Hashable, Sendable {
    package var ticket: Ticket
    package var new: Ticket

    package init(ticket: Ticket, new: Ticket) {
        (self.ticket, self.new) = (ticket, new)
    }
}
