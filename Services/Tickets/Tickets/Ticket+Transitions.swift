package import Base
package import Contracts

extension TicketStatus {
    /// Where a ticket may go from here by a decision (row 32): new never comes back, only solved becomes closed,
    /// closed is final.
    package var exits: [TicketStatus] {
        switch self {
        case .new: [.open, .pending, .hold, .solved]
        case .open: [.pending, .hold, .solved]
        case .pending: [.open, .hold, .solved]
        case .hold: [.open, .pending, .solved]
        case .solved: [.open, .pending, .hold, .closed]
        case .closed: []
        }
    }

    /// Neither solved nor closed.
    package var isUnsolved: Bool { self != .solved && self != .closed }

    /// Counts against an agent's capacity: somebody has to do something now.
    package var isLoad: Bool { self == .new || self == .open }
}

extension Priority {
    /// 0 for low to 3 for urgent.
    var rank: Int { Priority.allCases.firstIndex(of: self) ?? 0 }
}

extension Ticket {
    /// Solved tickets are closed for good after this time unless the house says otherwise (row 46).
    package static let closingDelay = Instant.Span.days(4)

    /// When the next promise breaks; nil when none is running.
    var dueAt: Instant? { clocks.compactMap(\.dueAt).min() }

    /// When it is closed if nobody reopens it.
    var closingAt: Instant? {
        status == .solved && callback?.isDue != true ? closesAt ?? solvedAt.map { $0 + Ticket.closingDelay } : nil
    }

    /// When something happens to it by itself: a warning, a breach, the closing.
    package var nextDue: Instant? {
        trashedAt == nil
            ? (clocks.compactMap(\.nextDue) + [closingAt, snooze?.until].compactMap(\.self)).min() : nil
    }

    /// The clock of a metric.
    package func clock(_ metric: SLAClock.Metric) -> SLAClock? { clocks.first { $0.metric == metric } }

    /// The agent whose capacity it uses, also while it is only offered to them; nil when it uses none.
    var bearer: String? { isLoad ? assignee ?? offer?.agent : nil }

    /// Somebody has to do something now.
    var isLoad: Bool { status.isLoad && trashedAt == nil }

    /// The team whose next agent it waits for; nil when somebody has it or nobody owes anything on it.
    var waitsIn: String? { isLoad && bearer == nil && isOwed ? team : nil }
}

extension Excerpt {
    /// The first 140 characters of a message, on one line.
    init(_ message: Message) {
        let words = message.text.prefix(1_000).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self.init(text: String(words.prefix(140)), author: message.author, kind: message.kind, at: message.at)
    }
}

extension Problem {
    /// 409: the ticket is closed for good, or goes on in another one.
    static func closed(_ ticket: Ticket) -> Problem {
        guard ticket.mergedInto == nil else {
            return .conflict("ticket.merged", "Ticket \(ticket.number) goes on in another one, see mergedInto.")
        }
        return .conflict("ticket.closed", "Ticket \(ticket.number) is closed: what comes now opens a follow-up.")
    }

    /// 409: a mandatory step is open.
    static func stepsOpen(_ ticket: Ticket) -> Problem {
        .conflict("ticket.checklist", "A mandatory step of ticket \(ticket.number) is open.")
    }

    /// 409: the ticket was thrown away.
    static func trashed(_ ticket: Ticket) -> Problem {
        .conflict("ticket.trashed", "Ticket \(ticket.number) was thrown away: take it back first.")
    }

    /// 409: this status cannot follow that one.
    static func transition(_ from: TicketStatus, _ to: TicketStatus) -> Problem {
        .conflict("ticket.transition", "A ticket that is \(from.rawValue) cannot become \(to.rawValue).")
    }

    /// 422: a solved ticket needs somebody who solved it.
    static let unassigned = Problem.invalid("ticket.unassigned", "A ticket without assignee cannot be solved.")
}
