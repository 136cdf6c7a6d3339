package import Base

/// The unit of work: one request of one customer, over all channels (row 30).
package struct Ticket: Codable, Hashable, Sendable {
    package var id: String
    /// The number people quote, from 1.
    package var number: Int
    package var subject: String
    package var status: TicketStatus
    package var priority: Priority
    /// Channel of the first message; each message has its own.
    package var channel: Channel
    package var requester: Requester
    package var assignee: String?
    package var team: String?
    package var tags: [String] = []
    package var fields: [String: JSON] = [:]
    package var language: String?
    package var createdAt: Instant
    package var updatedAt: Instant
    package var firstRepliedAt: Instant?
    package var solvedAt: Instant?
    package var closedAt: Instant?
    /// When a solved ticket is closed for good unless somebody opens it again.
    package var closesAt: Instant?
    /// Since when a customer message waits for an answer; nil when none does.
    package var waitingSince: Instant?
    package var assignedAt: Instant?
    package var lastMessage: Excerpt?
    package var messageCount: Int = 0
    package var clocks: [SLAClock] = []
    /// The SLA policy it is under; nil when none fits.
    package var policy: String?
    /// When the customer first wrote; nil on a ticket of staff, before they do.
    package var firstReceivedAt: Instant?
    package var rating: Rating?
    /// The ticket this one follows up, when that was closed already (row 46).
    package var followUpOf: String?
    /// The ticket it goes on in (row 39): then it is closed and shows no messages of its own.
    package var mergedInto: String?
    /// The ticket its first messages were taken from (row 40).
    package var splitFrom: String?
    /// The steps of it, in their order (row 42).
    package var checklist: [ChecklistItem]?
    /// Agents who want to know what happens to it (row 37); never shown to customers.
    package var followers: [String]?
    /// While it is pending: since when the customer has not answered (row 90).
    package var waiting: Waiting?
    /// A call before it is closed (row 89).
    package var callback: Callback?
    /// Thrown away (row 49): it is purged 30 days later.
    package var trashedAt: Instant?
    /// Put aside (row 44).
    package var snooze: Snooze?
    /// Customers who get a copy of public answers.
    package var cc: [Requester]?
    /// Why this team and assignee, in a sentence (row 52).
    package var routing: AssignmentReason?
    /// What the routing rule that matched asks of whoever gets it (rows 52, 56, 57).
    package var demand: Demand?
    /// Somebody is asked to take it (row 58); meanwhile it uses their capacity.
    package var offer: Offer?
    /// Agents who let it pass by, and until when they are not asked again.
    package var passedOver: [String: Instant]?
    /// Since when its assignee has not answered the customer (row 60); nil once they have.
    package var silentSince: Instant?
    /// Grows with every change; the ETag.
    package var version: Int

    package init(
        id: String, number: Int, subject: String, status: TicketStatus, priority: Priority, channel: Channel,
        requester: Requester, assignee: String? = nil, team: String? = nil, tags: [String] = [],
        fields: [String: JSON] = [:], language: String? = nil, createdAt: Instant, updatedAt: Instant,
        firstRepliedAt: Instant? = nil, solvedAt: Instant? = nil, closedAt: Instant? = nil,
        waitingSince: Instant? = nil, assignedAt: Instant? = nil, lastMessage: Excerpt? = nil, messageCount: Int = 0,
        clocks: [SLAClock] = [], rating: Rating? = nil, followUpOf: String? = nil, routing: AssignmentReason? = nil,
        version: Int
    ) {
        (self.id, self.number, self.subject, self.status) = (id, number, subject, status)
        (self.priority, self.channel, self.requester, self.assignee) = (priority, channel, requester, assignee)
        (self.team, self.tags, self.fields, self.language) = (team, tags, fields, language)
        (self.createdAt, self.updatedAt, self.firstRepliedAt) = (createdAt, updatedAt, firstRepliedAt)
        (self.solvedAt, self.closedAt, self.waitingSince) = (solvedAt, closedAt, waitingSince)
        (self.assignedAt, self.lastMessage) = (assignedAt, lastMessage)
        (self.messageCount, self.clocks, self.rating, self.followUpOf) = (messageCount, clocks, rating, followUpOf)
        (self.routing, self.version) = (routing, version)
    }
}

/// The six categories of row 32; SLA, rules and reports look only at these.
package enum TicketStatus: String, Codable, Sendable, CaseIterable { case new, open, pending, hold, solved, closed }

package enum Priority: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
    case low, normal, high, urgent
}

/// Where a message came from or goes to.
package enum Channel: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
    case mail, wechat, form, chat, phone, sms, app, api
}

/// The customer behind a ticket, as known when it was last looked up.
package struct Requester: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var tier: String?
    /// Where answers on the ticket's channel go: mail address, OpenID…
    package var address: String?

    package init(id: String, name: String, tier: String? = nil, address: String? = nil) {
        (self.id, self.name, self.tier, self.address) = (id, name, tier, address)
    }
}

