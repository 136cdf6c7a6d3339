internal import Base
package import Contracts
package import Store

extension Desk {
    /// The kind of the timer that sends an answer on hold.
    package static let sendTimer = "send"
    private static let heldMaximum = 20
    /// Held longer than a page shows, so that who undoes at the last moment is in time (row 36).
    private static let grace = Instant.Span.seconds(3)
    private static let farthest = Instant.Span.days(366)

    /// Takes an answer that is sent later. Nothing of it is said to the customer, and no clock is met, before.
    package func hold(_ request: HoldReply) throws -> HeldReply {
        try check(text: request.text, attachments: request.attachments)
        var work = try take(request.ticket, version: request.version)
        let ticket = work.ticket
        guard ticket.status != .closed else { throw Problem.closed(ticket) }
        try expectSeen(request.seen, .own, confirmed: request.confirmed, on: ticket)
        let undo = Instant.Span.seconds(try tx.sending().undoSeconds)
        if let moment = request.sendAt, moment <= now || moment > now + Desk.farthest {
            throw Problem.invalid("held.send_at", "An answer is sent later than now, within a year.")
        }
        guard try tx.held(of: ticket.id).count(where: { $0.state == .held }) < Desk.heldMaximum else {
            throw Problem.invalid("held.too_many", "A ticket has \(Desk.heldMaximum) answers on hold at most.")
        }
        let held = HeldReply(
            id: nextID(), ticket: ticket.id, author: author(), text: request.text,
            attachments: request.attachments ?? [], status: request.status, citations: request.citations,
            cancelOnAnswer: request.cancelOnAnswer ?? false, heldAt: now,
            undoUntil: request.sendAt ?? now + undo,
            sendAt: request.sendAt?.wholeMilliseconds ?? now + undo + Desk.grace)
        try tx.put(held, by: cause.caller)
        try tx.schedule(Timer(kind: Desk.sendTimer, reference: held.id, due: held.sendAt))
        try dropDraft(DraftPlace(ticket: ticket.id, slot: .own))
        work.hold(held, TicketsAPI.replyHeld)
        try save(work)
        return held
    }

    /// Does not send it; the words are the author's draft again.
    package func cancelHeld(_ request: ByID) throws -> HeldReply {
        var held = try heldByMe(request.id)
        held.state = .cancelled
        try end(held, TicketsAPI.replyCancelled)
        try backToDraft(held)
        return held
    }

    /// Sends it now: by its timer, in the name of whoever wrote it.
    package func releaseHeld(_ request: ByID) throws -> HeldReply {
        var held = try heldByMe(request.id)
        guard let caller = try tx.heldReply(held.id)?.caller else { return held }
        (held.sendAt, held.undoUntil) = (now, now)
        try tx.put(held, by: caller)
        try tx.schedule(Timer(kind: Desk.sendTimer, reference: held.id, due: now))
        return held
    }

    /// The time of an answer on hold has come: it is said in the name of whoever wrote it.
    package static func send(_ tx: Transaction, _ tools: DeskTools, held id: String) throws {
        guard let (held, caller) = try tx.heldReply(id), held.state == .held else { return }
        try Desk.work(tx, tools, Cause(caller: caller)) { _ = try $0.dispatch(held) }
    }

    private func dispatch(_ held: HeldReply) throws -> HeldReply {
        var done = held
        // It may have been merged meanwhile.
        let ticket = try find(held.ticket).map { try tx.root(of: $0).id } ?? held.ticket
        do {
            let request = WriteMessage(
                ticket: ticket, text: held.text, attachments: held.attachments, status: held.status,
                citations: held.citations)
            (done.state, done.message) = (.sent, try reply(request).message.id)
            try end(done, nil)
        } catch let problem as Problem where problem.status < 500 {
            // Nothing is lost: the words are the author's again, and the ticket tells of it.
            (done.state, done.problem) = (.failed, problem.code)
            try end(done, TicketsAPI.replyFailed)
            try backToDraft(done)
        }
        return done
    }

    /// The customer wrote first: what was to be cancelled then is.
    func cancelAnswered(_ ticket: String) throws {
        for held in try tx.held(of: ticket) where held.state == .held && held.cancelOnAnswer {
            var held = held
            held.state = .answered
            try end(held, TicketsAPI.replyCancelled)
            try backToDraft(held)
        }
    }

