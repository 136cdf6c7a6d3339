internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// The unified timeline of a customer over all channels (row 96), built from the tickets feed.
struct TimelineCalls: Sendable {
    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers
    let memo: GroupMemo

    /// Newest first, of the customer and everything joined into it.
    func list(_ request: ListTimeline, _ context: CallContext) async throws -> Page<TimelineEntry> {
        try await store.read { try $0.story(request, memo.groups(in: $0).types) }
    }

    /// What changes a customer's record: not the clocks of a ticket, its drafts, and mail on its way.
    static let types =
        [
            TicketsAPI.opened, TicketsAPI.received, TicketsAPI.muted, TicketsAPI.replied, TicketsAPI.noted,
            TicketsAPI.changed, TicketsAPI.assigned, TicketsAPI.solved, TicketsAPI.reopened, TicketsAPI.closed,
            TicketsAPI.rated, TicketsAPI.surveyAnswered, TicketsAPI.merged, TicketsAPI.absorbed, TicketsAPI.unmerged,
            TicketsAPI.released, TicketsAPI.parted, TicketsAPI.snoozed, TicketsAPI.awoken, TicketsAPI.redacted,
            TicketsAPI.discarded, TicketsAPI.recovered,
        ].map(\.name) + [TicketsAPI.purged.name]

    /// One event of the tickets feed.
    func apply(_ event: Event, _ tx: Transaction) throws {
        let writer = TimelineWriter(tx: tx)
        if event.type == TicketsAPI.purged.name {
            return try writer.forget(event.decode(TicketsAPI.purged), subject: event.subject)
        }
        guard event.subject.hasPrefix("ticket/"), let data = try? event.data.decoded(as: TicketEvent.self) else {
            return
        }
        if event.type == TicketsAPI.redacted.name { try writer.redact(data) }
        try writer.count(data, at: event.time)
        let context = CallContext(caller: .service(CustomersAPI.service), causation: event.id)
        try CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo)
            .refreshSoon([data.ticket.requester.id])
        // History brought in later was not late when it happened.
        let receivedAt = event.replayed == true ? event.time : time.now()
        guard let entry = TimelineEntry(event, data, receivedAt: receivedAt) else { return }
        try writer.add(entry)
    }
}

/// Writes of the timeline.
struct TimelineWriter {
    let tx: Transaction

    /// Adds an entry once.
    func add(_ entry: TimelineEntry) throws {
        try tx.execute(
            """
            INSERT INTO timeline
                (id, customer, kind, channel, occurred_at, received_at, source, ref, number, summary, actor)
            VALUES (\(entry.id), \(entry.customer), \(entry.kind), \(entry.channel), \(entry.occurredAt),
                \(entry.receivedAt), \(entry.source), \(entry.ref), \(entry.number), \(entry.summary), \(entry.actor))
            ON CONFLICT DO NOTHING
            """)
    }

    /// Adds an event of this service.
    func add(_ event: JournalEntry, to customer: String, kind: String, summary: String) throws {
        try add(
            TimelineEntry(
                id: event.id, customer: customer, kind: kind, occurredAt: event.time, receivedAt: event.time,
                source: event.source, ref: event.subject, summary: String(summary.prefix(140)),
                actor: event.actor?.name))
    }

    /// A ticket is gone for good, with all it said.
    func forget(_ ticket: PurgedTicket, subject: String) throws {
        try tx.execute("DELETE FROM ticket_facts WHERE ticket = \(ticket.id)")
        try tx.execute("DELETE FROM timeline WHERE customer = \(ticket.requester) AND ref = \(subject)")
    }

    /// What a redaction rewrote is not told here either.
    func redact(_ data: TicketEvent) throws {
        let rewritten = data.changes.first { $0.field == "redacted" }?.after["events"]?.array ?? []
        for event in rewritten.compactMap(\.string) {
            try tx.execute("UPDATE timeline SET summary = '▇▇▇' WHERE id = \(event)")
        }
    }

    /// Keeps what the customer card counts: tickets, open ones, the last rating and contact.
    func count(_ data: TicketEvent, at now: Instant) throws {
        let ticket = data.ticket
        let customer = try holder(of: ticket)
        let contact = data.message?.kind == .incoming ? data.message?.at : nil
        try tx.execute(
            """
            INSERT INTO ticket_facts (ticket, customer, open, rating, rated_at, contact_at, created_at, body) VALUES
            (\(ticket.id), \(customer), \(ticket.isOpen), \(ticket.rating?.score), \(ticket.rating?.at), \(contact),
                \(ticket.createdAt), \(ticket.summary))
            ON CONFLICT (ticket) DO UPDATE SET customer = excluded.customer, open = excluded.open,
                rating = excluded.rating, rated_at = excluded.rated_at, body = excluded.body,
                created_at = excluded.created_at,
                contact_at = COALESCE(excluded.contact_at, ticket_facts.contact_at)
            """)
    }
}

extension TimelineWriter {
    /// The record a ticket is counted for: the one that wrote it, also when that was joined into the requester since.
    /// So it keeps its tickets when joining is taken back.
    private func holder(of ticket: Ticket) throws -> String {
        let requester = ticket.requester.id
        guard
            let known = try tx.first("SELECT customer FROM ticket_facts WHERE ticket = \(ticket.id)")?.string(
                "customer"),
            known != requester
        else { return requester }
        let reader = CustomerReader(tx)
        return try reader.survivor(of: known) == reader.survivor(of: requester) ? known : requester
    }
}

extension TimelineEntry {
    /// Which events of a ticket a customer's timeline shows, by event type.
    private static let kinds: [String: String] = [
        TicketsAPI.opened.name: "opened", TicketsAPI.received.name: "received", TicketsAPI.replied.name: "replied",
        TicketsAPI.solved.name: "solved", TicketsAPI.reopened.name: "reopened", TicketsAPI.rated.name: "rated",
    ]

    /// The entry of a ticket's event; nil for events that are not the customer's business.
    init?(_ event: Event, _ data: TicketEvent, receivedAt: Instant) {
        guard let kind = TimelineEntry.kinds[event.type] else { return nil }
        let summary =
            switch kind {
            case "rated": data.rating.map { "\($0.score)/\($0.scale)" + ($0.comment.map { " · " + $0 } ?? "") } ?? ""
            case "received", "replied": data.message?.text ?? data.ticket.subject
            default: data.ticket.subject
            }
        self.init(
            id: event.id, customer: data.ticket.requester.id, kind: kind,
            channel: data.message?.channel ?? data.ticket.channel, occurredAt: event.time, receivedAt: receivedAt,
            source: event.source, ref: event.subject, number: data.ticket.number,
            summary: String(summary.prefix(140)), actor: data.message?.author.name ?? event.actor?.name)
    }
}
