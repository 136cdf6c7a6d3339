import Base
import Contracts

/// The events of one ticket, told one after the other; numbers and ids are its own.
struct Tale {
    private(set) var ticket: Ticket
    private(set) var events: [Event] = []
    private(set) var now: Instant

    init(_ id: String = "t1", at now: Instant = Tale.monday, channel: Channel = .mail, priority: Priority = .normal) {
        self.now = now
        ticket = Ticket(
            id: id, number: 1, subject: "打印机坏了", status: .new, priority: priority, channel: channel,
            requester: Requester(id: "c1", name: "李雷"), createdAt: now, updatedAt: now, version: 1)
    }

    /// Monday 2026-11-23 10:00 in Shanghai.
    static let monday = Instant(seconds: 1_795_399_200)

    mutating func wait(_ span: Instant.Span) { now = now + span }

    /// Any event; business time is half of calendar time.
    mutating func tell(
        _ type: EventType<TicketEvent>, message: Message? = nil, clock: SLAClock? = nil, rating: Rating? = nil,
        survey: Survey? = nil, changes: [Change] = []
    ) {
        let age = Int((now - ticket.createdAt).seconds / 2)
        let data = TicketEvent(
            ticket: ticket, changes: changes, message: message, clock: clock, survey: survey, rating: rating,
            businessAge: age)
        events.append(Tale.event(type.name, "ticket/\(ticket.id)", data, at: now, sequence: events.count + 1))
    }

    mutating func open(_ kind: Message.Kind = .incoming) { tell(TicketsAPI.opened, message: message(kind)) }
    mutating func receive() { tell(TicketsAPI.received, message: message(.incoming)) }

    mutating func reply(by kind: Caller.Kind = .agent, _ id: String = "ann", automatic: Bool = false) {
        var message = message(.reply)
        message.author = Author(kind: kind, id: id, name: id)
        message.automatic = automatic
        tell(TicketsAPI.replied, message: message)
    }

    mutating func assign(to agent: String?) {
        let change = Change(field: "assignee", before: text(ticket.assignee), after: text(agent))
        ticket.assignee = agent
        tell(agent == nil ? TicketsAPI.changed : TicketsAPI.assigned, changes: [change])
    }

    mutating func move(team: String? = nil, priority: Priority) {
        let changes = [
            Change(field: "team", before: text(ticket.team), after: text(team)),
            Change(field: "priority", before: .string(ticket.priority.rawValue), after: .string(priority.rawValue)),
        ]
        (ticket.team, ticket.priority) = (team, priority)
        tell(TicketsAPI.changed, changes: changes)
    }

    mutating func solve() {
        ticket.status = .solved
        tell(TicketsAPI.solved)
    }

    mutating func reopen() {
        ticket.status = .open
        tell(TicketsAPI.reopened)
    }

    mutating func rate(_ score: Int) {
        tell(TicketsAPI.rated, rating: Rating(score: score, at: now, agent: ticket.assignee))
    }

    /// The customer completes a form.
    mutating func answer(_ answers: [SurveyAnswer]) {
        var survey = Survey(token: "s", ticket: ticket.id, number: 1, subject: "x", offeredAt: now, open: false)
        survey.answers = answers
        tell(TicketsAPI.surveyAnswered, survey: survey)
    }

    /// A rating on a scale of its own, of which the survey says the meaning.
    mutating func rate(_ score: Int, on scale: SurveyScale) {
        var (survey, rating) = (
            Survey(token: "s", ticket: ticket.id, number: 1, subject: "x", offeredAt: now, open: false),
            Rating(score: score, scale: scale.highest, at: now)
        )
        survey.scales = [scale]
        (rating.scaleID, rating.scaleVersion) = (scale.id, scale.version)
        tell(TicketsAPI.rated, rating: rating, survey: survey)
    }

    mutating func end(_ metric: SLAClock.Metric, met: Bool) {
        let clock = SLAClock(
            metric: metric, policy: "default", business: true, state: met ? .met : .breached, target: 60,
            startedAt: ticket.createdAt, elapsed: 60, asOf: now)
        tell(met ? TicketsAPI.slaMet : TicketsAPI.slaBreached, clock: clock)
    }

    func message(_ kind: Message.Kind) -> Message {
        Message(
            id: "m\(events.count)", ticket: ticket.id, kind: kind,
            author: Author(kind: kind == .reply ? .agent : .customer, id: "x", name: "x"), channel: ticket.channel,
            text: "您好", at: now)
    }

    private func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

    static func event(
        _ type: String, _ subject: String, _ data: some Encodable, at now: Instant = monday, sequence: Int = 1
    ) -> Event {
        Event(
            id: "\(subject)-\(sequence)", source: "/moat/tickets", type: type, subject: subject, time: now,
            data: (try? JSON(encoding: data)) ?? .null, sequence: Int64(sequence))
    }
}
