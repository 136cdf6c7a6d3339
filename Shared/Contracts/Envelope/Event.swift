package import Base

/// What happened, as CloudEvents 1.0 JSON: a journal row, a feed entry, a wake-up on `events.<service>.<type>`.
package struct Event: Codable, Hashable, Sendable {
    package var specversion: String = "1.0"
    package var id: String
    /// `/moat/tickets`
    package var source: String
    /// `moat.tickets.opened`
    package var type: String
    /// `ticket/<id>`
    package var subject: String
    package var time: Instant
    package var data: JSON
    /// Position in the service's journal, from 1.
    package var sequence: Int64
    package var actor: Actor?
    package var traceparent: String?
    /// The id of the event that led to this one, for loop guards and histories.
    package var causation: String?
    /// True for history brought in later: rules, deliveries and notices do not act on it.
    package var replayed: Bool?

    package init(
        specversion: String = "1.0", id: String, source: String, type: String, subject: String, time: Instant,
        data: JSON, sequence: Int64, actor: Actor? = nil, traceparent: String? = nil, causation: String? = nil,
        replayed: Bool? = nil
    ) {
        (self.specversion, self.id, self.source, self.type) = (specversion, id, source, type)
        (self.subject, self.time, self.data, self.sequence) = (subject, time, data, sequence)
        (self.actor, self.traceparent, self.causation, self.replayed) = (actor, traceparent, causation, replayed)
    }

    /// The typed data; throws a `Problem` when it does not fit.
    package func decode<Data: Codable & Sendable>(_ type: EventType<Data>) throws -> Data {
        try data.decoded(as: Data.self)
    }
}

/// Who caused an event.
package struct Actor: Codable, Hashable, Sendable {
    package var kind: Caller.Kind
    package var id: String
    package var name: String?

    package init(kind: Caller.Kind, id: String, name: String? = nil) {
        (self.kind, self.id, self.name) = (kind, id, name)
    }

    package init(_ caller: Caller) { self.init(kind: caller.kind, id: caller.id, name: caller.name) }
}

/// A type of event and the shape of its data. Fields are added, never renamed or reused.
package struct EventType<Data: Codable & Sendable>: Sendable {
    package let name: String
    package init(_ name: String) { self.name = name }
}

/// An event about to be appended: the store adds id, source and sequence. Its data is the text already that the journal
/// keeps and readers of the feed get.
package struct EventDraft: Sendable {
    package var type: String
    package var subject: String
    package var time: Instant?
    /// JSON.
    package var data: String
    package var actor: Actor?
    package var traceparent: String?
    package var causation: String?
    package var replayed: Bool?

    package init(
        type: String, subject: String, time: Instant? = nil, data: String, actor: Actor? = nil,
        traceparent: String? = nil, causation: String? = nil, replayed: Bool? = nil
    ) {
        (self.type, self.subject, self.time, self.data) = (type, subject, time, data)
        (self.actor, self.traceparent, self.causation, self.replayed) = (actor, traceparent, causation, replayed)
    }

    /// `time` nil means now.
    package init<Data: Codable & Sendable>(
        _ type: EventType<Data>, subject: String, data: Data, time: Instant? = nil, actor: Actor? = nil,
        traceparent: String? = nil, causation: String? = nil, replayed: Bool? = nil
    ) throws {
        (self.type, self.subject, self.time) = (type.name, subject, time)
        self.data = try JSON.text(of: data)
        (self.actor, self.traceparent, self.causation) = (actor, traceparent, causation)
        self.replayed = replayed
    }
}
