internal import Base
package import Contracts
package import Store

extension Desk {
    /// The kind of the timer that goes on with a change of many tickets.
    package static let bulkTimer = "bulk"
    package static let bulkMaximum = 1_000
    /// Tickets of one transaction, so that others get their turn in between.
    static let bulkStep = 25
    private static let previewMaximum = 100
    private static let problemsMaximum = 100
    private static let undoTime = Instant.Span.minutes(10)

    /// Begins a change of many tickets; `ids` are those it is about.
    package func begin(_ request: BulkRequest) throws -> BulkRun {
        let ids = try chosen(request)
        let run = BulkRun(
            id: nextID(), by: Actor(cause.caller), edit: request.edit, state: .running, total: ids.count,
            createdAt: now)
        for part in Chunks(ids.enumerated().map { "(\(run.id), \($0), \($1))" as SQL }, sizes: [100, 10, 1]) {
            try tx.execute("INSERT INTO bulk_items (run, position, ticket) VALUES \(part.joined(separator: ", "))")
        }
        try put(run, next: 0)
        try tx.schedule(Timer(kind: Desk.bulkTimer, reference: run.id, due: tx.now))
        try append(TicketsAPI.bulkChanged, subject: "bulk/\(run.id)", run)
        return run
    }

    /// What a change would do to the first tickets; whoever calls takes it back.
    package func preview(_ request: BulkRequest) throws -> BulkPreview {
        let ids = try chosen(request)
        var preview = BulkPreview(total: ids.count, tried: 0, changed: 0, unchanged: 0, problems: [])
        for id in ids.prefix(Desk.previewMaximum) {
            preview.tried += 1
            switch try change(request.edit.update(of: id), reply: request.edit.reply) {
            case .changed: preview.changed += 1
            case .unchanged: preview.unchanged += 1
            case .refused(let problem): preview.problems.append(problem)
            }
        }
        return preview
    }

    /// Takes a finished change back, ticket by ticket; one that somebody changed since stays as it is.
    package func undo(_ request: ByID) throws -> BulkRun {
        guard var (run, _) = try tx.bulkRun(request.id) else {
            throw Problem.notFound("bulk", String(request.id.prefix(64)))
        }
        guard run.by.id == cause.caller.id || cause.agent == nil || cause.caller.has(.owner, .admin, .supervisor) else {
            throw Problem.forbidden("Only supervisors take back what others did.")
        }
        guard run.state == .done, let until = run.undoUntil, now <= until else {
            throw Problem.conflict("bulk.undo", "A change of many tickets is taken back within 10 minutes, once.")
        }
        (run.state, run.changed, run.unchanged, run.refused, run.problems) = (.undoing, 0, 0, 0, [])
        run.undoUntil = nil
        try put(run, next: 0)
        try tx.schedule(Timer(kind: Desk.bulkTimer, reference: run.id, due: tx.now))
        return run
    }

    /// Goes on with a change, in the name of whoever began it. Returns whether it is at its end.
    @discardableResult
    package static func goOn(_ tx: Transaction, _ tools: DeskTools, bulk id: String) throws -> Bool {
        guard let caller = try tx.first("SELECT caller FROM bulk_runs WHERE id = \(id)")?.decode(Caller.self, "caller")
        else { return true }
        return try Desk.work(tx, tools, Cause(caller: caller)) { try $0.step(id) }
    }

