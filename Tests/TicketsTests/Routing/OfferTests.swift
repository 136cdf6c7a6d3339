import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Rows 58 to 61.
@Suite struct OfferTests {
    /// A house whose tickets are offered for a minute.
    private func house(_ agents: String...) async throws -> House {
        let house = try await House()
        try await house.policy { $0.offerSeconds = 60 }
        for name in agents {
            try await house.hire(name)
            house.time.advance(by: .seconds(1))
        }
        return house
    }

    private func answer(_ house: House, _ ticket: String, by agent: String, yes: Bool) async throws -> Ticket {
        try await house.work(.agent(agent)) { yes ? try $0.accept(ticket) : try $0.decline(ticket) }
    }

    @Test func `an offer holds the agent's room, and a yes makes them the assignee`() async throws {
        let house = try await house("ann")
        let ticket = try await house.open()
        #expect(ticket.assignee == nil && ticket.offer?.agent == "ann" && ticket.status == .new)
        #expect(try await house.agent("ann")?.load == 1)
        let view = try #require(try await house.store.read { try $0.queues() }.items.first)
        #expect(view.waiting == 0 && view.offered == 1)
        let taken = try await answer(house, ticket.id, by: "ann", yes: true)
        #expect(taken.assignee == "ann" && taken.offer == nil && taken.status == .open)
        #expect(taken.routing == AssignmentReason(.roundRobin, team: "Support"))
        #expect(try await house.agent("ann")?.load == 1)
        #expect(try await answer(house, ticket.id, by: "ann", yes: true) == taken)
        try await house.pass(.minutes(2))
        #expect(try await house.ticket(ticket.id).assignee == "ann")
    }

    @Test func `who does not answer is missed, and the ticket goes on with its age`() async throws {
        let house = try await house("ann", "bob")
        let ticket = try await house.open()
        try await house.pass(.seconds(59))
        #expect(try await house.ticket(ticket.id).offer?.agent == "ann")
        try await house.pass(.seconds(1))
        #expect(try await house.agent("ann")?.presence == .missed)
        #expect(try await house.agent("ann")?.load == 0)
        #expect(try await house.ticket(ticket.id).offer?.agent == "bob")
        try await house.pass(.seconds(60))
        let waiting = try await house.ticket(ticket.id)
        #expect(waiting.offer == nil && waiting.agedFrom == ticket.createdAt)
        let late = try await house.open()
        let order = try await house.store.read { try $0.queued(ListQueue(team: "support")) }.items.map(\.id)
        #expect(order == [ticket.id, late.id])
        try await house.presence("bob", .online)
        #expect(try await house.ticket(ticket.id).offer == nil, "they let it pass a moment ago")
        #expect(try await house.ticket(late.id).offer?.agent == "bob")
        try await house.pass(.minutes(10))
        #expect(try await house.story(ticket.id).filter { $0.hasPrefix("offer") }.count >= 4)
    }

    @Test func `a no passes the ticket on, and an offer to somebody else is nobody's`() async throws {
        let house = try await house("ann", "bob")
        let ticket = try await house.open()
        #expect(await code { _ = try await answer(house, ticket.id, by: "bob", yes: true) } == "offer.gone")
        let passed = try await answer(house, ticket.id, by: "ann", yes: false)
        #expect(passed.offer?.agent == "bob")
        #expect(try await house.agent("ann")?.presence == .online)
        #expect(await code { _ = try await answer(house, ticket.id, by: "ann", yes: false) } == "offer.gone")
        let taken = await problem { _ = try await house.claim(ticket.id, by: "ann") }
        #expect(taken?.detail == "Taken by Bob.")
    }

