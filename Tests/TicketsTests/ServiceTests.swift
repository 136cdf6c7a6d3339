import Base
import Contracts
import MessageBus
import ServiceKit
import TestSupport
import Testing
import Tickets

/// The whole service on a real broker, as others call it.
@Suite(.timeLimit(.minutes(4))) struct ServiceTests {
    /// Runs the service and a caller of it on a broker of their own.
    private func withService(_ body: @Sendable (BusCaller, House) async throws -> Void) async throws {
        let broker = try await BrokerProcess(.nats)
        defer { broker.kill() }
        let house = try await House()
        let log = Log(service: "tickets", level: .error)
        let metrics = Metrics()
        let bus = try MessageBus(url: broker.url, name: "tickets", log: log, metrics: metrics)
        let service = Service(
            name: "tickets", store: house.store, bus: bus, log: log, metrics: metrics, time: SystemTime(),
            identifiers: .uuidV7(time: SystemTime(), randomness: .system), wakeUps: WakeUps())
        TicketCalls(store: house.store, tools: house.tools).register(on: service)
        let client = try MessageBus(url: broker.url, name: "test", log: log, metrics: Metrics())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.addTask { try await client.run() }
            defer { group.cancelAll() }
            let caller = BusCaller(bus: client)
            try await eventually("the service answers") {
                (try? await caller.call(TicketsAPI.teams, Empty(), as: .system)) != nil
            }
            try await body(caller, house)
        }
    }

    @Test func `a request's life over the bus`() async throws {
        try await withService { caller, _ in
            let ann = Caller(kind: .agent, id: "ann", name: "Ann", roles: [.agent])
            let agent = Agent(id: "ann", name: "Ann", email: "ann@example.com", roles: [.agent], presence: .online)
            _ = try await caller.call(TicketsAPI.saveAgent, agent, as: .system)
            let intake = IntakeMessage(
                channel: .mail, key: "k1", requester: Requester(id: "c1", name: "李雷"), subject: "坏了", text: "你好",
                at: Instant(seconds: 0))
            let opened = try await caller.call(TicketsAPI.intake, intake, as: .service("channels"))
            let reply = WriteMessage(ticket: opened.ticket, text: "您好", status: .solved)
            let options = CallOptions(idempotencyKey: "once")
            let first = try await caller.call(TicketsAPI.reply, reply, as: ann, options)
            #expect(try await caller.call(TicketsAPI.reply, reply, as: ann, options) == first)
            let survey = try await caller.call(TicketsAPI.offerSurvey, OfferSurvey(ticket: opened.ticket), as: ann)
            let answer = AnswerSurvey(token: survey.token, score: 5)
            _ = try await caller.call(TicketsAPI.answerSurvey, answer, as: .anonymous)
            let ticket = try await caller.call(TicketsAPI.get, ByID(id: "#\(opened.number)"), as: ann)
            #expect(ticket.status == .solved && ticket.rating?.score == 5 && ticket.assignee == "ann")
            let page = try await caller.call(TicketsAPI.messages, ListMessages(ticket: ticket.id), as: ann)
            #expect(page.items.map(\.kind) == [.incoming, .reply])
            let solved = try await caller.call(TicketsAPI.list, ListTickets(view: "solved"), as: ann)
            #expect(solved.items == [ticket])
            #expect(try await caller.call(TicketsAPI.counts, CountTickets(), as: ann).counts["solved"] == 1)
            let history = try await caller.call(TicketsAPI.history, ListHistory(ticket: ticket.id), as: ann)
            #expect(history.items.last?.type == TicketsAPI.rated.name)
            #expect(history.items.first?.actor?.kind == .customer)
        }
    }

    @Test func `settings over the bus keep their shape, and only those who may change them`() async throws {
        try await withService { caller, _ in
            let ann = Caller(kind: .agent, id: "ann", roles: [.agent])
            var policy = try await caller.call(TicketsAPI.policy, ByID(id: "default"), as: ann)
            #expect(policy == Defaults.policy)
            #expect(
                await code { _ = try await caller.call(TicketsAPI.savePolicy, policy, as: ann) } == "auth.forbidden")
            policy[.firstResponse, .urgent] = 600
            let saved = try await caller.call(TicketsAPI.savePolicy, policy, as: .system)
            #expect(saved.version == 2 && saved[.firstResponse, .urgent] == 600)
            let calendar = try await caller.call(TicketsAPI.calendar, ByID(id: "default"), as: ann)
            #expect(try await caller.call(TicketsAPI.saveCalendar, calendar, as: .system).version == 2)
            let ask = AskDeadline(from: shanghai("2026-11-27 17:30"), seconds: 3_600)
            let deadline = try await caller.call(TicketsAPI.deadline, ask, as: ann)
            #expect(deadline.at == shanghai("2026-11-30 09:30"))
            #expect(try await caller.call(TicketsAPI.teams, Empty(), as: ann).items.map(\.id) == ["support"])
            #expect(
                await code { _ = try await caller.call(TicketsAPI.get, ByID(id: "none"), as: ann) }
                    == "ticket.not_found")
        }
    }
}
