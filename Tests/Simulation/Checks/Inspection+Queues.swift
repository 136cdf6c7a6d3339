@testable import Tickets
import Base
import Contracts
import Store

extension Inspection {
    /// What the router keeps beside the tickets is what they say: queue, offers, burdens; nobody is asked for ever.
    func checkQueues() async throws {
        let tickets = try await tickets()
        let bearers = tickets.filter { $0.bearer != nil }.map(\.id)
        expect(try await names("SELECT ticket FROM burdens") == Set(bearers), "the burdens are not the tickets'")
        let offered = tickets.filter { $0.offer != nil }
        expect(
            try await names("SELECT ticket FROM offers") == Set(offered.map(\.id)), "the offers are not the tickets'")
        for ticket in offered where ticket.offer.map({ $0.until <= world.time.now() }) ?? false {
            find("ticket \(ticket.number) is offered for longer than it was to be")
        }
        let queued = try await names("SELECT id AS ticket FROM tickets WHERE queued = 1")
        expect(try await names("SELECT ticket FROM queue") == queued, "the queue is not what waits")
        for ticket in tickets where queued.contains(ticket.id) {
            expect(ticket.waitsIn != nil, "ticket \(ticket.number) is queued and waits for nobody")
        }
        let late = try await rows(
            TicketsAPI.service,
            "SELECT kind FROM store_timers WHERE kind <> \(Desk.timer) AND due <= \(world.time.now())")
        expect(late.isEmpty, "\(late.count) timers of the router are overdue")
    }

    private func names(_ sql: SQL) async throws -> Set<String> {
        Set(try await rows(TicketsAPI.service, sql).map { try $0.string("ticket") })
    }
}
