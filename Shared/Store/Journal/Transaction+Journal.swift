package import Base
package import Contracts

extension Transaction {
    /// Appends an event to the journal: it is in the feed when this transaction is committed, and never otherwise.
    @discardableResult
    package func append(_ draft: EventDraft) throws(StoreError) -> JournalEntry {
        let id = context.identifiers.next()
        let at = draft.time ?? now
        let actor = try JournalRow.text(draft.actor)
        // What the running work is part of, rather than what the draft was told.
        let traceparent = TraceContext.current?.text ?? draft.traceparent
        let row = try first(
            """
            INSERT INTO store_journal (id, type, subject, at, data, actor, traceparent, causation, replayed)
            VALUES (\(id), \(draft.type), \(draft.subject), \(at), \(draft.data),
                \(actor), \(traceparent), \(draft.causation),
                \(draft.replayed ?? false))
            RETURNING sequence
            """)
        guard let row else { throw StoreError(.statement, "The journal gave no sequence.") }
        var text = EventText(data: draft.data)
        (text.id, text.type, text.subject, text.time) = (id, draft.type, draft.subject, at)
        (text.sequence, text.source) = (try row.int64("sequence"), context.source)
        (text.actor, text.traceparent, text.causation) = (actor, traceparent, draft.causation)
        text.isReplayed = draft.replayed ?? false
        let entry = JournalEntry(text, by: draft.actor)
        noteEvent(entry)
        return entry
    }
}

/// An event as the journal has taken it.
package struct JournalEntry: Hashable, Sendable {
    package let id: String
    package let source: String
    package let type: String
    package let subject: String
    package let time: Instant
    package let sequence: Int64
    package let actor: Actor?
    /// The whole event as JSON, as readers of the feed get it.
    package let text: [UInt8]

    fileprivate init(_ text: EventText, by actor: Actor?) {
        (id, source, type, subject) = (text.id, text.source, text.type, text.subject)
        (time, sequence, self.actor) = (text.time, text.sequence, actor)
        self.text = text.bytes
    }
}

extension Reader {
    /// Data of a page in bytes: with the rest of the events it fits into one message of the bus (1 MiB).
    package static let pageBytes = 700_000

    /// Up to `limit` events after a sequence, in the order of their commits: sequences are given under the write lock,
    /// so none below the last one seen can still be on its way. A page of large events ends earlier, after
    /// `bytes` of data, but has one event at least. With `types`, events of other types are passed over.
    package func feed(
        after sequence: Int64, limit: Int, types: [String]? = nil, bytes: Int = Reader.pageBytes
    ) throws(StoreError) -> FeedPage {
        let page = try JournalPage(self, after: sequence, limit: limit, types: types)
        let events = try JournalRow.events(page.rows, source: context.source, bytes: bytes)
        return FeedPage(events: events, last: try page.last(of: events.count))
    }

    /// Bytes of a page as text; the bus takes a message of 1 MiB.
    package static let feedTextMaximum = 900_000

    /// What `feed` gives, as the JSON text of a `FeedPage` with its `end`. What events hold goes over as it was
    /// written, neither read nor written anew. The text ends before it is longer than `maximum`, but has one event at
    /// least.
    package func feedText(
        after sequence: Int64, limit: Int, types: [String]? = nil, maximum: Int = Reader.feedTextMaximum
    ) throws(StoreError) -> [UInt8] {
        let page = try JournalPage(self, after: sequence, limit: limit, types: types)
        var text = Array("{\"end\":\(page.end),\"events\":[".utf8)
        var count = 0
        for row in page.rows {
            let event = try JournalRow.text(row, source: context.source)
            if text.count + event.count > maximum, count > 0 { break }
            if count > 0 { text.append(UInt8(ascii: ",")) }
            text += event
            count += 1
        }
        return text + Array("],\"last\":\(try page.last(of: count))}".utf8)
    }

    /// The sequence of the last event: where somebody starts who has read the present state.
    package func journalEnd() throws(StoreError) -> Int64 {
        try first("SELECT COALESCE(MAX(sequence), 0) AS last FROM store_journal")?.int64("last") ?? 0
    }

    /// The history of one subject (`ticket/1042`), oldest first, on an index; `after` pages on. With `bytes` it ends
    /// earlier when the events are large, after one at least.
    package func events(
        subject: String, after sequence: Int64 = 0, limit: Int = 1_000, bytes: Int = .max
    ) throws(StoreError) -> [Event] {
        let page = try rows(
            """
            SELECT \(JournalRow.columns) FROM store_journal
            WHERE subject = \(subject) AND sequence > \(sequence) ORDER BY sequence LIMIT \(limit)
            """)
        return try JournalRow.events(page, source: context.source, bytes: bytes)
    }
}

