package import Base

/// Makes something unreadable for good, everywhere in a ticket (row 48): a text of 3 to 1,000 characters, files, or
/// both.
package struct RedactTicket: Codable, Hashable, Sendable {
    package var ticket: String
    package var text: String?
    /// Ids of attachments.
    package var attachments: [String]?

    package init(ticket: String, text: String? = nil, attachments: [String]? = nil) {
        (self.ticket, self.text, self.attachments) = (ticket, text, attachments)
    }
}

/// What a redaction changed; it never says what was there.
package struct Redaction: Codable, Hashable, Sendable {
    package var id: String
    package var ticket: String
    package var at: Instant
    package var by: Actor
    /// Messages that said it or carried a file; places in texts; files that are gone, with raw sources.
    package var messages: [String]
    package var places: Int
    package var files: [String]
    /// Events of the journal that were rewritten: who keeps words of theirs forgets them, too.
    package var events: [String]

    package init(
        id: String, ticket: String, at: Instant, by: Actor, messages: [String], places: Int, files: [String],
        events: [String]
    ) {
        (self.id, self.ticket, self.at, self.by) = (id, ticket, at, by)
        (self.messages, self.places, self.files, self.events) = (messages, places, files, events)
    }
}

/// A ticket that was thrown away; purged with all it says at `purgedAt` (row 49).
package struct TrashedTicket: Codable, Hashable, Sendable {
    package var ticket: TicketMark
    package var requester: String
    package var trashedAt: Instant
    package var by: Actor
    package var purgedAt: Instant

    package init(ticket: TicketMark, requester: String, trashedAt: Instant, by: Actor, purgedAt: Instant) {
        (self.ticket, self.requester, self.trashedAt) = (ticket, requester, trashedAt)
        (self.by, self.purgedAt) = (by, purgedAt)
    }
}

/// Throws a ticket away.
package struct TrashTicket: Codable, Hashable, Sendable {
    package var id: String
    package var version: Int?

    package init(id: String, version: Int? = nil) {
        (self.id, self.version) = (id, version)
    }
}

/// That a ticket and all it said are gone for good.
package struct PurgedTicket: Codable, Hashable, Sendable {
    package var id: String
    package var number: Int
    package var requester: String

    package init(id: String, number: Int, requester: String) {
        (self.id, self.number, self.requester) = (id, number, requester)
    }
}
