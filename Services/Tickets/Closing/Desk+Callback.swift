internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let attemptsMaximum = 3

    /// Asks for a call before a solved ticket is closed (row 89).
    package func plan(_ request: PlanCallback) throws -> Ticket {
        var work = try take(request.id)
        guard work.ticket.status == .solved else {
            throw Problem.conflict("callback.solved", "Ticket \(work.ticket.number) is \(work.ticket.status.rawValue).")
        }
        let due = request.dueAt?.wholeMilliseconds ?? now + .days(1)
        guard due > now, due <= now + .days(60) else {
            throw Problem.invalid("callback.due", "The moment is past or more than 60 days ahead.")
        }
        work.set(Callback(dueAt: due))
        return try save(work)
    }

    /// Says how the call went.
    package func finish(_ request: FinishCallback) throws -> Ticket {
        if let note = request.note, !note.trimmed.isEmpty {
            _ = try self.note(WriteMessage(ticket: request.id, text: note))
        }
        var work = try take(request.id)
        guard work.ticket.status == .solved else {
            throw Problem.conflict("callback.solved", "Ticket \(work.ticket.number) is \(work.ticket.status.rawValue).")
        }
        guard var callback = work.ticket.callback, callback.isDue else {
            throw Problem.conflict("callback.not_due", "No call is due on ticket \(work.ticket.number).")
        }
        callback.attempts += 1
        (callback.result, callback.by) = (request.result, Actor(cause.caller))
        callback.isDue = request.result == .unreached && callback.attempts < Desk.attemptsMaximum
        if callback.isDue { callback.dueAt = now + .days(1) }
        work.set(callback)
        switch request.result {
        case .satisfied: try work.move(to: .closed)
        case .dissatisfied: try work.move(to: .open)
        case .unreached: break
        }
        return try save(work)
    }
}

extension TicketCase {
    /// A call is due, or was made.
    mutating func set(_ callback: Callback) {
        let before = ticket.callback
        ticket.callback = callback
        // Whoever could not be reached has the usual time from now.
        if !callback.isDue, let closesAt = ticket.closesAt { ticket.closesAt = max(closesAt, now + .days(1)) }
        func json(_ callback: Callback?) -> JSON { callback.flatMap { try? JSON(encoding: $0) } ?? .null }
        record(
            TicketsAPI.changed, changes: [Change(field: "callback", before: json(before), after: json(callback))],
            substantial: false)
    }
}
