internal import Base
package import Contracts
internal import Store

extension SLALogEntry.Kind {
    /// What an event says of a clock, and whether it was done too late; nil for other events.
    fileprivate static func of(_ type: String) -> (kind: SLALogEntry.Kind, late: Bool?)? {
        switch type {
        case TicketsAPI.slaStarted.name: (.activate, nil)
        case TicketsAPI.slaApplied.name: (.apply, nil)
        case TicketsAPI.slaPaused.name: (.pause, nil)
        case TicketsAPI.slaResumed.name: (.resume, nil)
        case TicketsAPI.slaWarned.name: (.warn, nil)
        case TicketsAPI.slaBreached.name: (.breach, nil)
        case TicketsAPI.slaEscalated.name: (.escalate, nil)
        case TicketsAPI.slaMet.name: (.fulfill, false)
        case TicketsAPI.slaFulfilled.name: (.fulfill, true)
        case TicketsAPI.slaCancelled.name: (.cancel, nil)
        default: nil
        }
    }
}

extension Reader {
    /// The metric log of a ticket (row 83), oldest first: what its journal says of its clocks.
    package func slaLog(_ request: ListSLALog) throws -> Page<SLALogEntry> {
        guard try first("SELECT id FROM tickets WHERE id = \(request.ticket)") != nil else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        let limit = min(max(request.limit ?? 100, 1), 500)
        var after = try request.after.map { try PageCursor(parsing: $0, count: 1).int(0) } ?? 0
        let subject = "ticket/\(request.ticket)"
        var items: [SLALogEntry] = []
        while true {
            let events = try events(subject: subject, after: after, limit: 500, bytes: Reader.pageBytes * 4)
            if events.isEmpty { return Page(items: items) }
            for event in events {
                after = event.sequence
                guard let entry = try Reader.entry(event) else { continue }
                items.append(entry)
                if items.count == limit { return Page(items: items, after: PageCursor(.int(after)).text) }
            }
        }
    }

    private static func entry(_ event: Event) throws -> SLALogEntry? {
        guard let (kind, late) = SLALogEntry.Kind.of(event.type), let clock = event.data["clock"] else { return nil }
        let escalation = try event.data["escalation"].flatMap { $0.isNull ? nil : $0 }
            .map { try $0.decoded(as: SLAEscalated.self) }
        return SLALogEntry(
            sequence: event.sequence, at: event.time, kind: kind, clock: try clock.decoded(as: SLAClock.self),
            late: late, escalation: escalation)
    }

    /// Tickets that stand in a pausing status although the customer waits for an answer (row 83), longest first.
    package func parked(_ request: PageRequest) throws -> Page<Ticket> {
        let limit = min(max(request.limit ?? 50, 1), 100)
        var condition: SQL = "unsolved = 1 AND pausing = 1 AND waiting = 1"
        if let after = request.after {
            let cursor = try PageCursor(parsing: after, count: 2)
            condition = "\(condition) AND (updated, id) > (\(try cursor.int(0)), \(try cursor.string(1)))"
        }
        let found = try rows("SELECT body FROM tickets WHERE \(condition) ORDER BY updated, id LIMIT \(limit + 1)")
        var items: [Ticket] = []
        var left = Reader.pageBytes
        for row in found.prefix(limit) {
            left -= try row.string("body").utf8.count
            if left < 0, !items.isEmpty { break }
            items.append(try row.decode(Ticket.self, "body"))
        }
        guard found.count > items.count, let last = items.last else { return Page(items: items) }
        return Page(items: items, after: PageCursor(.int(last.updatedAt.microseconds), .string(last.id)).text)
    }
}
