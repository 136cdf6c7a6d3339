internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let snoozeMaximum = Instant.Span.days(366)

    /// Puts a ticket aside (row 44); clocks go on. The customer's next message wakes it, the moment does, or somebody.
    package func snooze(_ request: SnoozeTicket) throws -> Ticket {
        var work = try take(request.id, version: request.version)
        guard work.ticket.status != .closed else { throw Problem.closed(work.ticket) }
        guard work.ticket.status != .solved else {
            throw Problem.conflict("snooze.solved", "Ticket \(work.ticket.number) is solved.")
        }
        guard request.until == nil || request.seconds == nil else {
            throw Problem.invalid("snooze.until", "Say a moment or a number of seconds, not both.")
        }
        if let seconds = request.seconds, !(1...Int(Desk.snoozeMaximum.seconds)).contains(seconds) {
            throw Problem.invalid("snooze.until", "A ticket is put aside for a second to a year.")
        }
        let until = request.until?.wholeMilliseconds ?? request.seconds.map { now + .seconds($0) }
        if let until, until <= now || until > now + Desk.snoozeMaximum {
            throw Problem.invalid("snooze.until", "The moment is past, or more than a year ahead.")
        }
        work.snooze(Snooze(until: until, at: now, by: Actor(cause.caller)))
        return try save(work)
    }

    /// Takes it back.
    package func endSnooze(_ request: ByID) throws -> Ticket {
        var work = try take(request.id)
        work.awake()
        return try save(work)
    }
}

extension TicketCase {
    /// It is put aside.
    mutating func snooze(_ snooze: Snooze) {
        let before = ticket.snooze
        ticket.snooze = snooze
        record(
            TicketsAPI.snoozed,
            changes: [Change(field: "snooze", before: TicketCase.json(before), after: TicketCase.json(snooze))],
            substantial: false)
    }

    /// It is there again.
    mutating func awake() {
        guard let snooze = ticket.snooze else { return }
        ticket.snooze = nil
        record(
            TicketsAPI.awoken,
            changes: [Change(field: "snooze", before: TicketCase.json(snooze), after: .null)], substantial: false)
    }

    private static func json(_ snooze: Snooze?) -> JSON {
        guard let snooze else { return .null }
        return snooze.until.map { .string($0.description) } ?? "reply"
    }
}
