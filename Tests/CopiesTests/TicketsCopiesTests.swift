import Base
import Conditions
import Contracts
import Store
import TestSupport
import Testing

@testable import Tickets

/// Copies of the tickets service: what each knows of policies, calendars, staff, views and words is what is in the
/// store.
@Suite(.timeLimit(.minutes(5))) struct TicketsCopiesTests {
    private struct Copies: Sendable {
        let time = ManualTime(Instant(seconds: 1_590_976_800))
        let folder = TemporaryFolder()
        let stores: [Store]
        let tools: [DeskTools]

        init(_ place: SharedPlace) async throws {
            let url = try await place.url("tickets", in: folder)
            var (stores, tools): ([Store], [DeskTools]) = ([], [])
            for copy in 1...3 {
                let randomness = Randomness.seeded(UInt64(copy))
                let identifiers = Identifiers.uuidV7(time: time, randomness: randomness)
                stores.append(
                    try await Store.open(
                        url, service: "tickets", migrations: Schema.migrations, time: time, identifiers: identifiers))
                tools.append(DeskTools(identifiers: identifiers, randomness: randomness) { _ in { _ in 28_800 } })
            }
            (self.stores, self.tools) = (stores, tools)
            try await work(0) { try $0.bootstrap() }
        }

        @discardableResult
        func work<T: Sendable>(_ copy: Int, _ body: @escaping @Sendable (Desk) throws -> T) async throws -> T {
            let tools = tools[copy]
            let cause = Cause(caller: Caller(kind: .agent, id: "boss", roles: [.admin]))
            return try await stores[copy].write { try Desk.work($0, tools, cause, body) }
        }

        func open(_ copy: Int, _ subject: String = "Help") async throws -> Ticket {
            let request = OpenTicket(subject: subject, text: "please", requester: Requester(id: "c", name: "Li"))
            return try await work(copy) { try $0.open(request) }
        }

        func hire(_ id: String, _ copy: Int, presence: Agent.Presence = .online) async throws {
            let agent = Agent(
                id: id, name: id, email: "", roles: [.agent], teams: ["support"], presence: presence, capacity: 1_000)
            _ = try await work(copy) { try $0.save(agent) }
        }

        func close() async { for store in stores { await store.close() } }
    }

    /// Every copy changes something, and the two others go by it in their very next transaction.
    private func changing(
        _ place: SharedPlace, _ change: (Copies, Int) async throws -> Void,
        _ look: (Copies, _ changed: Int, _ looks: Int) async throws -> Void
    ) async throws {
        let copies = try await Copies(place)
        // Whatever they keep in memory they have now.
        for copy in 0..<3 { _ = try await copies.open(copy) }
        for changed in 0..<3 {
            try await change(copies, changed)
            for other in 0..<3 where other != changed { try await look(copies, changed, other) }
        }
        await copies.close()
    }

    @Test(arguments: SharedPlace.allCases)
    func `a policy`(place: SharedPlace) async throws {
        try await changing(place) { copies, copy in
            let known = try await copies.stores[copy].read { try $0.policies().first { $0.id == "default" } }
            var policy = try #require(known)
            policy[.firstResponse, .normal] = 600 + copy
            let changed = policy
            _ = try await copies.work(copy) { try $0.save(changed) }
        } _: { copies, changed, copy in
            let clock = try await copies.open(copy).clocks.first { $0.metric == .firstResponse }
            #expect(clock?.target == 600 + changed)
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `who is there`(place: SharedPlace) async throws {
        try await changing(place) { copies, copy in
            for (index, name) in ["ann", "ben", "cyd"].enumerated() {
                try await copies.hire(name, copy, presence: index == copy ? .online : .away)
            }
        } _: { copies, changed, copy in
            let ticket = try await copies.open(copy)
            #expect(ticket.assignee == ["ann", "ben", "cyd"][changed])
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `a view, and the words of a ticket`(place: SharedPlace) async throws {
        let words = ["kangaroo", "wombat", "quokka"]
        try await changing(place) { copies, copy in
            let view = SaveView(
                name: words[copy], scope: .everyone, condition: .test("ticket.subject", .contains, .string(words[copy]))
            )
            _ = try await copies.work(copy) { try $0.save(view) }
            _ = try await copies.open(copy, "A \(words[copy]) is loose")
        } _: { copies, changed, copy in
            let boss = Caller(kind: .agent, id: "boss", roles: [.admin])
            let (view, found) = try await copies.stores[copy].read { db in
                let view = try db.views(for: boss).first { $0.name == words[changed] }
                return (view, try db.search(SearchTickets(q: words[changed]), caller: boss).items)
            }
            let id = try #require(view?.id)
            #expect(found.count == 1)
            let listed = try await copies.stores[copy].read {
                try $0.tickets(ListTickets(view: id), caller: boss).items
            }
            #expect(listed.map(\.id) == found.map(\.ticket.id))
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `round robin goes round all agents in turn, whichever copy gives`(place: SharedPlace) async throws {
        let copies = try await Copies(place)
        for name in Street.agents { try await copies.hire(name, 0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for copy in 0..<3 { group.addTask { for _ in 1...16 { _ = try await copies.open(copy) } } }
            try await group.waitForAll()
        }
        let events = try await copies.stores[0].feed(after: 0, limit: 1_000).events
        let order = try events.filter { $0.type == TicketsAPI.assigned.name }
            .map { try $0.decode(TicketsAPI.assigned).ticket.assignee ?? "" }
        #expect(order == Array(repeating: Street.agents, count: 12).flatMap(\.self))
        await copies.close()
    }
}
