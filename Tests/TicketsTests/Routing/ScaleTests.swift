import Base
import Conditions
import Contracts
import FoundationEssentials
import Store
import TestSupport
import Testing
import Tickets

/// Two copies of the service on one store, many waiting tickets: nothing is given out twice, everybody gets
/// the same. How long an assignment takes is printed, not judged.
@Suite(.timeLimit(.minutes(10))) struct ScaleTests {
    /// 10,000 by `SCALE_TICKETS=10000`, which takes a minute.
    private static let count = Int(ProcessInfo.processInfo.environment["SCALE_TICKETS"] ?? "") ?? 1_000
    private static let agents = (0..<20).map { "agent-\($0 < 10 ? "0" : "")\($0)" }

    /// The copies, and what lets them go.
    private struct Copies: Sendable {
        let folder = TemporaryFolder()
        let time = ManualTime(shanghai("2026-11-23 10:00"))
        let stores: [Store]
        let tools: [DeskTools]

        init() async throws {
            let isShared = ProcessInfo.processInfo.environment["MOAT_TEST_STORE"] == "postgres"
            let url = isShared ? try await TestStore.url() : "file://" + folder.path + "/tickets"
            var (stores, tools): ([Store], [DeskTools]) = ([], [])
            for copy in 1...2 {
                let randomness = Randomness.seeded(UInt64(copy))
                let identifiers = Identifiers.uuidV7(time: time, randomness: randomness)
                stores.append(
                    try await Store.open(
                        url, service: "tickets", migrations: Schema.migrations, time: time, identifiers: identifiers))
                tools.append(
                    DeskTools(identifiers: identifiers, randomness: randomness) { _ in Calendars.shanghai })
            }
            (self.stores, self.tools) = (stores, tools)
            try await work(0) { try $0.bootstrap() }
        }

        func work<T: Sendable>(
            _ copy: Int, as caller: Caller = .system, _ body: @escaping @Sendable (Desk) throws -> T
        ) async throws -> T {
            let tools = tools[copy]
            return try await stores[copy].write { try Desk.work($0, tools, Cause(caller: caller), body) }
        }

        /// Tickets that wait, of four channels and three kinds of skills.
        func fill(_ count: Int) async throws {
            for batch in 0..<count / 100 {
                try await work(batch % 2) { desk in
                    for index in batch * 100..<(batch + 1) * 100 { _ = try desk.open(Copies.request(index)) }
                }
            }
        }

        static func request(_ index: Int) -> OpenTicket {
            OpenTicket(
                subject: "Ticket \(index)", text: "please", requester: Requester(id: "c\(index)", name: "Customer"),
                channel: [.mail, .chat, .wechat, .form][index % 4], tags: [["de", "fr", "plain"][index % 3]])
        }

        /// Goes on giving out what one transaction could not.
        func drain(_ copy: Int) async throws {
            let tools = tools[copy]
            while try await stores[copy].write({ tx in
                guard
                    let row = try tx.first("SELECT reference FROM store_timers WHERE kind = \(Desk.queueTimer) LIMIT 1")
                else { return false }
                let team = try row.string("reference")
                try tx.cancelTimers(kind: Desk.queueTimer, reference: team)
                try Desk.work(tx, tools, .itself) { $0.wakeQueue(team) }
                return true
            }) {}
        }

        func number(_ sql: SQL) async throws -> Int {
            try await stores[0].read { try $0.first(sql)?.int("n") ?? -1 }
        }

        func close() async { for store in stores { await store.close() } }
    }

    @Test func `many wait: each goes out once, to all alike, whichever copy gives it`() async throws {
        let copies = try await Copies()
        try await furnish(copies)
        try await copies.fill(ScaleTests.count)
        try await measure(copies)
        let waiting = try await copies.number("SELECT COUNT(*) AS n FROM queue")
        // Ten agents hold six each.
        #expect(waiting >= ScaleTests.count - 60)
        // Twenty who can do everything come in at once, and both copies give out what waits.
        try await copies.work(0) { desk in
            for name in ScaleTests.agents {
                var agent = Agent(
                    id: "late-" + name, name: name, email: "", roles: [.agent], presence: .online, capacity: 1_000)
                agent.skills = ["de": 5, "fr": 5]
                _ = try desk.save(agent)
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for copy in 0..<2 { group.addTask { try await copies.drain(copy) } }
            try await group.waitForAll()
        }
        #expect(try await copies.number("SELECT COUNT(*) AS n FROM queue") == 0)
        let assigned: SQL = "store_journal WHERE type = \(TicketsAPI.assigned.name)"
        let doubled: SQL = """
            SELECT COUNT(*) AS n FROM (SELECT subject FROM \(assigned) GROUP BY subject HAVING COUNT(*) > 1) AS doubled
            """
        #expect(try await copies.number(doubled) == 0)
        let tickets = try await copies.number("SELECT COUNT(*) AS n FROM tickets")
        #expect(try await copies.number("SELECT COUNT(*) AS n FROM \(assigned)") == tickets)
        let least = try await copies.number("SELECT MIN(load) AS n FROM agents WHERE id LIKE 'late-%'")
        let most = try await copies.number("SELECT MAX(load) AS n FROM agents WHERE id LIKE 'late-%'")
        #expect(least >= waiting / 20 && most <= waiting / 20 + 1, "\(least) to \(most)")
        await copies.close()
    }

    /// Ten agents with room for six tickets each, of two languages; rules that ask for them.
    private func furnish(_ copies: Copies) async throws {
        for skill in ["de", "fr"] { _ = try await copies.work(0) { try $0.save(Skill(id: skill, name: skill)) } }
        let rules = ["de", "fr"].map { skill in
            RoutingRule(
                id: skill, name: skill, condition: .test("ticket.tags", .equal, .string(skill)), team: "support",
                skills: [SkillNeed(skill, level: 3)])
        }
        _ = try await copies.work(0) { try $0.save(RoutingRules(rules: rules)) }
        for (index, name) in ScaleTests.agents.prefix(10).enumerated() {
            var agent = Agent(id: name, name: name, email: "", roles: [.agent], presence: .online, capacity: 6)
            agent.skills = index.isMultiple(of: 2) ? ["de": 4] : ["fr": 4]
            let hired = agent
            _ = try await copies.work(0) { try $0.save(hired) }
        }
    }

    /// An agent solves a ticket and gets the next; another comes in and waits.
    private func measure(_ copies: Copies) async throws {
        let clock = ContinuousClock()
        var (freed, arrived): ([Duration], [Duration]) = ([], [])
        for round in 0..<200 {
            copies.time.advance(by: .seconds(1))
            let agent = ScaleTests.agents[round % 10]
            let row = try await copies.stores[0].read {
                try $0.first("SELECT ticket FROM burdens WHERE agent = \(agent) ORDER BY ticket LIMIT 1")
            }
            let ticket = try #require(try row?.string("ticket"))
            freed.append(
                try await clock.measure {
                    _ = try await copies.work(round % 2, as: .agent(agent)) {
                        try $0.reply(WriteMessage(ticket: ticket, text: "done", status: .solved))
                    }
                })
            arrived.append(
                try await clock.measure {
                    _ = try await copies.work((round + 1) % 2) { try $0.open(Copies.request(round)) }
                })
        }
        #expect(try await copies.number("SELECT MIN(load) AS n FROM agents") == 6)
        #expect(try await copies.number("SELECT MAX(load) AS n FROM agents") == 6)
        for (name, times) in [("freed agent gets the next", freed), ("new ticket", arrived)] {
            let sorted = times.sorted()
            print("\(name) among \(ScaleTests.count): p50 \(sorted[100]), p99 \(sorted[197]), max \(sorted[199])")
        }
    }
}