    @Test func `an offer whose ticket is answered, solved or moved by others is over`() async throws {
        let house = try await house("ann", "bob")
        _ = try await house.work(.system) { try $0.save(Team(id: "tech", name: "Tech")) }
        let answered = try await house.open()
        _ = try await house.reply(answered.id, by: "cat", status: .pending)
        let moved = try await house.open()
        _ = try await house.update(moved.id) { $0.team = "tech" }
        for id in [answered.id, moved.id] { #expect(try await house.ticket(id).offer == nil) }
        try await house.pass(.minutes(2))
        for name in ["ann", "bob"] {
            let agent = try #require(try await house.agent(name))
            #expect(agent.presence == .online && agent.load == 0)
        }
        let left = try await house.store.read { try $0.rows("SELECT ticket FROM offers") }
        #expect(left.isEmpty)
    }
}

@Suite struct SilenceTests {
    private func house(_ action: QueuePolicy.Silence.Action) async throws -> (House, Ticket) {
        let house = try await House()
        try await house.policy { $0.silence = .init(seconds: 3_600, action: action) }
        try await house.hire("ann")
        return (house, try await house.open())
    }

    @Test func `an assignee who keeps silent for the business time loses the ticket to the next`() async throws {
        let (house, ticket) = try await house(.next)
        try await house.hire("bob")
        try await house.pass(.minutes(59))
        #expect(try await house.ticket(ticket.id).assignee == "ann")
        try await house.pass(.minutes(1))
        #expect(try await house.ticket(ticket.id).assignee == "bob")
        #expect(try await house.agent("ann")?.load == 0)
        // 11:00 plus six hours and the night: the business was closed for most of it.
        _ = try await house.reply(ticket.id, by: "bob")
        try await house.pass(.hours(20))
        #expect(try await house.ticket(ticket.id).assignee == "bob")
    }

    @Test func `an answer of the assignee ends it, one of somebody else does not`() async throws {
        let (house, ticket) = try await house(.next)
        try await house.hire("bob")
        _ = try await house.work(.service("rules")) {
            try $0.reply(WriteMessage(ticket: ticket.id, text: "We are on it."))
        }
        try await house.pass(.hours(1))
        #expect(try await house.ticket(ticket.id).assignee == "bob")
    }

    @Test func `back in the queue it may come to the same again; the supervisor has it for good`() async throws {
        let (house, ticket) = try await house(.queue)
        try await house.pass(.hours(1))
        #expect(try await house.ticket(ticket.id).assignee == "ann")
        let (other, second) = try await self.house(.supervisor)
        try await other.hire("boss", roles: [.supervisor], capacity: 0)
        try await other.work(.system) {
            _ = try $0.save(ReportingLine(id: "", agent: "ann", manager: "boss", from: Instant(seconds: 0)))
        }
        try await other.pass(.hours(1))
        let escalated = try await other.ticket(second.id)
        #expect(escalated.assignee == "boss" && escalated.routing == AssignmentReason(.supervisor, by: "Ann"))
    }
}

@Suite struct StickyTests {
    private func house(_ seconds: Int) async throws -> House {
        let house = try await House()
        try await house.hire("ann", capacity: 1)
        let first = try await house.open(from: "c1")
        try await house.hire("bob")
        try await house.policy { $0.stickySeconds = seconds }
        _ = try await house.reply(first.id, by: "ann", status: .solved)
        return house
    }

    @Test func `who knows the customer gets them again`() async throws {
        let house = try await house(0)
        _ = try await house.open(from: "c2")
        house.time.advance(by: .seconds(1))
        let again = try await house.open(from: "c1")
        #expect(again.assignee == "ann" && again.routing?.kind == .sticky)
    }

    @Test func `they are waited for while they are busy, and not for longer`() async throws {
        let house = try await house(300)
        _ = try await house.open(from: "c1")
        let again = try await house.open(from: "c1")
        #expect(again.assignee == nil)
        try await house.pass(.seconds(299))
        #expect(try await house.ticket(again.id).assignee == nil)
        try await house.pass(.seconds(1))
        #expect(try await house.ticket(again.id).assignee == "bob")
    }

    @Test func `nobody waits for somebody who is not there`() async throws {
        let house = try await house(300)
        try await house.presence("ann", .away)
        #expect(try await house.open(from: "c1").assignee == "bob")
    }
}
