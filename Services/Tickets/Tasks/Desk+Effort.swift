internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let correctionMaximum = 604_800

    /// Counts the time since somebody was heard of, when they had the ticket before them (row 43).
    func countFocus(on ticket: String, _ mode: ViewerMode?, until: Instant) throws {
        guard mode == .viewing || mode == .editing else { return }
        let beat = until - Desk.viewerTime
        let seconds = Int((now - beat).seconds)
        guard seconds > 0 else { return }
        try tx.addEffort(ticket, cause.caller.id, focus: seconds, corrected: 0)
    }

    /// More or less than was measured; both are kept, and the history says who said so.
    package func correct(_ request: CorrectEffort) throws -> Effort {
        let agent = request.agent ?? cause.caller.id
        guard request.note?.count ?? 0 <= 500 else {
            throw Problem.invalid("effort.note", "A note has 500 characters at most.")
        }
        guard agent == cause.caller.id || cause.agent == nil || cause.caller.has(.owner, .admin, .supervisor),
            try tx.agent(agent) != nil
        else { throw Problem.invalid("effort.agent", "Only supervisors correct what others gave.") }
        var work = try take(request.ticket)
        let before = try tx.effort(of: agent, on: work.ticket.id)
        let total = before.focusSeconds + before.correctedSeconds + request.seconds
        guard request.seconds != 0, abs(request.seconds) <= Desk.correctionMaximum, total >= 0 else {
            throw Problem.invalid("effort.seconds", "A correction is at most a week and leaves no negative time.")
        }
        try tx.addEffort(work.ticket.id, agent, focus: 0, corrected: request.seconds)
        let after = try tx.effort(of: agent, on: work.ticket.id)
        work.correctEffort(of: agent, before, after, note: request.note)
        try save(work)
        return after
    }
}

extension TicketCase {
    mutating func correctEffort(of agent: String, _ before: Effort, _ after: Effort, note: String?) {
        var changes = [
            Change(
                field: "effort.\(agent)", before: .int(Int64(before.correctedSeconds)),
                after: .int(Int64(after.correctedSeconds)))
        ]
        if let note { changes.append(Change(field: "effort.note", before: .null, after: .string(note))) }
        record(TicketsAPI.effortCorrected, changes: changes, substantial: false)
    }
}

extension Reader {
    /// Who gave how much time to a ticket, most first.
    package func efforts(_ request: OfTicket) throws -> Page<Effort> {
        guard try first("SELECT id FROM tickets WHERE id = \(request.ticket)") != nil else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        let rows = try rows(
            """
            SELECT agent, focus, corrected FROM efforts WHERE ticket = \(request.ticket)
            ORDER BY focus + corrected DESC, agent LIMIT 100
            """)
        return Page(items: try rows.map { try effort($0, of: try $0.string("agent")) })
    }

    func effort(of agent: String, on ticket: String) throws -> Effort {
        let row = try first("SELECT focus, corrected FROM efforts WHERE ticket = \(ticket) AND agent = \(agent)")
        return try effort(row, of: agent)
    }

    private func effort(_ row: Row?, of agent: String) throws -> Effort {
        Effort(
            agent: agent, name: try self.agent(agent)?.name ?? agent, focusSeconds: try row?.int("focus") ?? 0,
            correctedSeconds: try row?.int("corrected") ?? 0)
    }
}

extension Transaction {
    func addEffort(_ ticket: String, _ agent: String, focus: Int, corrected: Int) throws {
        try execute(
            """
            INSERT INTO efforts (ticket, agent, focus, corrected) VALUES (\(ticket), \(agent), \(focus), \(corrected))
            ON CONFLICT (ticket, agent) DO UPDATE SET focus = efforts.focus + excluded.focus,
                corrected = efforts.corrected + excluded.corrected
            """)
    }
}
