internal import Base
package import Contracts
package import Store

/// What applying the terms of now to tickets would do, counted without doing it.
struct TermsRehearsal {
    private(set) var preview: SLAPreview
    private var moves: [[String?]: Int] = [:]

    static let ticketsMaximum = 5_000
    private static let examplesMaximum = 20

    init(version: Int) { preview = SLAPreview(version: version) }

    mutating func take(_ ticket: Ticket, at now: Instant, _ terms: SLATerms) {
        preview.examined += 1
        var work = TicketCase(ticket, at: now, terms: terms)
        let before = work.ticket
        work.applyTerms()
        work.catchUp(to: now, inclusive: true)
        let after = work.ticket
        var shifts: [SLAPreview.Shift] = []
        for metric in SLAClock.Metric.allCases {
            let (old, new) = (before.clock(metric), after.clock(metric))
            guard old != new else { continue }
            if old == nil { preview.started += 1 }
            if let old, let new {
                if new.state == .cancelled, old.state != .cancelled { preview.cancelled += 1 }
                if new.target != old.target || new.business != old.business { preview.retargeted += 1 }
            }
            if new?.breachedAt != nil, old?.breachedAt == nil { preview.breached += 1 }
            if old?.target != new?.target || old?.dueAt != new?.dueAt || old?.state != new?.state {
                shifts.append(.init(metric: metric, before: old, after: new))
            }
        }
        if before.policy != after.policy { moves[[before.policy, after.policy], default: 0] += 1 }
        guard !shifts.isEmpty || before.policy != after.policy else { return }
        preview.changed += 1
        if preview.examples.count < Self.examplesMaximum {
            preview.examples.append(.init(ticket: ticket.id, number: ticket.number, shifts: shifts))
        }
    }

    /// The counts, with the largest moves first.
    func result(complete: Bool) -> SLAPreview {
        var result = preview
        result.complete = complete
        result.moves = moves.map { SLAPreview.Move(from: $0.key[0], to: $0.key[1], tickets: $0.value) }
            .sorted { ($1.tickets, $0.from ?? "", $0.to ?? "") < ($0.tickets, $1.from ?? "", $1.to ?? "") }
        return result
    }
}

extension Reader {
    /// Unsolved tickets after one, by the time they were opened.
    fileprivate func unsolved(after: (created: Instant, id: String)?, limit: Int) throws -> [Ticket] {
        let condition: SQL =
            after.map { "unsolved = 1 AND (created, id) > (\($0.created), \($0.id))" } ?? "unsolved = 1"
        return try rows("SELECT body FROM tickets WHERE \(condition) ORDER BY created, id LIMIT \(limit)")
            .map { try $0.decode(Ticket.self, "body") }
    }

    /// Looks at the oldest unsolved tickets.
    package func preview(_ terms: SLATerms) throws -> SLAPreview {
        var rehearsal = TermsRehearsal(version: terms.version)
        var last: (created: Instant, id: String)?
        while rehearsal.preview.examined < TermsRehearsal.ticketsMaximum {
            let tickets = try unsolved(after: last, limit: 500)
            for ticket in tickets { rehearsal.take(ticket, at: now.wholeMilliseconds, terms) }
            guard let end = tickets.last, tickets.count == 500 else { return rehearsal.result(complete: true) }
            last = (end.createdAt, end.id)
        }
        return rehearsal.result(complete: false)
    }

    /// How far the application is.
    package func application() throws -> SLAApplication {
        guard let row = try first("SELECT body FROM settings WHERE name = 'application'") else {
            return SLAApplication(state: .none)
        }
        return try row.decode(SLAApplication.self, "body")
    }
}

extension Desk {
    /// The kind of the timer that applies the terms, some tickets at a time.
    package static let applicationTimer = "sla-application"
    private static let batch = 200

    /// Begins to apply the terms that the caller has looked at to all unsolved tickets.
    package func applyTerms(_ request: ConfirmSLA) throws -> SLAApplication {
        let version = try tx.termsVersion()
        guard request.version == version else {
            throw Problem.stale("terms", expected: request.version, actual: version)
        }
        guard try tx.application().state != .running else {
            throw Problem.conflict("terms.running", "An application is under way.")
        }
        let begun = SLAApplication(state: .running, startedAt: now, by: cause.caller.id)
        try tx.putSetting("application", version: 1, begun)
        try tx.schedule(Timer(kind: Desk.applicationTimer, reference: "all", due: now))
        return begun
    }

    /// Applies the terms of now to the next tickets, and comes again until there are none.
    package func goOnApplying(_ timer: Timer) throws {
        var state = try tx.application()
        let last: (created: Instant, id: String)? =
            if let created = timer.payload["created"]?.int, let id = timer.payload["id"]?.string {
                (Instant(microseconds: created), id)
            } else { nil }
        let tickets = try tx.unsolved(after: last, limit: Desk.batch)
        for ticket in tickets {
            var work = try take(ticket)
            let before = work.happenings.count
            work.applyTerms()
            state.examined += 1
            if work.happenings.count > before { state.changed += 1 }
            try save(work)
        }
        if let end = tickets.last, tickets.count == Desk.batch {
            let payload: JSON = ["created": .int(end.createdAt.microseconds), "id": .string(end.id)]
            try tx.schedule(Timer(kind: Desk.applicationTimer, reference: "all", due: now, payload: payload))
        } else {
            (state.state, state.finishedAt) = (.done, now)
        }
        try tx.putSetting("application", version: 1, state)
    }
}
