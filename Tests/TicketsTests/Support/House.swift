import Base
import Contracts
import FoundationEssentials
import Store
import TestSupport
import Tickets

/// The tickets service without a bus: a real store in memory, a clock that the test moves, agents and customers.
final class House: Sendable {
    let time: ManualTime
    let store: Store
    let tools: DeskTools

    /// Monday 2026-11-23 10:00 in Shanghai unless told otherwise.
    init(at start: Instant = shanghai("2026-11-23 10:00"), seed: UInt64 = 1) async throws {
        time = ManualTime(start)
        let randomness = Randomness.seeded(seed)
        let identifiers = Identifiers.uuidV7(time: time, randomness: randomness)
        store = try await TestStore.open(
            service: "tickets", migrations: Schema.migrations, time: time, identifiers: identifiers)
        tools = DeskTools(identifiers: identifiers, randomness: randomness) { name in
            switch name {
            case "Asia/Shanghai": Calendars.shanghai
            case "Europe/Berlin": Calendars.berlin
            default: nil
            }
        }
        try await work { try $0.bootstrap() }
    }

    /// Works at the desk in a transaction of its own.
    @discardableResult
    func work<T: Sendable>(
        _ caller: Caller = .service("channels"), isReplay: Bool = false, _ body: @escaping @Sendable (Desk) throws -> T
    ) async throws -> T {
        let tools = tools
        return try await store.write { tx in
            try Desk.work(tx, tools, Cause(caller: caller, isReplay: isReplay), body)
        }
    }

    /// An agent, online unless told otherwise.
    @discardableResult
    func hire(
        _ id: String, roles: [Role] = [.agent], teams: [String] = [], presence: Agent.Presence = .online,
        capacity: Int = 20, manager: String? = nil, _ change: @Sendable (inout Agent) -> Void = { _ in }
    ) async throws -> Agent {
        var agent = Agent(
            id: id, name: id.capitalized, email: "\(id)@example.com", roles: roles, teams: teams, manager: manager,
            presence: presence, capacity: capacity)
        change(&agent)
        return try await work(.system) { [agent] in try $0.save(agent) }
    }

    /// A customer's message through the door.
    @discardableResult
    func mail(
        _ key: String, from customer: String = "c1", subject: String = "打印机坏了", text: String = "你好",
        _ change: @Sendable (inout IntakeMessage) -> Void = { _ in }
    ) async throws -> IntakeResult {
        var message = IntakeMessage(
            channel: .mail, key: key,
            requester: Requester(id: customer, name: "Customer \(customer)", address: "\(customer)@example.com"),
            subject: subject, text: text, at: time.now(), externalID: "<\(key)@example.com>")
        change(&message)
        return try await work { [message] in try $0.intake(message) }
    }

    func reply(_ ticket: String, by agent: String, status: TicketStatus? = nil, version: Int? = nil) async throws
        -> TicketAndMessage
    {
        try await work(.agent(agent)) {
            try $0.reply(WriteMessage(ticket: ticket, text: "您好", status: status, version: version))
        }
    }

    @discardableResult
    func update(_ id: String, by caller: Caller = .agent("ann"), _ change: @Sendable (inout UpdateTicket) -> Void)
        async throws -> Ticket
    {
        var update = UpdateTicket(id: id)
        change(&update)
        return try await work(caller) { [update] in try $0.update(update) }
    }

    func ticket(_ id: String) async throws -> Ticket {
        try await store.read { db in
            guard let row = try db.first("SELECT body FROM tickets WHERE id = \(id)") else {
                throw Problem.notFound("ticket", id)
            }
            return try row.decode(Ticket.self, "body")
        }
    }

    func events(_ ticket: String) async throws -> [Event] { try await store.events(subject: "ticket/\(ticket)") }

    /// The types of a ticket's events, without the prefix.
    func story(_ ticket: String) async throws -> [String] {
        try await events(ticket).map { String($0.type.dropFirst("moat.tickets.".count)) }
    }

    func agent(_ id: String) async throws -> Agent? {
        try await work(.system) { try $0.staff().first { $0.id == id } }
    }

    func save(_ agent: Agent) async throws -> Agent { try await work(.system) { try $0.save(agent) } }
    func save(_ policy: SLAPolicy) async throws -> SLAPolicy { try await work(.system) { try $0.save(policy) } }
    func save(_ calendar: BusinessCalendar) async throws -> BusinessCalendar {
        try await work(.system) { try $0.save(calendar) }
    }

    /// Fires the timer that applies the terms until it does not come again.
    func apply() async throws {
        while let timer = try await store.read({ try $0.timers(reference: "all") }).first {
            let tools = tools
            try await store.write { tx in
                try tx.cancelTimers(kind: timer.kind, reference: timer.reference)
                try Desk.work(tx, tools, .itself) { try $0.goOnApplying(timer) }
            }
        }
    }

    /// Moves the clock and fires the ticket's timer as often as it is due.
    func pass(_ span: Instant.Span, for ticket: String) async throws {
        let end = time.now() + span
        while let timer = try await store.read({ try $0.timers(reference: ticket) }).first, timer.due <= end {
            if timer.due > time.now() { time.advance(by: timer.due - time.now()) }
            let tools = tools
            try await store.write { tx in
                try tx.cancelTimers(kind: timer.kind, reference: timer.reference)
                try Desk.work(tx, tools, .itself) { try $0.wake(timer.reference) }
            }
        }
        time.advance(by: end - time.now())
    }
}

extension House {
    /// The channels service reports that a reply went out.
    func report(_ message: Message, externalID: String? = nil, error: String? = nil) async throws {
        let report = DeliveryReport(
            ticket: message.ticket, message: message.id, channel: .mail, externalID: externalID, error: error,
            attempts: 1)
        let type = error == nil ? ChannelsAPI.delivered : ChannelsAPI.failed
        let event = Event(
            id: "e", source: "/moat/channels", type: type.name, subject: "message/\(message.id)", time: time.now(),
            data: try JSON(encoding: report), sequence: 1)
        try await work { try $0.followChannels(event) }
    }

    /// Something the customers service says.
    func tell(_ type: EventType<CustomerEvent>, _ data: CustomerEvent) async throws {
        let event = Event(
            id: "e", source: "/moat/customers", type: type.name, subject: "customer/\(data.customer.id)",
            time: time.now(), data: try JSON(encoding: data), sequence: 1)
        try await work { try $0.followCustomers(event) }
    }

    /// Returns when a ticket's newest event is of a type; polls the store, for the loop under test tells nobody.
    func waitUntil(_ ticket: String, tells story: String) async throws {
        for _ in 0..<10_000 {
            if try await self.story(ticket).last == story { return }
            await Task.yield()
        }
        throw Problem.fault("test.waiting", "The ticket does not tell \(story).")
    }

    func messages(_ ticket: String) async throws -> [Message] {
        try await store.read { db in
            try db.rows("SELECT body FROM messages WHERE ticket = \(ticket) ORDER BY position")
                .map { try $0.decode(Message.self, "body") }
        }
    }
}

extension Caller {
    /// An agent who is signed in.
    static func agent(_ id: String, _ roles: [Role] = [.agent]) -> Caller {
        Caller(kind: .agent, id: id, name: id.capitalized, roles: roles)
    }
}

/// The code of the problem that is thrown, or nil.
func code(_ action: () async throws -> Void) async -> String? {
    do {
        try await action()
        return nil
    } catch {
        return (error as? Problem)?.code
    }
}