extension Store {
    /// A page of the journal for `<service>.feed`.
    package func feed(after sequence: Int64, limit: Int) async throws -> FeedPage {
        try await read { try $0.feed(after: sequence, limit: limit) }
    }

    /// The history of one subject, oldest first.
    package func events(subject: String, after sequence: Int64 = 0, limit: Int = 1_000) async throws -> [Event] {
        try await read { try $0.events(subject: subject, after: sequence, limit: limit) }
    }
}

/// Rows of a feed, and how far they reach.
private struct JournalPage {
    let rows: [Row]
    /// The last sequence there was before they were read: what is committed in between must not count as passed over.
    let end: Int64
    private let after: Int64
    private let limit: Int

    init(_ db: Reader, after: Int64, limit: Int, types: [String]?) throws(StoreError) {
        (self.after, self.limit) = (after, limit)
        end = try db.journalEnd()
        let among: SQL = types.map { "AND type IN (\(list: $0))" } ?? ""
        rows = try db.rows(
            """
            SELECT \(JournalRow.columns) FROM store_journal
            WHERE sequence > \(after) \(among) ORDER BY sequence LIMIT \(limit)
            """)
    }

    /// The sequence to go on from when the first `count` rows are handed out.
    func last(of count: Int) throws(StoreError) -> Int64 {
        let last = count > 0 ? try rows[count - 1].int64("sequence") : after
        return count == rows.count && count < limit ? max(last, end) : last
    }
}

/// Between a journal row and its event.
private enum JournalRow {
    static let columns: SQL = "sequence, id, type, subject, at, data, actor, traceparent, causation, replayed"

    static func text(_ actor: Actor?) throws(StoreError) -> String? {
        guard let actor else { return nil }
        guard let text = try? JSON.text(of: actor) else { throw StoreError(.encoding, "The actor cannot be encoded.") }
        return text
    }

    /// The JSON text of an event.
    static func text(_ row: Row, source: String) throws(StoreError) -> [UInt8] {
        var text = EventText(data: try row.string("data"))
        (text.id, text.type, text.subject) = (try row.string("id"), try row.string("type"), try row.string("subject"))
        (text.time, text.sequence, text.source) = (try row.instant("at"), try row.int64("sequence"), source)
        (text.actor, text.traceparent) = (try row.optionalString("actor"), try row.optionalString("traceparent"))
        (text.causation, text.isReplayed) = (try row.optionalString("causation"), try row.bool("replayed"))
        return text.bytes
    }

    static func events(_ rows: [Row], source: String, bytes: Int) throws(StoreError) -> [Event] {
        var events: [Event] = []
        events.reserveCapacity(rows.count)
        var left = bytes
        for row in rows {
            left -= try row.string("data").utf8.count
            if left < 0, !events.isEmpty { break }
            events.append(
                Event(
                    id: try row.string("id"), source: source, type: try row.string("type"),
                    subject: try row.string("subject"), time: try row.instant("at"), data: try row.json("data"),
                    sequence: try row.int64("sequence"), actor: try row.optionalDecode(Actor.self, "actor"),
                    traceparent: try row.optionalString("traceparent"),
                    causation: try row.optionalString("causation"),
                    replayed: try row.bool("replayed") ? true : nil))
        }
        return events
    }
}

/// An event on its way to be text, its actor and data being text already.
private struct EventText {
    var id = ""
    var source = ""
    var type = ""
    var subject = ""
    var time = Instant(microseconds: 0)
    var sequence: Int64 = 0
    let data: String
    var actor: String?
    var traceparent: String?
    var causation: String?
    var isReplayed = false

    init(data: String) { self.data = data }

    /// As `JSON.encode` would write the event.
    var bytes: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(data.utf8.count + 512)
        func add(_ name: String, _ value: some Sequence<UInt8>) {
            text += (text.isEmpty ? "{\"" : ",\"").utf8
            text += name.utf8
            text += "\":".utf8
            text += value
        }
        func add(_ name: String, _ value: String?) { if let value { add(name, JSON.string(value).bytes) } }
        if let actor { add("actor", actor.utf8) }
        add("causation", causation)
        add("data", data.utf8)
        add("id", id)
        if isReplayed { add("replayed", "true".utf8) }
        add("sequence", String(sequence).utf8)
        add("source", source)
        add("specversion", "1.0")
        add("subject", subject)
        add("time", time.description)
        add("traceparent", traceparent)
        add("type", type)
        text.append(UInt8(ascii: "}"))
        return text
    }
}
