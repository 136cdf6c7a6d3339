import Base
import Contracts
import Tickets

/// Tickets and messages for tests of the core.
enum Drafts {
    static let customer = Author(kind: .customer, id: "c1", name: "李雷")

    static func ticket(_ priority: Priority = .normal, at now: Instant) -> Ticket {
        Ticket(
            id: "t1", number: 1, subject: "打印机坏了", status: .new, priority: priority, channel: .mail,
            requester: Requester(id: "c1", name: "李雷", address: "li@example.com"), createdAt: now, updatedAt: now,
            version: 0)
    }

    static func message(_ kind: Message.Kind, at now: Instant, text: String = "你好") -> Message {
        let author = kind == .incoming || kind == .muted ? customer : Author(kind: .agent, id: "a1", name: "Ann")
        return Message(
            id: "m-\(kind.rawValue)-\(now.microseconds)", ticket: "t1", kind: kind, author: author, channel: .mail,
            text: text, at: now)
    }

    /// A ticket that a customer opened.
    static func open(_ priority: Priority = .normal, at now: Instant, terms: SLATerms = Calendars.terms) -> TicketCase {
        TicketCase.opened(ticket(priority, at: now), with: message(.incoming, at: now), at: now, terms: terms)
    }
}

extension TicketCase {
    /// The last words of the events' types, in order.
    var story: [String] { happenings.map { String($0.type.dropFirst("moat.tickets.".count)) } }

    mutating func receive(at now: Instant) throws {
        catchUp(to: now)
        try receive(Drafts.message(.incoming, at: now))
    }

    mutating func reply(at now: Instant, status: TicketStatus? = nil) throws {
        catchUp(to: now)
        try reply(Drafts.message(.reply, at: now), by: "a1", status: status)
    }

    mutating func set(_ status: TicketStatus, at now: Instant, by agent: String? = "a1") throws {
        catchUp(to: now)
        try change(UpdateTicket(id: "t1", status: status), by: agent, because: AssignmentReason(.assigned))
    }
}