    private func step(_ id: String) throws -> Bool {
        guard var (run, next) = try tx.bulkRun(id), run.state == .running || run.state == .undoing else { return true }
        let isUndo = run.state == .undoing
        let rows = try tx.rows(
            """
            SELECT position, ticket, undo FROM bulk_items WHERE run = \(id) AND position >= \(next)
            ORDER BY position LIMIT \(Desk.bulkStep)
            """)
        for row in rows {
            let (position, ticket) = (try row.int("position"), try row.string("ticket"))
            next = position + 1
            let undo = try row.optionalDecode(UpdateTicket.self, "undo")
            if isUndo, undo == nil { continue }
            switch try change(undo ?? run.edit.update(of: ticket), reply: isUndo ? nil : run.edit.reply) {
            case .changed(let undo):
                run.changed += 1
                if isUndo { continue }
                try tx.execute(
                    "UPDATE bulk_items SET undo = \(json: undo) WHERE run = \(id) AND position = \(position)")
            case .unchanged: run.unchanged += 1
            case .refused(let problem):
                run.refused += 1
                if run.problems.count < Desk.problemsMaximum { run.problems.append(problem) }
            }
        }
        let isEnd = rows.count < Desk.bulkStep
        if isEnd {
            (run.state, run.undoUntil) = isUndo ? (.undone, nil) : (.done, now + Desk.undoTime)
            try append(TicketsAPI.bulkChanged, subject: "bulk/\(run.id)", run)
        } else {
            try tx.schedule(Timer(kind: Desk.bulkTimer, reference: run.id, due: tx.now))
        }
        try put(run, next: next)
        return isEnd
    }

    private enum Outcome {
        case changed(UpdateTicket)
        case unchanged
        case refused(BulkProblem)
    }

    /// Changes one ticket, or says why not; what is refused has written nothing.
    private func change(_ update: UpdateTicket, reply text: String?) throws -> Outcome {
        let before = try tx.ticket(update.id)
        do {
            let after =
                try text.map { text in
                    try reply(WriteMessage(ticket: update.id, text: text, status: update.status)).ticket
                } ?? self.update(update)
            guard let before, after.version != before.version else { return .unchanged }
            // Whoever gets a ticket of the queue by it is another change: the ticket as it is now is what undo expects.
            return .changed(UpdateTicket(undoing: after, to: before))
        } catch let problem as Problem where problem.status < 500 {
            return .refused(
                BulkProblem(ticket: update.id, number: before?.number, code: problem.code, detail: problem.detail))
        }
    }

    private func chosen(_ request: BulkRequest) throws -> [String] {
        guard !request.edit.isEmpty else { throw Problem.invalid("bulk.edit", "Say what to change.") }
        if let text = request.edit.reply {
            guard request.edit == BulkEdit(status: request.edit.status, reply: text) else {
                throw Problem.invalid("bulk.edit", "Beside an answer only the status is changed.")
            }
            try check(text: text, attachments: nil)
        }
        guard (request.ids == nil) != (request.view == nil) else {
            throw Problem.invalid("bulk.tickets", "Name the tickets, or a view.")
        }
        var ids = request.ids ?? []
        if let view = request.view {
            var after: String?
            repeat {
                let page = try tx.tickets(ListTickets(view: view, limit: 100, after: after), caller: cause.caller)
                ids += page.items.map(\.id)
                after = page.after
            } while after != nil && ids.count <= Desk.bulkMaximum
        }
        var seen: Set<String> = []
        ids = ids.filter { seen.insert($0).inserted }
        guard (1...Desk.bulkMaximum).contains(ids.count), ids.allSatisfy({ $0.utf8.count <= 100 }) else {
            throw Problem.invalid("bulk.tickets", "One to \(Desk.bulkMaximum) tickets are changed at once.")
        }
        return ids
    }

    private func put(_ run: BulkRun, next: Int) throws {
        try tx.execute(
            """
            INSERT INTO bulk_runs (id, created, next, caller, body)
            VALUES (\(run.id), \(run.createdAt), \(next), \(json: cause.caller), \(json: run))
            ON CONFLICT (id) DO UPDATE SET next = excluded.next, body = excluded.body, caller = excluded.caller
            """)
    }
}

extension Reader {
    /// A change of many tickets and how far it is, or nil.
    func bulkRun(_ id: String) throws -> (run: BulkRun, next: Int)? {
        try first("SELECT next, body FROM bulk_runs WHERE id = \(id)").map {
            (try $0.decode(BulkRun.self, "body"), try $0.int("next"))
        }
    }

    /// A change of many tickets; 404 when there is none.
    package func bulk(_ id: String) throws -> BulkRun {
        guard let (run, _) = try bulkRun(id) else { throw Problem.notFound("bulk", String(id.prefix(64))) }
        return run
    }
}
