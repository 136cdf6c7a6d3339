internal import Base
package import Contracts

extension Transaction {
    /// Appends an event to the journal: it is in the feed when this transaction is committed, and never otherwise.
    @discardableResult
    package func append(_ draft: EventDraft) throws(StoreError) -> Event {
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
        let event = Event(
            id: id, source: "/moat/\(context.service)", type: draft.type, subject: draft.subject, time: at,
            data: draft.data, sequence: try row.int64("sequence"), actor: draft.actor,
            traceparent: traceparent, causation: draft.causation, replayed: draft.replayed)
        noteEvent(event)
        return event
    }
}

extension Reader {
    /// Data of a page in bytes: with the rest of the events it fits into one message of the bus (1 MiB).
    package static let pageBytes = 700_000

    /// Up to `limit` events after a sequence, in the order of their commits: sequences are given under the write lock,
    /// so none below the last one seen can still be on its way. A page of large events ends earlier, after
    /// `bytes` of data, but has one event at least.
    package func feed(
        after sequence: Int64, limit: Int, bytes: Int = Reader.pageBytes
    ) throws(StoreError) -> FeedPage {
        let page = try rows(
            """
            SELECT \(JournalRow.columns) FROM store_journal
            WHERE sequence > \(sequence) ORDER BY sequence LIMIT \(limit)
            """)
        let events = try JournalRow.events(page, service: context.service, bytes: bytes)
        return FeedPage(events: events, last: events.last?.sequence ?? sequence)
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
        return try JournalRow.events(page, service: context.service, bytes: bytes)
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

/// Between a journal row and its event.
private enum JournalRow {
    static let columns: SQL = "sequence, id, type, subject, at, data, actor, traceparent, causation, replayed"

    static func text(_ actor: Actor?) throws(StoreError) -> String? {
        guard let actor else { return nil }
        guard let bytes = try? JSON.encode(actor) else { throw StoreError(.encoding, "The actor cannot be encoded.") }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func events(_ rows: [Row], service: String, bytes: Int) throws(StoreError) -> [Event] {
        let source = "/moat/\(service)"
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
