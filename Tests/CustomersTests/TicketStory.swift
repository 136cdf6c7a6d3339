import Base
import Contracts

@testable import Customers

/// Events of the tickets feed, as the service hears them.
enum TicketStory {
    static func opened(
        _ id: String, of customer: String, type: EventType<TicketEvent> = TicketsAPI.opened, at second: Int64,
        tags: [String] = [], fields: [String: JSON] = [:], rating: Rating? = nil
    ) throws -> Event {
        var ticket = Ticket(
            id: id, number: 7, subject: "打印机坏了", status: type.name == TicketsAPI.solved.name ? .solved : .open,
            priority: .normal, channel: .mail, requester: Requester(id: customer, name: "李雷"),
            createdAt: Instant(seconds: second), updatedAt: Instant(seconds: second), version: 1)
        (ticket.tags, ticket.fields, ticket.rating) = (tags, fields, rating)
        let data = try JSON(encoding: TicketEvent(ticket: ticket))
        return Event(
            id: "\(id)-\(second)", source: "/moat/tickets", type: type.name, subject: "ticket/\(id)",
            time: Instant(seconds: second), data: data, sequence: second)
    }
}
