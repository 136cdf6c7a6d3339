import Base
import Contracts
import MessageBus
import ServiceKit
import Store
import TestSupport

@testable import Rules

/// The rules service on a real bus, beside a small tickets service that keeps what it is told and says what happened.
struct Desk: Sendable {
    let time = ManualTime()
    let tickets: Service
    let rules: Service
    /// How many of the next messages find the tickets service away.
    let away = Locked(0)

    static let boss = Caller(kind: .agent, id: "boss", roles: [.supervisor])

    /// Runs both while the test runs.
    static func open(_ test: @Sendable (Desk) async throws -> Void) async throws {
        let broker = try await BrokerProcess(BrokerProcess.Kind.available.last ?? .nats)
        let desk = try await Desk(bus: broker.url)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await desk.tickets.run() }
            defer { group.cancelAll() }
            // By the real clock: who finds nobody there asks again after a moment.
            let caller = BusCaller(bus: desk.tickets.bus)
            try await eventually("the tickets service answers") {
                let teams = try? await caller.call(TicketsAPI.teams, Empty(), as: .system)
                return teams != nil
            }
            group.addTask { try await desk.rules.run() }
            try await eventually("the rules service answers") {
                (try? await caller.call(RulesAPI.list, Empty(), as: .system)) != nil
            }
            try await test(desk)
        }
        await desk.tickets.store.close()
        await desk.rules.store.close()
    }

    private init(bus url: String) async throws {
        let wakeUps = WakeUps()
        tickets = try await Desk.service("tickets", url, time, seed: 1, [Desk.table], WakeUps()) {
            wakeUps.signal("tickets")
        }
        rules = try await Desk.service("rules", url, time, seed: 2, Schema.migrations, wakeUps) {}
        answerForTickets()
        try await RulesService.register(on: rules)
    }

    private static let table = Migration(
        1, "tickets", "CREATE TABLE tickets (id TEXT PRIMARY KEY, ticket TEXT NOT NULL);")

    private static func service(
        _ name: String, _ url: String, _ time: ManualTime, seed: UInt64, _ migrations: [Migration], _ wakeUps: WakeUps,
        _ committed: @escaping @Sendable () -> Void
    ) async throws -> Service {
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(seed))
        let log = Log(service: name, level: .error)
        let store = try await TestStore.open(
            service: name, migrations: migrations, time: time, identifiers: identifiers, log: log
        ) { _ in committed() }
        return Service(
            name: name, store: store, bus: try MessageBus(url: url, name: name, log: log, metrics: Metrics()), log: log,
            metrics: Metrics(), time: time, identifiers: identifiers, wakeUps: wakeUps)
    }

    // MARK: - The small tickets service

    private func answerForTickets() {
        let (store, time, away) = (tickets.store, time, away)
        tickets.answer(TicketsAPI.get) { request, _ in try await store.read { try Desk.ticket(request.id, $0) } }
        tickets.answer(TicketsAPI.history) { request, _ in
            Page(items: try await store.events(subject: "ticket/\(request.ticket)"))
        }
        tickets.answer(TicketsAPI.teams) { _, _ in Page(items: [Team(id: "t", name: "T", lead: "lead")]) }
        tickets.answer(TicketsAPI.agents) { _, _ in
            // The lead is on holiday.
            var lead = Agent(id: "lead", name: "Lead", email: "lead@example.com", roles: [.supervisor])
            lead.absence = Absence(
                id: "h", agent: "lead", from: Instant(seconds: 0), to: Instant(seconds: 4_000_000_000),
                substitute: "deputy")
            return Page(items: [lead])
        }
        tickets.answer(TicketsAPI.deadline) { request, _ in Deadline(at: request.from + .seconds(request.seconds * 3)) }
        tickets.answer(TicketsAPI.update) { update, context in
            guard update.addTags != ["refused"] else { throw Problem.invalid("ticket.tag", "Not this one.") }
            return try await context.write { tx in
                var ticket = try Desk.ticket(update.id, tx)
                let before = ticket.priority
                ticket.priority = update.priority ?? ticket.priority
                ticket.assignee = update.assignee ?? ticket.assignee
                ticket.tags += update.addTags ?? []
                let change = Change(
                    field: "priority", before: .string(before.rawValue), after: .string(ticket.priority.rawValue))
                let data = TicketEvent(ticket: ticket, changes: before == ticket.priority ? [] : [change])
                try Desk.keep(data, TicketsAPI.changed, tx, context)
                return ticket
            }
        }
        for (call, type, kind) in [
            (TicketsAPI.note, TicketsAPI.noted, Message.Kind.note), (TicketsAPI.reply, TicketsAPI.replied, .reply),
        ] {
            tickets.answer(call) { request, context in
                let isAway = away.withLock { left in
                    left -= 1
                    return left >= 0
                }
                if isAway { throw Problem.unavailable("test.away", "Away for a moment.", retryAfter: 1) }
                return try await context.write { tx in
                    var ticket = try Desk.ticket(request.ticket, tx)
                    if kind == .reply { ticket.firstRepliedAt = time.now() }
                    let message = Message(
                        id: "m", ticket: ticket.id, kind: kind,
                        author: Author(kind: .rule, id: context.caller.id, name: "R"),
                        channel: .mail, text: request.text, at: time.now())
                    try Desk.keep(TicketEvent(ticket: ticket, message: message), type, tx, context)
                    return TicketAndMessage(ticket: ticket, message: message)
                }
            }
        }
    }

    private static func ticket(_ id: String, _ db: Reader) throws -> Ticket {
        guard let row = try db.first("SELECT ticket FROM tickets WHERE id = \(id)") else {
            throw Problem.notFound("ticket", id)
        }
        return try row.decode(Ticket.self, "ticket")
    }

    private static func keep(
        _ data: TicketEvent, _ type: EventType<TicketEvent>, _ tx: Transaction, _ context: CallContext,
        replayed: Bool? = nil
    ) throws {
        try tx.execute(
            """
            INSERT INTO tickets (id, ticket) VALUES (\(data.ticket.id), \(json: data.ticket))
            ON CONFLICT (id) DO UPDATE SET ticket = excluded.ticket
            """)
        try tx.append(context.event(type, subject: "ticket/\(data.ticket.id)", data: data, replayed: replayed))
    }

    // MARK: - What tests do and see

    /// Something happens to a ticket by a customer's hand.
    func happens(
        _ type: EventType<TicketEvent>, _ id: String = "t1", replayed: Bool? = nil,
        _ change: @Sendable @escaping (inout Ticket) -> Void = { _ in }
    ) async throws {
        let context = CallContext(caller: Caller(kind: .customer, id: "c1"), store: tickets.store)
        let now = time.now()
        try await tickets.store.write { tx in
            var ticket =
                (try? Desk.ticket(id, tx))
                ?? Ticket(
                    id: id, number: 7, subject: "打印机坏了", status: .new, priority: .normal, channel: .mail,
                    requester: Requester(id: "c1", name: "李雷", tier: "standard", address: "li@example.com"), team: "t",
                    createdAt: now, updatedAt: now, version: 1)
            change(&ticket)
            try Desk.keep(TicketEvent(ticket: ticket), type, tx, context, replayed: replayed)
        }
    }

    func ticket(_ id: String = "t1") async throws -> Ticket { try await tickets.store.read { try Desk.ticket(id, $0) } }

    /// The types of a ticket's events, short.
    func story(_ id: String = "t1") async throws -> [String] {
        try await tickets.store.events(subject: "ticket/\(id)").map { String($0.type.dropFirst("moat.tickets.".count)) }
    }

    @discardableResult
    func save(_ rule: Rule) async throws -> Rule {
        try await tickets.caller.call(RulesAPI.save, rule, as: Desk.boss)
    }

    /// A new rule in place of the ready ones.
    @discardableResult
    func only(_ rules: Rule...) async throws -> [Rule] {
        for ready in ReadyRules.all {
            _ = try? await tickets.caller.call(RulesAPI.remove, ByID(id: ready.id), as: Desk.boss)
        }
        var saved: [Rule] = []
        for rule in rules { saved.append(try await save(rule)) }
        return saved
    }

    /// What the log says about a ticket, newest last: `name outcome`.
    func runs(_ id: String = "t1") async throws -> [String] {
        try await self.rules.store.read { try RunTable.list(ListRuns(ticket: id, limit: 100), $0) }.items.reversed()
            .map { "\($0.ruleName) \($0.outcome.rawValue)" }
    }

    /// Waits until something is so. The clock creeps on meanwhile: a call that was under way when the test moved it is
    /// late, and is made again after a pause on this clock.
    func soon(_ what: String, _ isSo: () async throws -> Bool) async throws {
        try await eventually(what) {
            if try await isSo() { return true }
            time.advance(by: .milliseconds(20))
            return false
        }
    }

    /// Waits for so many lines of the log.
    func runs(_ count: Int, of id: String = "t1") async throws -> [String] {
        try await soon("\(count) runs of \(id)") { try await runs(id).count >= count }
        return try await runs(id)
    }

    /// Waits until the rules have seen everything that happened.
    func settle() async throws {
        try await soon("the feed is read") {
            let end = try await tickets.store.read { try $0.journalEnd() }
            return try await rules.store.read { try $0.cursor(of: "tickets/main") } == end
        }
    }
}
