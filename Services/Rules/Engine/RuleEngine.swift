internal import Base
internal import Conditions
internal import Contracts
internal import ServiceKit
internal import Store

/// Looks at every event of the tickets feed, in order, and does what the rules say. Later rules see what earlier ones
/// changed; a rule acts at most once per chain of events (what a rule causes carries the chain's first event as its
/// cause).
struct RuleEngine: Sendable {
    static let timerKind = "rule.wait"

    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers
    let caller: BusCaller
    let log: Log
    private let shelf = RuleShelf()

    init(store: Store, time: any TimeSource, identifiers: Identifiers, caller: BusCaller, log: Log) {
        (self.store, self.time, self.identifiers, self.caller, self.log) = (store, time, identifiers, caller, log)
    }

    private var actions: RuleActions {
        RuleActions(store: store, caller: caller, time: time, identifiers: identifiers)
    }

    /// One event; safe to repeat. Acts, and returns what is to be noted once it is done.
    func handle(_ event: Event) async throws -> Service.Remainder {
        guard event.replayed != true, event.subject.hasPrefix("ticket/"),
            let data = try? event.data.decoded(as: TicketEvent.self)
        else { return { _ in } }
        let chain = event.actor?.kind == .rule ? event.causation ?? event.id : event.id
        let ticketID = data.ticket.id
        let (book, waiting, begun) = try await store.read { db in
            (
                try shelf.book(db),
                Set(try db.rows("SELECT rule FROM waiting WHERE ticket = \(ticketID)").map { try $0.string("rule") }),
                try ProgressTable.begun(event.id, db)
            )
        }
        var facts = try RuleFields.facts(of: event, data)
        let previous = RuleFields.previous(of: event, data, facts: facts)
        var ticket = data.ticket
        var notes: [Service.Remainder] = []
        // Those that wait may have to stop, those that have begun have to end, whatever their condition says now.
        let known = waiting.union(begun.keys)
        func places(after place: Int) -> [Int] {
            let evaluation = Evaluation(facts: facts, previous: previous, now: time.now())
            return book.places(event.type, in: evaluation, and: known, after: place)
        }
        var left = places(after: -1)[...]
        while let place = left.popFirst() {
            let rule = book.rules[place]
            let evaluation = Evaluation(facts: facts, previous: previous, now: time.now())
            var decision = RuleDecision.of(
                rule, event: event.type, in: evaluation, waits: waiting.contains(rule.id))
            // Once begun it is finished, whatever has changed since.
            if begun[rule.id] != nil { decision = .act(rule.condition.explain(in: evaluation)) }
            let run = Run(rule: rule, ticket: ticket, event: event.type, chain: chain, key: event.id)
            switch decision {
            case .none: continue
            case .stopWaiting(let why): notes.append(try stopWaiting(run, why))
            case .wait(let seconds, let business, let why):
                notes.append(try await wait(run, from: event.time, seconds: seconds, business: business, why))
            case .act(let why):
                ticket = try await act(run, why, facts: facts)
                facts = RuleEngine.facts(facts, with: try JSON(encoding: ticket))
                left = places(after: place)[...]
            }
        }
        let all = notes + [{ try ProgressTable.forget(event.id, $0) }]
        return { tx in for note in all { try note(tx) } }
    }

    /// A wait is over: the condition is looked at again on the ticket as it is now.
    func fire(_ timer: Timer) async throws {
        let parts = timer.reference.split(separator: "|").map(String.init)
        guard parts.count == 2, let rule = try await store.read({ try RuleTable.rule(parts[0], $0) }), rule.enabled
        else {
            return
        }
        guard let ticket = try await ticket(parts[1]) else {
            return try await store.write { try RuleTable.forgetWaiting(rule: rule.id, ticket: parts[1], $0) }
        }
        let facts = try RuleFields.facts(of: ticket)
        let why = rule.condition.explain(in: Evaluation(facts: facts, now: time.now()))
        let run = Run(
            rule: rule, ticket: ticket, event: "timer", chain: timer.payload["chain"]?.string ?? timer.id, key: timer.id
        )
        let hasBegun = try await store.read { try ProgressTable.ticket(timer.id, rule: rule.id, $0) != nil }
        if why.holds || hasBegun {
            _ = try await act(run, why, facts: facts)
        } else {
            try await store.write(note(run, .cancelled, why))
        }
        try await store.write { tx in
            // Meanwhile the rule may have begun to wait again.
            try tx.execute(
                "DELETE FROM waiting WHERE ticket = \(ticket.id) AND rule = \(rule.id) AND due = \(timer.due)")
            try ProgressTable.forget(timer.id, tx)
            guard try tx.timers(reference: timer.reference).first?.id == timer.id,
                let next = try tx.first(
                    "SELECT due, chain FROM waiting WHERE ticket = \(ticket.id) AND rule = \(rule.id)")
            else { return }
            try tx.schedule(
                RuleEngine.timer(
                    rule: rule.id, ticket: ticket.id, due: try next.instant("due"),
                    chain: try next.optionalString("chain")))
        }
    }

    private static func timer(rule: String, ticket: String, due: Instant, chain: String?) -> Timer {
        Timer(
            kind: timerKind, reference: "\(rule)|\(ticket)", due: due,
            payload: chain.map { ["chain": .string($0)] } ?? .null)
    }

    /// Nil when there is no such ticket any more.
    private func ticket(_ id: String) async throws -> Ticket? {
        do {
            return try await caller.call(TicketsAPI.get, ByID(id: id), as: .service(RulesAPI.service))
        } catch let problem as Problem where problem.status == 404 {
            return nil
        }
    }

    // MARK: - One rule, one event

    private struct Run: Sendable {
        var rule: Rule
        var ticket: Ticket
        var event: String
        var chain: String
        /// The event's or timer's id: with the rule it names the run.
        var key: String
    }

