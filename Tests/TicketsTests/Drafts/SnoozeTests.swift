import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Row 44: tickets that are put aside.
@Suite struct SnoozeTests {
    private func furnished() async throws -> (House, String) {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        let ticket = try await house.mail("m1").ticket
        _ = try await house.update(ticket) { $0.assignee = "ann" }
        return (house, ticket)
    }

    private func snooze(_ house: House, _ ticket: String, _ change: @Sendable (inout SnoozeTicket) -> Void)
        async throws -> Ticket
    {
        var request = SnoozeTicket(id: ticket)
        change(&request)
        return try await house.work(.agent("ann")) { [request] in try $0.snooze(request) }
    }

    private func listed(_ house: House, _ view: TicketView) async throws -> Int {
        try await house.store.read { try $0.tickets(ListTickets(view: view.rawValue), caller: .agent("ann")) }.items
            .count
    }

    @Test func `out of the way until its moment, without stopping a clock`() async throws {
        let (house, ticket) = try await furnished()
        let clocks = try await house.ticket(ticket).clocks
        let aside = try await snooze(house, ticket) { $0.seconds = 3_600 }
        #expect(aside.snooze?.until == house.time.now() + .hours(1) && aside.snooze?.by.id == "ann")
        #expect(aside.clocks == clocks)
        #expect(try await listed(house, .mine) == 0)
        #expect(try await listed(house, .waiting) == 0)
        #expect(try await listed(house, .snoozed) == 1)
        #expect(try await listed(house, .open) == 1)
        let counts = try await house.store.read { try $0.counts(CountTickets(), caller: .agent("ann")) }.counts
        #expect(counts["snoozed"] == 1 && counts["mine"] == 0)
        try await house.pass(.minutes(59), for: ticket)
        #expect(try await house.ticket(ticket).snooze != nil)
        try await house.pass(.minutes(1), for: ticket)
        #expect(try await house.ticket(ticket).snooze == nil)
        #expect(try await listed(house, .mine) == 1)
        #expect(try await listed(house, .snoozed) == 0)
        let event = try #require(try await house.events(ticket).last { $0.type == TicketsAPI.awoken.name })
        #expect(event.actor?.kind == .service)
    }

    @Test func `the customer wakes it, somebody does, solving does`() async throws {
        let (house, ticket) = try await furnished()
        #expect(try await snooze(house, ticket) { _ in }.snooze?.until == nil)
        try await house.pass(.days(20), for: ticket)
        #expect(try await house.ticket(ticket).snooze != nil)
        _ = try await house.mail("m2") { $0.references = ["<m1@example.com>"] }
        #expect(try await house.ticket(ticket).snooze == nil)
        _ = try await snooze(house, ticket) { $0.seconds = 60 }
        _ = try await house.work(.agent("ann")) { try $0.endSnooze(ByID(id: ticket)) }
        #expect(try await house.story(ticket).last == "awoken")
        _ = try await snooze(house, ticket) { $0.seconds = 60 }
        _ = try await house.reply(ticket, by: "ann", status: .solved)
        #expect(try await house.ticket(ticket).snooze == nil)
        #expect(await code { _ = try await snooze(house, ticket) { $0.seconds = 60 } } == "snooze.solved")
    }

    @Test func `moments that cannot be`() async throws {
        let (house, ticket) = try await furnished()
        let now = house.time.now()
        for change: @Sendable (inout SnoozeTicket) -> Void in [
            { $0.seconds = 0 }, { $0.seconds = 40_000_000 }, { $0.until = now }, { $0.until = now + .days(367) },
            { ($0.seconds, $0.until) = (60, now + .days(1)) },
        ] { #expect(await code { _ = try await snooze(house, ticket, change) } == "snooze.until") }
        #expect(await code { _ = try await snooze(house, "none") { _ in } } == "ticket.not_found")
        #expect(await code { _ = try await snooze(house, ticket) { $0.version = 99 } } == "ticket.stale")
    }
}
