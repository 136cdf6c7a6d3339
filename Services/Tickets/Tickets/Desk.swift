package import Base
internal import Contracts
package import Store

/// What the desk needs beside the store: one for the process.
package struct DeskTools: Sendable {
    let identifiers: Identifiers
    let randomness: Randomness
    let terms: TermsCache
    let staff = RowMemo<Agent>(column: "body")
    package let intent = IntentModel()

    /// `zone` gives the rules of a time zone by its IANA name, nil when there is none of that name.
    package init(
        identifiers: Identifiers, randomness: Randomness,
        zone: @escaping @Sendable (String) -> BusinessHours.Zone?
    ) {
        (self.identifiers, self.randomness, terms) = (identifiers, randomness, TermsCache(zone: zone))
    }

    /// The policies and calendars of now.
    package func terms(in db: Reader) throws -> SLATerms { try terms.terms(in: db) }
}

/// The work on tickets within one transaction: loads, lets the core decide, saves rows, journal and timers together.
/// Lives only inside a write closure.
package final class Desk {
    let tx: Transaction
    let tools: DeskTools
    let cause: Cause
    /// The transaction's moment in whole milliseconds, as times are written in JSON.
    let now: Instant
    /// Teams in which somebody got room for a ticket from the queue.
    private var relieved: Set<String> = []
    /// The rows as this transaction last saw them.
    private var known: [String: Ticket] = [:]
    /// Who gets what.
    let dispatcher: Dispatcher

    private init(_ tx: Transaction, _ tools: DeskTools, _ cause: Cause) {
        (self.tx, self.tools, self.cause) = (tx, tools, cause)
        now = tx.now.wholeMilliseconds
        dispatcher = Dispatcher(tx, tools)
    }

    /// Works at the desk; afterwards whoever has room gets the tickets that wait.
    package static func work<T>(
        _ tx: Transaction, _ tools: DeskTools, _ cause: Cause, _ body: (Desk) throws -> T
    ) throws -> T {
        let desk = Desk(tx, tools, cause)
        let value = try body(desk)
        while let team = desk.relieved.min() {
            desk.relieved.remove(team)
            try desk.serveQueue(of: team)
        }
        return value
    }

    /// A ticket ready to be worked on. `version` is what the writer has seen (row 88): 412 when something of weight
    /// happened since.
    func take(_ id: String, version: Int? = nil) throws -> TicketCase {
        guard let ticket = try find(id) else { throw Problem.notFound("ticket", id) }
        guard ticket.trashedAt == nil else { throw Problem.trashed(ticket) }
        if let version, version != ticket.version {
            let seen = try tx.seenVersion(of: id)
            if version < seen || version > ticket.version {
                throw Problem.stale("ticket", expected: version, actual: ticket.version)
            }
        }
        return TicketCase(ticket, at: now, terms: try terms())
    }

    /// A ticket that has been read, ready to be worked on.
    func take(_ ticket: Ticket) throws -> TicketCase {
        known[ticket.id] = ticket
        return TicketCase(ticket, at: now, terms: try terms())
    }

    func find(_ id: String) throws -> Ticket? {
        if let ticket = known[id] { return ticket }
        guard let ticket = try tx.ticket(id) else { return nil }
        known[id] = ticket
        return ticket
    }

    /// Writes everything that happened in a case; returns the ticket as it is now.
    @discardableResult
    func save(_ work: TicketCase, isNew: Bool = false) throws -> Ticket {
        guard let ticket = work.happenings.last?.data.ticket else { return work.ticket }
        let before = isNew ? nil : try find(ticket.id)
        known[ticket.id] = ticket
        try tx.put(ticket, seen: work.isSubstantial)
        for happening in work.happenings {
            var data = happening.data
            if let step = data.escalation { data.escalation?.agents = try people(for: step.to, on: data.ticket) }
            if let message = data.message { try tx.put(message, position: data.ticket.messageCount) }
            try tx.append(
                EventDraft(
                    type: happening.type, subject: "ticket/\(ticket.id)", time: happening.at,
                    data: try JSON.text(of: data),
                    actor: happening.isSpontaneous ? Cause.itself.actor : cause.actor,
                    traceparent: cause.traceparent, causation: cause.causation,
                    replayed: cause.isReplay ? true : nil))
        }
        try keepFindable(ticket, before: before, isNew: isNew, work)
        try setTimer(of: ticket, before: before)
        try account(ticket, before: before)
        try keepReminder(ticket, before)
        try learn(from: work)
        if work.happenings.contains(where: { $0.type == TicketsAPI.reopened.name }) { try cancelSurveys(of: ticket) }
        return ticket
    }

    /// Keeps lists and search in step with the ticket.
    private func keepFindable(_ ticket: Ticket, before: Ticket?, isNew: Bool, _ work: TicketCase) throws {
        guard ticket.trashedAt == nil else { return }
        try tx.list(ticket, before: before, isNew: isNew)
        let messages = work.happenings.filter { $0.type != TicketsAPI.delivery.name }.compactMap(\.data.message)
        try tx.index(ticket, before: before, messages: messages)
    }

    /// One timer per ticket, for whatever happens next by itself.
    private func setTimer(of ticket: Ticket, before: Ticket?) throws {
        guard ticket.nextDue != before?.nextDue else { return }
        if let due = ticket.nextDue {
            try tx.schedule(Timer(kind: Desk.timer, reference: ticket.id, due: due))
        } else {
            try tx.cancelTimers(kind: Desk.timer, reference: ticket.id)
        }
    }

    /// The kind of the timer that wakes a ticket.
    package static let timer = "ticket"

    /// A ticket's time has come: the warning, breach or closing that is due.
    package func wake(_ ticket: String) throws {
        guard let ticket = try find(ticket) else { return }
        var work = try take(ticket)
        work.catchUp(to: now, inclusive: true)
        try save(work)
        // A clock that was set back: what is due in the future gets its timer again.
        if work.happenings.isEmpty, let due = ticket.nextDue {
            try tx.schedule(Timer(kind: Desk.timer, reference: ticket.id, due: due))
        }
    }

    /// Notes that an agent may have room now, in these teams.
    func relieve(_ teams: [String]) { relieved.formUnion(teams) }

    /// A new identifier.
    func nextID() -> String { tools.identifiers.next() }
}

extension Instant {
    /// Rounded down to what RFC 3339 text with milliseconds holds, so that a ticket read back is the same.
    var wholeMilliseconds: Instant { Instant(microseconds: microseconds - microseconds % 1_000) }
}
