package import Base
package import Contracts

/// A ticket being worked on: the pure core of the service. Each action changes the ticket as the rules allow and
/// notes what happened, with the ticket as it is after it; the shell saves both. Nothing here knows a store, a bus or
/// a clock.
package struct TicketCase: Sendable {
    /// Something that happened, to become one event of the journal.
    package struct Happening: Sendable {
        package var type: String
        package var data: TicketEvent
        package var at: Instant
        /// By itself, at its time, and not by whoever acts now.
        package var isSpontaneous: Bool
    }

    package internal(set) var ticket: Ticket
    package private(set) var happenings: [Happening] = []
    /// Whether something happened that a person who saw the ticket before must know (row 88): not so for clocks,
    /// deliveries and automatic mail.
    package private(set) var isSubstantial = false
    package private(set) var now: Instant
    let terms: SLATerms
    private var isRaised = false
    private var isSpontaneous = false
    /// Business seconds since the ticket was created, at `now`; computed when asked for.
    private var age: (at: Instant, seconds: Int)?

    /// Takes up a ticket: what was due by itself before `now` has happened first, each at its time.
    package init(_ ticket: Ticket, at now: Instant, terms: SLATerms) {
        (self.ticket, self.now, self.terms) = (ticket, ticket.updatedAt, terms)
        catchUp(to: now)
    }

    init(new ticket: Ticket, at now: Instant, terms: SLATerms) {
        (self.ticket, self.now, self.terms) = (ticket, now, terms)
    }

    /// A new ticket with its first message: `incoming` starts all clocks, a note not that of the first response, a
    /// `muted` mail none (row 3).
    package static func opened(_ ticket: Ticket, with first: Message, at now: Instant, terms: SLATerms) -> TicketCase {
        var work = TicketCase(new: ticket, at: now, terms: terms)
        work.add(first)
        if first.kind == .incoming { (work.ticket.waitingSince, work.ticket.firstReceivedAt) = (now, now) }
        let moves = work.keepPromises()
        work.record(TicketsAPI.opened, message: first)
        work.tell(moves)
        return work
    }

    /// Lets time pass: what is due by itself until `moment` happens in order, each at its time. With `inclusive` also
    /// what is due at the moment itself: a timer has come, while a reply at that very moment is still in time.
    package mutating func catchUp(to moment: Instant, inclusive: Bool = false) {
        isSpontaneous = true
        while let due = ticket.nextDue, due < moment || (inclusive && due == moment) {
            step(to: max(due, now))
            happen(at: due)
        }
        isSpontaneous = false
        step(to: max(moment, now))
    }

    private mutating func step(to moment: Instant) {
        if moment != now { isRaised = false }
        now = moment
    }

    private mutating func happen(at due: Instant) {
        for index in ticket.clocks.indices { fire(index, at: due) }
        if ticket.snooze?.until == due { awake() }
        if ticket.closingAt == due { enter(.closed) }
    }

    /// Notes what happened. The version grows once per action, `updatedAt` only with what people did.
    mutating func record(
        _ type: EventType<TicketEvent>, changes: [Change] = [], message: Message? = nil, clock: SLAClock? = nil,
        survey: Survey? = nil, rating: Rating? = nil, citations: [String]? = nil, substantial: Bool = true,
        escalation: SLAEscalated? = nil, other: TicketMark? = nil, messages: [String]? = nil,
        side: SideNews? = nil
    ) {
        if !isRaised { ticket.version += 1 }
        isRaised = true
        if substantial {
            ticket.updatedAt = now
            isSubstantial = true
        }
        var data = TicketEvent(
            ticket: ticket, changes: changes, message: message, clock: clock, survey: survey, rating: rating,
            businessAge: businessAge())
        (data.citations, data.escalation) = (citations, escalation)
        (data.other, data.messages, data.side) = (other, messages, side)
        happenings.append(Happening(type: type.name, data: data, at: now, isSpontaneous: isSpontaneous))
    }

    /// What the action does is the service's own decision, not that of whoever acts.
    package mutating func spontaneously(_ action: (inout TicketCase) -> Void) {
        isSpontaneous = true
        action(&self)
        isSpontaneous = false
    }

    private mutating func businessAge() -> Int {
        if let age, age.at == now { return age.seconds }
        let seconds = Int(
            terms.schedule(terms.calendar(of: ticket)).elapsed(ticket.createdAt, now).microseconds / 1_000_000)
        age = (now, seconds)
        return seconds
    }

    /// Counts a message; the words of people become the ticket's last.
    mutating func add(_ message: Message) {
        ticket.messageCount += 1
        if message.kind != .muted { ticket.lastMessage = Excerpt(message) }
    }
}
