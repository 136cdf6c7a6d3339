package import Base

/// A ticket has one shared draft beside the own one of each author (row 35).
package enum DraftSlot: String, Codable, Sendable, CaseIterable { case own, shared }

/// Words that are not sent yet.
package struct Draft: Codable, Hashable, Sendable {
    package var ticket: String
    package var slot: DraftSlot
    /// Who wrote on it last.
    package var author: Author
    /// `reply` or `note`.
    package var kind: Message.Kind
    package var text: String
    package var attachments: [Attachment]
    package var citations: [String]?
    package var begunAt: Instant
    package var updatedAt: Instant
    /// The customer's last message when it was begun.
    package var seenMessage: String?
    /// How many of the customer's messages came since it was begun; said when it is read.
    package var newerMessages: Int?
    package var version: Int

    package init(
        ticket: String, slot: DraftSlot, author: Author, kind: Message.Kind, text: String, attachments: [Attachment],
        citations: [String]? = nil, begunAt: Instant, updatedAt: Instant, seenMessage: String? = nil, version: Int
    ) {
        (self.ticket, self.slot, self.author, self.kind, self.text) = (ticket, slot, author, kind, text)
        (self.attachments, self.citations, self.begunAt) = (attachments, citations, begunAt)
        (self.updatedAt, self.seenMessage, self.version) = (updatedAt, seenMessage, version)
    }
}

package struct SaveDraft: Codable, Hashable, Sendable {
    package var ticket: String
    package var slot: DraftSlot
    /// `reply` when absent.
    package var kind: Message.Kind?
    package var text: String
    package var attachments: [Attachment]?
    package var citations: [String]?
    /// The version the caller saw, 0 when there was none; 412 when somebody wrote on it since.
    package var version: Int?

    package init(
        ticket: String, slot: DraftSlot, kind: Message.Kind? = nil, text: String, attachments: [Attachment]? = nil,
        citations: [String]? = nil, version: Int? = nil
    ) {
        (self.ticket, self.slot, self.kind, self.text) = (ticket, slot, kind, text)
        (self.attachments, self.citations, self.version) = (attachments, citations, version)
    }
}

package struct DraftPlace: Codable, Hashable, Sendable {
    package var ticket: String
    package var slot: DraftSlot

    package init(ticket: String, slot: DraftSlot) {
        (self.ticket, self.slot) = (ticket, slot)
    }
}

/// That a shared draft began, changed hands or is gone; its words are only told to who may read it.
package struct DraftChange: Codable, Hashable, Sendable {
    package var ticket: String
    package var author: Author
    package var removed: Bool

    package init(ticket: String, author: Author, removed: Bool) {
        (self.ticket, self.author, self.removed) = (ticket, author, removed)
    }
}

/// An answer that is sent later (row 36): after the time in which sending can be undone, or at a moment.
package struct HoldReply: Codable, Hashable, Sendable {
    package var ticket: String
    package var text: String
    package var attachments: [Attachment]?
    package var status: TicketStatus?
    package var citations: [String]?
    /// As soon as it cannot be undone any more when absent; within a year.
    package var sendAt: Instant?
    /// Not sent when the customer writes before.
    package var cancelOnAnswer: Bool?
    package var version: Int?
    /// As with a reply that is sent at once.
    package var seen: String?
    package var confirmed: Bool?

    package init(
        ticket: String, text: String, attachments: [Attachment]? = nil, status: TicketStatus? = nil,
        citations: [String]? = nil, sendAt: Instant? = nil, cancelOnAnswer: Bool? = nil, version: Int? = nil
    ) {
        (self.ticket, self.text, self.attachments, self.status) = (ticket, text, attachments, status)
        (self.citations, self.sendAt, self.cancelOnAnswer, self.version) = (citations, sendAt, cancelOnAnswer, version)
    }
}

package struct HeldReply: Codable, Hashable, Sendable {
    /// `sent` with `message`; `cancelled` by somebody; `answered`: the customer wrote before; `failed` with `problem`.
    package enum State: String, Codable, Sendable, CaseIterable { case held, sent, cancelled, answered, failed }

    package var id: String
    package var ticket: String
    package var author: Author
    package var text: String
    package var attachments: [Attachment]
    package var status: TicketStatus?
    package var citations: [String]?
    package var cancelOnAnswer: Bool
    package var heldAt: Instant
    /// Until then a page offers to undo; what comes a little later is still in time.
    package var undoUntil: Instant
    package var sendAt: Instant
    package var state: State
    package var message: String?
    package var problem: String?

    package init(
        id: String, ticket: String, author: Author, text: String, attachments: [Attachment], status: TicketStatus?,
        citations: [String]?, cancelOnAnswer: Bool, heldAt: Instant, undoUntil: Instant, sendAt: Instant
    ) {
        (self.id, self.ticket, self.author, self.text) = (id, ticket, author, text)
        (self.attachments, self.status, self.citations) = (attachments, status, citations)
        (self.cancelOnAnswer, self.heldAt, self.undoUntil) = (cancelOnAnswer, heldAt, undoUntil)
        (self.sendAt, state) = (sendAt, .held)
    }
}

/// How long sending can be undone: shown to the agent; the server holds it three seconds longer.
package struct SendingPolicy: Codable, Hashable, Sendable {
    /// 0 to 120 seconds; 10 at first.
    package var undoSeconds: Int
    package var version: Int

    package init(undoSeconds: Int = 10, version: Int = 0) {
        (self.undoSeconds, self.version) = (undoSeconds, version)
    }
}

/// Put aside until a moment, or until the customer writes (row 44).
package struct Snooze: Codable, Hashable, Sendable {
    /// Until the customer writes when absent; whoever writes before wakes it in any case.
    package var until: Instant?
    package var at: Instant
    package var by: Actor

    package init(until: Instant?, at: Instant, by: Actor) {
        (self.until, self.at, self.by) = (until, at, by)
    }
}

/// `until` a moment or so many `seconds` from now; neither: until the customer writes.
package struct SnoozeTicket: Codable, Hashable, Sendable {
    package var id: String
    package var until: Instant?
    package var seconds: Int?
    package var version: Int?

    package init(id: String, until: Instant? = nil, seconds: Int? = nil, version: Int? = nil) {
        (self.id, self.until, self.seconds, self.version) = (id, until, seconds, version)
    }
}
