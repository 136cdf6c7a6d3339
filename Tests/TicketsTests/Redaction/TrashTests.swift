import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Row 49: thrown away, taken back, gone.
@Suite struct TrashTests {
    private func furnished() async throws -> (House, String) {
        let house = try await House()
        try await house.hire("ann", capacity: 1)
        return (house, try await house.mail("m1", text: "alpha").ticket)
    }

    private func trash(_ house: House, _ ticket: String) async throws -> Ticket {
        try await house.work(.agent("ann")) { try $0.trash(TrashTicket(id: ticket)) }
    }

    private func count(_ house: House, _ table: String) async throws -> Int? {
        try await house.store.read { try $0.first("SELECT COUNT(*) AS n FROM \(unsafeSQL: table)")?.int("n") }
    }

    @Test func `out of lists, search and queues, and back as it was`() async throws {
        let (house, ticket) = try await furnished()
        let before = try await house.ticket(ticket)
        #expect(before.assignee == "ann")
        let next = try await house.mail("m2", from: "c2", text: "beta").ticket
        #expect(try await house.ticket(next).assignee == nil)
        let gone = try await trash(house, ticket)
        #expect(gone.trashedAt == house.time.now() && gone.clocks.allSatisfy { $0.state == .cancelled })
        // Its place on the desk is free.
        #expect(try await house.ticket(next).assignee == "ann")
        #expect(try await house.found("alpha") == [])
        let all = try await house.store.read { try $0.tickets(ListTickets(view: "all"), caller: .system) }
        #expect(all.items.map(\.id) == [next])
        #expect(try await house.store.read { try $0.timers(reference: ticket) }.map(\.kind) == [Desk.purgeTimer])
        #expect(await code { _ = try await house.reply(ticket, by: "ann") } == "ticket.trashed")
        #expect(await code { _ = try await trash(house, ticket) } == "ticket.trashed")
        // Its customer's next letter is a new ticket.
        let late = try await house.mail("m3", text: "gamma") { $0.references = ["<m1@example.com>"] }
        #expect(late.outcome == .opened && late.ticket != ticket)
        house.time.advance(by: .days(2))
        let listed = try await house.store.read { try $0.trashed(PageRequest()) }.items
        #expect(listed.map(\.ticket.id) == [ticket] && listed[0].purgedAt == listed[0].trashedAt + .days(30))
        let back = try await house.work(.agent("ann")) { try $0.restore(ByID(id: ticket)) }
        #expect(back.trashedAt == nil && back.status == before.status && back.tags == before.tags)
        #expect(back.clocks.map(\.metric) == before.clocks.map(\.metric))
        #expect(back.clocks.allSatisfy { $0.state == .running && $0.breachedAt == nil })
        #expect(try await house.found("alpha") == [1])
        #expect(try await house.texts(ticket) == ["alpha"])
        #expect(try await house.story(ticket).contains("recovered"))
        #expect(
            await code { _ = try await house.work(.agent("ann")) { try $0.restore(ByID(id: ticket)) } }
                == "trash.not_there")
    }

    @Test func `after 30 days only that it was there remains, also of what went on in it`() async throws {
        let (house, ticket) = try await furnished()
        let other = try await house.mail("m2", from: "c2", text: "beta").ticket
        try await house.merge([other], into: ticket)
        #expect(await code { _ = try await trash(house, other) } == "ticket.merged")
        _ = try await trash(house, ticket)
        house.time.advance(by: .days(30))
        try await house.work(.system) { try $0.wakePurge(ticket) }
        for table in ["tickets", "messages", "list_rows", "list_facets", "search_terms", "trash", "merges"] {
            #expect(try await count(house, table) == 0, "\(table)")
        }
        for id in [ticket, other] {
            #expect(try await house.story(id) == ["purged"])
            #expect(await code { _ = try await house.ticket(id) } == "ticket.not_found")
        }
        #expect(await code { _ = try await house.work { try $0.restore(ByID(id: ticket)) } } == "ticket.not_found")
        // A late report of a delivery, or an old timer, finds nothing to do.
        try await house.work(.system) { try $0.wakePurge(ticket) }
        try await house.work(.system) { try $0.wake(ticket) }
    }
}
