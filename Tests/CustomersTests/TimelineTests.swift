import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// What the tickets feed tells about a customer.
struct TimelineTests {
    private static func ticket(
        _ id: String = "t1", of customer: String, status: TicketStatus = .open, rating: Rating? = nil
    ) -> Ticket {
        var ticket = Ticket(
            id: id, number: 7, subject: "打印机坏了", status: status, priority: .normal, channel: .mail,
            requester: Requester(id: customer, name: "李雷"), createdAt: Instant(seconds: 1),
            updatedAt: Instant(seconds: 1), version: 1)
        ticket.rating = rating
        return ticket
    }

    private static func event(
        _ type: EventType<TicketEvent>, _ data: TicketEvent, at second: Int64, id: String? = nil
    ) throws -> Event {
        Event(
            id: id ?? "e\(second)", source: "/moat/tickets", type: type.name, subject: "ticket/\(data.ticket.id)",
            time: Instant(seconds: second), data: try JSON(encoding: data), sequence: second)
    }

    private static func message(_ kind: Message.Kind, _ channel: Channel, _ text: String, at second: Int64) -> Message {
        Message(
            id: "m\(second)", ticket: "t1", kind: kind, author: Author(kind: .customer, id: "c", name: "李雷"),
            channel: channel, text: text, at: Instant(seconds: second))
    }

    @Test func `a ticket's story is told newest first, over all channels`() async throws {
        let house = try await House()
        let id = try await house.identify(.email, "li@example.com", name: "李雷").id
        let start = house.time.now().seconds + 10
        let ticket = Self.ticket(of: id)
        let rating = Rating(score: 5, comment: "谢谢", at: Instant(seconds: start + 4))
        let events = try [
            Self.event(TicketsAPI.opened, TicketEvent(ticket: ticket), at: start),
            Self.event(
                TicketsAPI.received,
                TicketEvent(ticket: ticket, message: Self.message(.incoming, .wechat, "在吗", at: start + 1)),
                at: start + 1),
            Self.event(
                TicketsAPI.noted,
                TicketEvent(ticket: ticket, message: Self.message(.note, .mail, "secret", at: start + 2)),
                at: start + 2),
            Self.event(TicketsAPI.solved, TicketEvent(ticket: Self.ticket(of: id, status: .solved)), at: start + 3),
            Self.event(
                TicketsAPI.rated,
                TicketEvent(ticket: Self.ticket(of: id, status: .solved, rating: rating), rating: rating), at: start + 4
            ),
        ]
        for event in events { try await house.hear(event) }
        #expect(
            try await house.story(id) == [
                "rated 5/5 · 谢谢", "solved 打印机坏了", "received 在吗", "opened 打印机坏了", "created 李雷",
            ])
        let customer = try await house.get(id)
        #expect(customer.ticketCount == 1 && customer.openTickets == 0 && customer.lastRating == 5)
        #expect(customer.lastContactAt == Instant(seconds: start + 1))
        let chat = try await house.timeline.list(ListTimeline(customer: id, channel: .wechat), house.context()).items
        #expect(chat.map(\.kind) == ["received"])
        for event in events { try await house.hear(event) }
        #expect(try await house.story(id).count == 5, "hearing it again adds nothing")
    }

    @Test func `after a join both stories are one`() async throws {
        let house = try await House()
        let one = try await house.identify(.email, "a@example.com", name: "A").id
        let two = try await house.identify(.wechat, "o1@wx", name: "B").id
        let start = house.time.now().seconds + 10
        try await house.hear(Self.event(TicketsAPI.opened, TicketEvent(ticket: Self.ticket("t1", of: one)), at: start))
        try await house.hear(
            Self.event(TicketsAPI.opened, TicketEvent(ticket: Self.ticket("t2", of: two)), at: start + 1))
        _ = try await house.join(one, two)
        // Tickets keep the id they know.
        try await house.hear(
            Self.event(TicketsAPI.reopened, TicketEvent(ticket: Self.ticket("t2", of: two)), at: start + 2))
        #expect(try await house.story(two) == house.story(one))
        #expect(try await house.story(one).filter { $0.hasPrefix("opened") }.count == 2)
        let joined = try await house.get(two)
        #expect(joined.ticketCount == 2 && joined.openTickets == 2)
        let entries = try await house.timeline.list(ListTimeline(customer: two), house.context()).items
        #expect(entries.allSatisfy { $0.customer == one })
    }

    @Test func `pages show every entry once`() async throws {
        let house = try await House()
        let id = try await house.identify(.email, "li@example.com").id
        for number in 0..<17 {
            // Three in the same second: the id decides then.
            try await house.hear(
                Self.event(
                    TicketsAPI.opened, TicketEvent(ticket: Self.ticket("t\(number)", of: id)), at: Int64(number / 3),
                    id: "e\(number)"))
        }
        var (seen, after) = ([TimelineEntry](), String?.none)
        repeat {
            let page = try await house.timeline.list(
                ListTimeline(customer: id, limit: 4, after: after), house.context())
            (seen, after) = (seen + page.items, page.after)
        } while after != nil
        #expect(Set(seen.map(\.id)).count == 18 && seen.count == 18)
        #expect(await House.status { _ = try await house.story("nobody") } == 404)
    }

    @Test func `what is not a ticket's is passed over`() async throws {
        let house = try await House()
        let other = Event(
            id: "e", source: "/moat/tickets", type: "moat.tickets.agent.changed", subject: "agent/1",
            time: Instant(seconds: 1), data: [:], sequence: 1)
        try await house.hear(other)
        var odd = other
        odd.subject = "ticket/1"
        try await house.hear(odd)
    }
}