    /// What is to be done about a run.
    private enum Start: Sendable {
        case go(Ticket)
        case done(Ticket)
        case stopped
    }

    /// Begins a run, or takes it up again with the ticket that it saw then.
    private func begin(_ run: Run) async throws -> Start {
        let now = time.now()
        let (chain, ruleID, runID) = (run.chain, run.rule.id, "\(run.key):\(run.rule.id)")
        return try await store.write { tx in
            let seen = try ProgressTable.ticket(run.key, rule: ruleID, tx) ?? run.ticket
            if try tx.first("SELECT id FROM runs WHERE id = \(runID)") != nil { return .done(seen) }
            let added = try tx.execute(
                """
                INSERT INTO chains (chain, rule, at, run) VALUES (\(chain), \(ruleID), \(now), \(runID))
                ON CONFLICT DO NOTHING
                """)
            if added > 0 {
                try ProgressTable.note(run.ticket, run.key, rule: ruleID, tx)
                return .go(run.ticket)
            }
            // The same run again, after a crash in the middle of its actions: they are safe to repeat.
            let first = try tx.first("SELECT run FROM chains WHERE chain = \(chain) AND rule = \(ruleID)")
            return try first?.optionalString("run") == runID ? .go(seen) : .stopped
        }
    }

    /// Returns the ticket as the rule leaves it.
    private func act(_ run: Run, _ why: Explanation, facts: JSON) async throws -> Ticket {
        var ticket: Ticket
        switch try await begin(run) {
        case .done(let left): return left
        case .stopped:
            try await store.write(note(run, .stopped, why))
            return run.ticket
        case .go(let seen): ticket = seen
        }
        let facts = RuleEngine.facts(facts, with: try JSON(encoding: ticket))
        do {
            for (index, action) in run.rule.actions.enumerated() {
                ticket = try await actions.perform(
                    action, at: index, of: run.rule, on: ticket, facts: facts, chain: run.chain)
            }
            try await store.write(
                note(run, .matched, why, actions: run.rule.actions.map(\.summary), left: ticket))
        } catch let problem as Problem where problem.status < 500 {
            log.warning("rule action refused", ["rule": .string(run.rule.id), "code": .string(problem.code)])
            try await store.write(note(run, .failed, why, problem: problem.detail ?? problem.code, left: ticket))
        }
        return ticket
    }

    private func wait(
        _ run: Run, from start: Instant, seconds: Int, business: Bool, _ why: Explanation
    ) async throws -> Service.Remainder {
        var due = start + .seconds(seconds)
        if business {
            due = try await caller.call(
                TicketsAPI.deadline, AskDeadline(from: start, seconds: seconds), as: .service(RulesAPI.service)
            ).at
        }
        let deadline = due
        return try note(run, .scheduled, why) { tx in
            try tx.execute(
                """
                INSERT INTO waiting (ticket, rule, due, chain)
                VALUES (\(run.ticket.id), \(run.rule.id), \(deadline), \(run.chain))
                ON CONFLICT (ticket, rule) DO UPDATE SET due = excluded.due, chain = excluded.chain
                """)
            // While it still acts after its last wait its timer stays; the end of that sets the next one.
            guard try RuleTable.acting(rule: run.rule.id, ticket: run.ticket.id, tx) == nil else { return }
            try tx.schedule(RuleEngine.timer(rule: run.rule.id, ticket: run.ticket.id, due: deadline, chain: run.chain))
        }
    }

    private func stopWaiting(_ run: Run, _ why: Explanation) throws -> Service.Remainder {
        let (rule, ticket) = (run.rule.id, run.ticket.id)
        let stop: Service.Remainder = { try RuleTable.stopWaiting(rule: rule, ticket: ticket, $0) }
        let (acts, waits) = try (note(run, .unmatched, why, also: stop), note(run, .cancelled, why, also: stop))
        return { tx in try RuleTable.acting(rule: rule, ticket: ticket, tx) != nil ? acts(tx) : waits(tx) }
    }

    /// The write that says what became of a run.
    private func note(
        _ run: Run, _ outcome: RuleRun.Outcome, _ why: Explanation, actions: [String] = [], problem: String? = nil,
        left ticket: Ticket? = nil, also change: @escaping Service.Remainder = { _ in }
    ) throws -> Service.Remainder {
        let entry = RuleRun(
            id: "\(run.key):\(run.rule.id)", rule: run.rule.id, ruleName: run.rule.name, ticket: run.ticket.id,
            event: run.event, at: time.now(), outcome: outcome, explanation: try JSON(encoding: why),
            actions: actions, problem: problem)
        return { tx in
            guard try tx.first("SELECT id FROM runs WHERE id = \(entry.id)") == nil else { return }
            if let ticket {
                try ProgressTable.note(ticket, run.key, rule: entry.rule, tx)
            } else if try ProgressTable.ticket(run.key, rule: entry.rule, tx) != nil {
                // A copy of this service has begun to act on the same event: what becomes of it is that copy's to say.
                return
            }
            try change(tx)
            try RunTable.add(entry, chain: run.chain, tx)
            guard outcome == .matched || outcome == .failed else { return }
            // What the rule saw is asked of the log: the journal is not rewritten when it must be forgotten.
            var told = entry
            told.explanation = .null
            _ = try tx.append(
                EventDraft(
                    RulesAPI.ran, subject: "rule/\(entry.rule)", data: told,
                    actor: Actor(.service(RulesAPI.service)), causation: run.chain))
        }
    }

    private static func facts(_ facts: JSON, with ticket: JSON) -> JSON {
        var members = facts.object ?? [:]
        members["ticket"] = ticket
        return .object(members)
    }
}
