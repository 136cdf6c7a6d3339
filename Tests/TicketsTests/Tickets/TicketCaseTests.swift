import Base
import Contracts
import Testing
import Tickets

/// Row 32 and its neighbours on one ticket.
@Suite struct TicketCaseTests {
    private let monday = shanghai("2026-11-23 10:00")

    @Test(arguments: TicketStatus.allCases) func `new never comes back`(from: TicketStatus) {
        #expect(!from.exits.contains(.new))
    }

    @Test(arguments: TicketStatus.allCases) func `only solved becomes closed, and closed is final`(from: TicketStatus) {
        #expect(from.exits.contains(.closed) == (from == .solved))
        #expect(from != .closed || from.exits.isEmpty)
    }

    @Test(arguments: [TicketStatus.pending, .hold, .solved])
    func `a customer's words open the ticket again`(from: TicketStatus) throws {
        var work = Drafts.open(at: monday)
        try work.set(from, at: monday + .hours(1))
        try work.receive(at: monday + .hours(2))
        #expect(work.ticket.status == .open)
        #expect(work.story.contains("reopened") == (from == .solved))
        #expect(work.ticket.solvedAt == nil)
        #expect(work.ticket.waitingSince == (from == .solved ? monday + .hours(2) : monday))
    }

    @Test func `solving takes the agent who solves as assignee, and fails without one`() throws {
        var work = Drafts.open(at: monday)
        var other = work
        try work.set(.solved, at: monday + .hours(1))
        #expect(work.ticket.assignee == "a1" && work.ticket.status == .solved)
        let problem = #expect(throws: Problem.self) { try other.set(.solved, at: monday + .hours(1), by: nil) }
        #expect(problem?.code == "ticket.unassigned" && problem?.status == 422)
    }

    @Test func `an impossible change of status is a conflict`() throws {
        var work = Drafts.open(at: monday)
        #expect(code { try work.set(.closed, at: monday) } == "ticket.transition")
        try work.set(.open, at: monday)
        #expect(code { try work.set(.new, at: monday) } == "ticket.transition")
    }

    @Test func `a person's answer takes and opens an unassigned ticket`() throws {
        var work = Drafts.open(at: monday)
        try work.reply(at: monday + .hours(1))
        #expect(work.ticket.assignee == "a1" && work.ticket.status == .open)
        #expect(work.ticket.firstRepliedAt == monday + .hours(1) && work.ticket.waitingSince == nil)
        #expect(work.story.suffix(4) == ["replied", "sla.met", "assigned", "changed"])
    }

    @Test func `an automatic answer is no first response and takes nothing`() throws {
        var work = Drafts.open(at: monday)
        work.catchUp(to: monday + .hours(1))
        try work.reply(Drafts.message(.reply, at: monday + .hours(1)), by: nil)
        #expect(work.ticket.firstRepliedAt == nil && work.ticket.assignee == nil && work.ticket.status == .new)
        #expect(work.ticket.waitingSince == monday)
        #expect(work.ticket.clock(.firstResponse)?.state == .running)
    }

    @Test func `an automatic mail neither reopens nor counts as the last word`() throws {
        var work = Drafts.open(at: monday)
        try work.set(.solved, at: monday + .hours(1))
        let before = work.ticket
        work.catchUp(to: monday + .hours(2))
        work.mute(Drafts.message(.muted, at: monday + .hours(2), text: "I am on holiday"))
        #expect(work.ticket.status == .solved && work.ticket.lastMessage == before.lastMessage)
        #expect(work.ticket.messageCount == before.messageCount + 1)
        #expect(work.ticket.updatedAt == before.updatedAt && work.ticket.version == before.version + 1)
    }

    @Test func `an automatic mail that opens a ticket starts no clock`() {
        let work = TicketCase.opened(
            Drafts.ticket(at: monday), with: Drafts.message(.muted, at: monday), at: monday, terms: Calendars.terms)
        #expect(work.ticket.clocks.isEmpty && work.ticket.waitingSince == nil)
    }

    @Test func `solved tickets close after four days and then take nothing more`() throws {
        var work = Drafts.open(at: monday)
        try work.reply(at: monday + .hours(1), status: .solved)
        work.catchUp(to: monday + .hours(1) + .days(4), inclusive: true)
        #expect(work.ticket.status == .closed && work.ticket.closedAt == monday + .hours(1) + .days(4))
        #expect(work.ticket.nextDue == nil)
        var later = work
        #expect(code { try later.receive(at: monday + .days(5)) } == "ticket.closed")
        #expect(code { try later.reply(at: monday + .days(5)) } == "ticket.closed")
        #expect(code { try later.set(.open, at: monday + .days(5)) } == "ticket.transition")
        let tags = UpdateTicket(id: "t1", tags: ["x"])
        #expect(code { try later.change(tags, by: "a1", because: AssignmentReason(.assigned)) } == "ticket.closed")
    }

    @Test func `every change tells before and after`() throws {
        var work = Drafts.open(at: monday)
        try work.change(
            UpdateTicket(
                id: "t1", subject: "Drucker", priority: .high, tags: ["a", " b ", "a"], addTags: ["c"],
                removeTags: ["b"], fields: ["sn": "42"]), by: "a1", because: AssignmentReason(.assigned))
        #expect(work.ticket.tags == ["a", "c"] && work.ticket.fields == ["sn": "42"])
        let changes = try #require(work.happenings.last { $0.type == TicketsAPI.changed.name }?.data.changes)
        #expect(changes.map(\.field) == ["subject", "priority", "tags", "fields.sn"])
        #expect(changes[1].before == "normal" && changes[1].after == "high")
        let count = work.happenings.count
        try work.change(
            UpdateTicket(id: "t1", priority: .high, tags: ["a", "c"]), by: "a1", because: AssignmentReason(.assigned))
        #expect(work.happenings.count == count, "what changes nothing is not news")
    }

    @Test func `the version grows once per action and each event shows the ticket after it`() throws {
        var work = Drafts.open(at: monday)
        #expect(work.ticket.version == 1)
        try work.reply(at: monday + .hours(1), status: .solved)
        #expect(work.ticket.version == 2)
        #expect(work.happenings.last?.data.ticket == work.ticket)
        let replied = try #require(work.happenings.first { $0.type == TicketsAPI.replied.name })
        #expect(replied.data.ticket.status == .new && replied.data.ticket.waitingSince == nil)
    }

    @Test func `an excerpt is one line of at most 140 characters`() {
        let message = Drafts.message(.incoming, at: monday, text: "第一行\n\n  " + String(repeating: "长", count: 300))
        let work = TicketCase.opened(Drafts.ticket(at: monday), with: message, at: monday, terms: Calendars.terms)
        #expect(work.ticket.lastMessage?.text.count == 140)
        #expect(work.ticket.lastMessage?.text.hasPrefix("第一行 长") == true)
    }

    @Test func `a rating is taken until the ticket is closed`() throws {
        var work = Drafts.open(at: monday)
        try work.reply(at: monday + .hours(1), status: .solved)
        try work.rate(Rating(score: 2, at: work.now), survey: nil)
        try work.rate(Rating(score: 5, at: work.now), survey: nil)
        #expect(work.ticket.rating?.score == 5)
        work.catchUp(to: monday + .days(10))
        #expect(throws: Problem.self) { try work.rate(Rating(score: 1, at: work.now), survey: nil) }
    }
}

/// The code of the problem that is thrown, or nil.
func code(_ action: () throws -> Void) -> String? {
    do {
        try action()
        return nil
    } catch {
        return (error as? Problem)?.code
    }
}