    private func heldByMe(_ id: String) throws -> HeldReply {
        guard let (held, _) = try tx.heldReply(id) else { throw Problem.notFound("held", String(id.prefix(64))) }
        guard held.author.id == cause.caller.id || cause.agent == nil || cause.caller.has(.owner, .admin, .supervisor)
        else {
            throw Problem(status: 403, code: "held.other", title: "Forbidden", detail: "It is of \(held.author.name).")
        }
        guard held.state == .held else {
            throw Problem.conflict("held.over", "This answer is \(held.state.rawValue) already.")
        }
        return held
    }

    private func end(_ held: HeldReply, _ type: EventType<TicketEvent>?) throws {
        guard let caller = try tx.heldReply(held.id)?.caller else { return }
        try tx.put(held, by: caller)
        try tx.cancelTimers(kind: Desk.sendTimer, reference: held.id)
        guard let type, let ticket = try find(held.ticket) else { return }
        var work = try take(ticket)
        work.hold(held, type)
        try save(work)
    }

    /// Changes how long sending can be undone.
    package func save(_ policy: SendingPolicy) throws -> SendingPolicy {
        let current = try tx.sending()
        try expect("sending", current.version, policy.version)
        guard (0...120).contains(policy.undoSeconds) else {
            throw Problem.invalid("sending.undo", "Sending can be undone for 0 to 120 seconds.")
        }
        let saved = SendingPolicy(undoSeconds: policy.undoSeconds, version: current.version + 1)
        try tx.putSetting("sending", version: saved.version, saved)
        try append(TicketsAPI.sendingChanged, subject: "sending/policy", saved)
        return saved
    }
}

extension TicketCase {
    /// An answer waits, or will not be sent. Its words are no part of the history.
    mutating func hold(_ held: HeldReply, _ type: EventType<TicketEvent>) {
        let before: JSON = type.name == TicketsAPI.replyHeld.name ? .null : JSON(HeldReply.State.held)
        var after: JSON = [
            "id": .string(held.id), "state": JSON(held.state), "sendAt": .string(held.sendAt.description),
        ]
        if let problem = held.problem, case .object(var members) = after {
            members["problem"] = .string(problem)
            after = .object(members)
        }
        record(type, changes: [Change(field: "held", before: before, after: after)], substantial: false)
    }
}

extension Reader {
    /// Answers that wait or could not be sent, the next first.
    package func heldReplies(_ request: OfTicket) throws -> Page<HeldReply> {
        guard try first("SELECT id FROM tickets WHERE id = \(request.ticket)") != nil else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        return Page(items: try held(of: request.ticket).filter { $0.state == .held || $0.state == .failed })
    }

    func held(of ticket: String) throws -> [HeldReply] {
        try rows("SELECT body FROM held_replies WHERE ticket = \(ticket) AND waiting = 1 ORDER BY due, id LIMIT 100")
            .map { try $0.decode(HeldReply.self, "body") }
    }

    func heldReply(_ id: String) throws -> (held: HeldReply, caller: Caller)? {
        try first("SELECT body, caller FROM held_replies WHERE id = \(id)").map {
            (try $0.decode(HeldReply.self, "body"), try $0.decode(Caller.self, "caller"))
        }
    }

    /// How long sending can be undone.
    package func sending() throws -> SendingPolicy {
        try first("SELECT body FROM settings WHERE name = 'sending'")?.decode(SendingPolicy.self, "body")
            ?? SendingPolicy()
    }
}

extension Transaction {
    fileprivate func put(_ held: HeldReply, by caller: Caller) throws {
        let waits = held.state == .held || held.state == .failed
        var kept = held
        // What became of it is kept, its words are elsewhere now.
        if !waits { (kept.text, kept.attachments) = ("", []) }
        try execute(
            """
            INSERT INTO held_replies (id, ticket, due, waiting, caller, body)
            VALUES (\(held.id), \(held.ticket), \(held.sendAt), \(waits), \(json: caller), \(json: kept))
            ON CONFLICT (id) DO UPDATE SET waiting = excluded.waiting, body = excluded.body
            """)
    }
}