/// Why the assignee is who it is (row 52: show "why" on the ticket); a screen says it in its reader's language.
package struct AssignmentReason: Codable, Hashable, Sendable {
    /// `roundRobin`: was assigned longest ago in `team`; `assigned`: `by` decided so; `replied`, `solved`: took it by
    /// doing that; `left`: the assignee no longer works here; `imported`: it was so where the ticket comes from.
    /// `leastLoaded`, `mostSpare`: the team's strategy; `sticky`: knows the customer; `claimed`: took it from the
    /// queue; `substitute`: stands in for `by`; `supervisor`: `by` kept silent; `silent`, `absent`, `handedBack`: taken
    /// away because `by` did not answer, is absent, or goes away and gives back what is open.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case roundRobin, assigned, replied, solved, left, imported
        case leastLoaded, mostSpare, sticky, claimed, substitute, supervisor, silent, absent, handedBack
    }

    package var kind: Kind
    /// Names as they were then.
    package var team: String?
    package var by: String?
    /// The routing rule that chose the team.
    package var rule: String?
    /// Steps by which its skills were relaxed, when they were (row 56).
    package var relaxed: Int?

    package init(
        _ kind: Kind, team: String? = nil, by: String? = nil, rule: String? = nil, relaxed: Int? = nil
    ) {
        (self.kind, self.team, self.by, self.rule, self.relaxed) = (kind, team, by, rule, relaxed)
    }
}

/// The last words of a conversation, for lists (at most 140 characters).
package struct Excerpt: Codable, Hashable, Sendable {
    package var text: String
    package var author: Author
    package var kind: Message.Kind
    package var at: Instant

    package init(text: String, author: Author, kind: Message.Kind, at: Instant) {
        (self.text, self.author, self.kind, self.at) = (text, author, kind, at)
    }
}

package struct Author: Codable, Hashable, Sendable {
    package var kind: Caller.Kind
    package var id: String
    package var name: String

    package init(kind: Caller.Kind, id: String, name: String) {
        (self.kind, self.id, self.name) = (kind, id, name)
    }
}

/// A part of the conversation.
package struct Message: Codable, Hashable, Sendable {
    /// `incoming` from the customer, `reply` public to the customer, `note` internal, `muted` an automatic or bulk
    /// mail that neither reopens nor counts (row 3).
    package enum Kind: String, Codable, Sendable, CaseIterable { case incoming, reply, note, muted }

    package var id: String
    package var ticket: String
    package var kind: Kind
    package var author: Author
    package var channel: Channel
    package var text: String
    /// Sanitised HTML, when the message had some.
    package var html: String?
    package var attachments: [Attachment] = []
    package var at: Instant
    /// RFC 5322 Message-ID or the provider's message id.
    package var externalID: String?
    package var delivery: Delivery?
    /// The blob of the raw source (row 28).
    package var raw: String?
    /// Sent by a rule, not by a person: does not meet the first-response clock.
    package var automatic: Bool = false
    /// The ticket it came to, when it is shown in another one since a merge (row 39).
    package var origin: String?
    /// Agents whom a note calls (row 37).
    package var mentions: [String]?
    /// The message it was copied or moved from with a split: the same id when it was moved (row 40).
    package var splitFrom: SplitOrigin?

    package init(
        id: String, ticket: String, kind: Kind, author: Author, channel: Channel, text: String, html: String? = nil,
        attachments: [Attachment] = [], at: Instant, externalID: String? = nil, delivery: Delivery? = nil,
        raw: String? = nil, automatic: Bool = false
    ) {
        (self.id, self.ticket, self.kind, self.author) = (id, ticket, kind, author)
        (self.channel, self.text, self.html, self.attachments) = (channel, text, html, attachments)
        (self.at, self.externalID, self.delivery, self.raw) = (at, externalID, delivery, raw)
        self.automatic = automatic
    }
}

/// Where a message was before a split.
package struct SplitOrigin: Codable, Hashable, Sendable {
    package var ticket: String
    package var message: String

    package init(ticket: String, message: String) {
        (self.ticket, self.message) = (ticket, message)
    }
}

/// `id` is the blob's SHA-256 in the tickets service.
package struct Attachment: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var type: String
    package var size: Int
    package var contentID: String?
    package var inline: Bool = false

    package init(id: String, name: String, type: String, size: Int, contentID: String? = nil, inline: Bool = false) {
        (self.id, self.name, self.type, self.size) = (id, name, type, size)
        (self.contentID, self.inline) = (contentID, inline)
    }
}

/// What became of an outgoing message.
package struct Delivery: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case queued, sent, failed, bounced }
    package var state: State
    package var at: Instant
    package var error: String?

    package init(state: State, at: Instant, error: String? = nil) {
        (self.state, self.at, self.error) = (state, at, error)
    }
}

/// A customer's judgement (rows 150, 151): raw value, `scale` its highest value.
package struct Rating: Codable, Hashable, Sendable {
    package var score: Int
    package var scale: Int = 5
    package var comment: String?
    package var at: Instant
    package var agent: String?
    /// The scale it was given on and its version; absent of ratings from before there were several.
    package var scaleID: String?
    package var scaleVersion: Int?

    package init(score: Int, scale: Int = 5, comment: String? = nil, at: Instant, agent: String? = nil) {
        (self.score, self.scale, self.comment, self.at) = (score, scale, comment, at)
        self.agent = agent
    }
}
