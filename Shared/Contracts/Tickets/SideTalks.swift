package import Base

/// A conversation with a third party beside a ticket (row 38): a vendor, another department. They never see the ticket.
package struct SideTalk: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case open, done }

    package var id: String
    package var ticket: String
    package var subject: String
    /// Mail address and name of the other side.
    package var address: String
    package var name: String
    package var state: State
    /// The other side wrote last, and nobody answered.
    package var answered: Bool
    package var messages: Int
    package var createdAt: Instant
    package var updatedAt: Instant
    package var version: Int

    package init(
        id: String, ticket: String, subject: String, address: String, name: String, createdAt: Instant, version: Int = 1
    ) {
        (self.id, self.ticket, self.subject) = (id, ticket, subject)
        (self.address, self.name, state, answered, messages) = (address, name, .open, false, 0)
        (self.createdAt, updatedAt, self.version) = (createdAt, createdAt, version)
    }
}

/// A message of a side conversation.
package struct SideMessage: Codable, Hashable, Sendable {
    package var id: String
    package var talk: String
    package var author: Author
    /// Ours, to them.
    package var outgoing: Bool
    package var text: String
    package var attachments: [Attachment]
    package var at: Instant
    package var externalID: String?
    package var delivery: Delivery?

    package init(
        id: String, talk: String, author: Author, outgoing: Bool, text: String, attachments: [Attachment], at: Instant,
        externalID: String? = nil, delivery: Delivery? = nil
    ) {
        (self.id, self.talk, self.author, self.outgoing) = (id, talk, author, outgoing)
        (self.text, self.attachments, self.at) = (text, attachments, at)
        (self.externalID, self.delivery) = (externalID, delivery)
    }
}

package struct OpenSideTalk: Codable, Hashable, Sendable {
    package var ticket: String
    package var subject: String
    package var address: String
    package var name: String?
    package var text: String
    package var attachments: [Attachment]?

    package init(
        ticket: String, subject: String, address: String, name: String? = nil, text: String,
        attachments: [Attachment]? = nil
    ) {
        (self.ticket, self.subject, self.address) = (ticket, subject, address)
        (self.name, self.text, self.attachments) = (name, text, attachments)
    }
}

package struct WriteSideMessage: Codable, Hashable, Sendable {
    package var talk: String
    package var text: String
    package var attachments: [Attachment]?

    package init(talk: String, text: String, attachments: [Attachment]? = nil) {
        (self.talk, self.text, self.attachments) = (talk, text, attachments)
    }
}

package struct CloseSideTalk: Codable, Hashable, Sendable {
    package var talk: String
    package var state: SideTalk.State

    package init(talk: String, state: SideTalk.State) {
        (self.talk, self.state) = (talk, state)
    }
}

package struct ListSideMessages: Codable, Hashable, Sendable {
    package var talk: String
    package var limit: Int?
    package var after: String?

    package init(talk: String, limit: Int? = nil, after: String? = nil) {
        (self.talk, self.limit, self.after) = (talk, limit, after)
    }
}

/// What an event tells of a side conversation.
package struct SideNews: Codable, Hashable, Sendable {
    package var talk: SideTalk
    package var message: SideMessage?

    package init(talk: SideTalk, message: SideMessage? = nil) {
        (self.talk, self.message) = (talk, message)
    }
}
