import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Rows 87 and 88: who else is there, and what happens when two write.
@Suite struct ViewerTests {
    private func furnished() async throws -> (House, String) {
        let house = try await House()
        for agent in ["ann", "bob"] { try await house.hire(agent, presence: .away) }
        return (house, try await house.mail("m1").ticket)
    }

    private func show(_ house: House, _ ticket: String, _ agent: String, _ mode: ViewerMode = .viewing)
        async throws -> TicketViewers
    {
        try await house.work(.agent(agent)) { try $0.show(ShowPresence(ticket: ticket, mode: mode)) }
    }

    @Test func `who has it open is told, until they are not heard of`() async throws {
        let (house, ticket) = try await furnished()
        #expect(try await show(house, ticket, "ann").viewers.isEmpty)
        let began = house.time.now()
        house.time.advance(by: .seconds(10))
        let seen = try await show(house, ticket, "bob", .editing)
        #expect(seen.viewers.map(\.agent) == ["ann"] && seen.viewers[0].since == began && seen.version == 1)
        #expect(try await show(house, ticket, "ann").viewers.map(\.mode) == [.editing])
        #expect(try await show(house, ticket, "ann").viewers[0].name == "Bob")
        let listed = try await house.store.read {
            try $0.viewers(AskViewers(tickets: "none,\(ticket)"), caller: .agent("carl"))
        }
        #expect(listed.items.map { $0.viewers.map(\.agent) } == [["bob", "ann"]])
        house.time.advance(by: .seconds(25))
        #expect(try await show(house, ticket, "bob").viewers.map(\.agent) == ["ann"])
        house.time.advance(by: .seconds(6))
        #expect(try await show(house, ticket, "bob").viewers.isEmpty)
        _ = try await house.work(.agent("bob")) { try $0.leave(OfTicket(ticket: ticket)) }
        #expect(try await house.store.read { try $0.first("SELECT COUNT(*) AS n FROM viewers")?.int("n") } == 0)
        // It is no history.
        #expect(try await house.ticket(ticket).version == 1)
        #expect(await code { _ = try await show(house, "none", "ann") } == "ticket.not_found")
        #expect(
            await code { _ = try await house.store.read { try $0.viewers(AskViewers(tickets: ""), caller: .system) } }
                == "viewers.tickets")
    }

    @Test func `a reply over what the customer wrote since is refused until it is confirmed`() async throws {
        let (house, ticket) = try await furnished()
        let seen = try #require(try await show(house, ticket, "ann").lastIncoming)
        house.time.advance(by: .minutes(1))
        _ = try await house.mail("m2", text: "wait") { $0.references = ["<m1@example.com>"] }
        func reply(_ confirmed: Bool?, by caller: Caller = .agent("ann")) async -> String? {
            await code {
                _ = try await house.work(caller) {
                    try $0.reply(WriteMessage(ticket: ticket, text: "x", seen: seen, confirmed: confirmed))
                }
            }
        }
        #expect(await reply(nil) == "reply.overtaken")
        func hold() async throws {
            var held = HoldReply(ticket: ticket, text: "x")
            held.seen = seen
            _ = try await house.work(.agent("ann")) { [held] in try $0.hold(held) }
        }
        #expect(await code { try await hold() } == "reply.overtaken")
        #expect(try await house.messages(ticket).count == 2)
        #expect(await reply(true) == nil)
        let fresh = try #require(try await show(house, ticket, "ann").lastIncoming)
        #expect(fresh != seen)
        _ = try await house.work(.agent("ann")) {
            try $0.reply(WriteMessage(ticket: ticket, text: "y", seen: fresh))
        }
    }

    @Test func `two who save at once change what each of them meant`() async throws {
        let (house, ticket) = try await furnished()
        let version = try await house.ticket(ticket).version
        func save(_ by: String, _ change: @Sendable (inout UpdateTicket) -> Void) async throws -> Ticket {
            try await house.update(ticket, by: .agent(by)) {
                ($0.version, $0.merge) = (version, true)
                change(&$0)
            }
        }
        _ = try await save("ann") { ($0.priority, $0.addTags) = (.high, ["a"]) }
        let both = try await save("bob") { ($0.fields, $0.addTags) = (["order": "4711"], ["b"]) }
        #expect(both.priority == .high && both.tags == ["a", "b"] && both.fields["order"] == "4711")
        let clash = await problem { _ = try await save("bob") { $0.priority = .low } }
        #expect(clash?.code == "ticket.stale" && clash?.errors?.map(\.pointer) == ["#/priority"])
        #expect(
            await code { _ = try await house.update(ticket) { ($0.version, $0.subject) = (version, "x") } }
                == "ticket.stale")
        #expect(try await house.ticket(ticket).priority == .high)
    }
}
