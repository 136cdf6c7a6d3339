import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Rows 37, 42, 43, 89, 90: what must not be forgotten.
@Suite struct TaskTests {
    private func furnished() async throws -> (House, String) {
        let house = try await House()
        try await house.hire("ann", teams: ["support"], presence: .away)
        try await house.hire("bob", teams: ["support"], presence: .away)
        let ticket = try await house.mail("m1").ticket
        _ = try await house.update(ticket) { $0.assignee = "ann" }
        return (house, ticket)
    }

    /// Moves the clock and fires the reminders that come due.
    private func pass(_ house: House, _ span: Instant.Span, _ ticket: String) async throws {
        let end = house.time.now() + span
        let tools = house.tools
        while let timer = try await house.store.read({ db in
            try db.timers(reference: ticket).first { $0.kind == Desk.reminderTimer && $0.due <= end }
        }) {
            if timer.due > house.time.now() { house.time.advance(by: timer.due - house.time.now()) }
            try await house.store.write { tx in
                try tx.cancelTimers(kind: timer.kind, reference: timer.reference)
                try Desk.work(tx, tools, .itself) { try $0.remind(timer.reference) }
            }
        }
        house.time.advance(by: end - house.time.now())
    }

    @Test func `a ticket is not solved while a mandatory step is open`() async throws {
        let (house, id) = try await furnished()
        let ann = Caller.agent("ann")
        _ = try await house.work(ann) { try $0.add(AddChecklistItem(ticket: id, text: "Ask the warehouse")) }
        let ticket = try await house.work(ann) {
            try $0.add(AddChecklistItem(ticket: id, text: " Check the invoice ", mandatory: true, assignee: "bob"))
        }
        let item = try #require(ticket.checklist?.last)
        #expect(item.text == "Check the invoice" && item.assignee == "bob" && ticket.checklist?.count == 2)
        #expect(await code { _ = try await house.reply(id, by: "ann", status: .solved) } == "ticket.checklist")
        #expect(await code { _ = try await house.update(id) { $0.status = .solved } } == "ticket.checklist")
        #expect(try await house.messages(id).count == 1)
        let done = try await house.work(.agent("bob")) {
            try $0.change(ChangeChecklistItem(ticket: id, item: item.id, done: true))
        }
        #expect(done.checklist?.last?.doneBy?.id == "bob" && done.checklist?.last?.doneAt == house.time.now())
        let change = try #require(try await house.events(id).last?.decode(TicketsAPI.changed).changes.first)
        #expect(change.field == "checklist.\(item.id)" && change.before["doneAt"] == nil)
        _ = try await house.reply(id, by: "ann", status: .solved)
        _ = try await house.work(ann) { try $0.remove(ChecklistPlace(ticket: id, item: item.id)) }
        let gone = await code {
            _ = try await house.work(ann) { try $0.remove(ChecklistPlace(ticket: id, item: item.id)) }
        }
        #expect(gone == "checklist.not_found")
        for (text, expected) in [("", "checklist.text"), (String(repeating: "x", count: 201), "checklist.text")] {
            let wrong = AddChecklistItem(ticket: id, text: text)
            #expect(await code { _ = try await house.work(ann) { try $0.add(wrong) } } == expected)
        }
        for _ in 1..<50 { _ = try await house.work(ann) { try $0.add(AddChecklistItem(ticket: id, text: "x")) } }
        let full = await code { _ = try await house.work(ann) { try $0.add(AddChecklistItem(ticket: id, text: "x")) } }
        #expect(full == "checklist.too_many")
    }

    @Test func `who is called follows, a team once, whoever stands in for them too`() async throws {
        let (house, id) = try await furnished()
        try await house.hire("carl", presence: .away)
        let now = house.time.now()
        _ = try await house.work(.system) {
            try $0.save(
                Absence(id: "", agent: "bob", from: now - .hours(1), to: now + .days(1), substitute: "carl"))
        }
        let noted = try await house.work(.agent("ann")) {
            try $0.note(WriteMessage(ticket: id, text: "please look", mentions: ["support", "bob"]))
        }
        #expect(noted.message.mentions == ["ann", "bob", "carl"])
        #expect(try await house.ticket(id).followers == ["ann", "bob", "carl"])
        _ = try await house.work(.agent("bob", [.light])) { try $0.unfollow(FollowTicket(ticket: id, agent: "bob")) }
        #expect(try await house.ticket(id).followers == ["ann", "carl"])
        let others = await code {
            _ = try await house.work(.agent("bob", [.light])) { try $0.follow(FollowTicket(ticket: id, agent: "ann")) }
        }
        #expect(others == "auth.forbidden")
        let nobody = await code {
            _ = try await house.work(.agent("ann")) { try $0.follow(FollowTicket(ticket: id, agent: "none")) }
        }
        #expect(nobody == "follower.agent")
        let unknown = await code {
            _ = try await house.work(.agent("ann")) {
                try $0.note(WriteMessage(ticket: id, text: "x", mentions: ["none"]))
            }
        }
        #expect(unknown == "message.mentions")
        #expect(try await house.story(id).filter { $0 == "followers" }.count == 2)
    }

    @Test func `time is measured while the ticket is open before somebody, and corrected by people`() async throws {
        let (house, id) = try await furnished()
        func show(_ mode: ViewerMode) async throws {
            _ = try await house.work(.agent("ann")) { try $0.show(ShowPresence(ticket: id, mode: mode)) }
        }
        try await show(.viewing)
        for _ in 0..<6 {
            house.time.advance(by: .seconds(10))
            try await show(.editing)
        }
        try await show(.idle)
        house.time.advance(by: .seconds(10))
        try await show(.viewing)
        // Nobody heard of them for a minute: that was not work on it.
        house.time.advance(by: .minutes(1))
        try await show(.viewing)
        house.time.advance(by: .seconds(5))
        _ = try await house.work(.agent("ann")) { try $0.leave(OfTicket(ticket: id)) }
        func given() async throws -> [Effort] {
            let page = try await house.store.read { db in try db.efforts(OfTicket(ticket: id)) }
            return page.items
        }
        #expect(try await given().map(\.focusSeconds) == [65])
        let corrected = try await house.work(.agent("ann")) {
            try $0.correct(CorrectEffort(ticket: id, seconds: 600, note: "on the phone"))
        }
        #expect(corrected.focusSeconds == 65 && corrected.correctedSeconds == 600)
        for seconds in [0, -700, 700_000] {
            let wrong = CorrectEffort(ticket: id, seconds: seconds)
            #expect(
                await code { _ = try await house.work(.agent("ann")) { try $0.correct(wrong) } } == "effort.seconds")
        }
        let other = CorrectEffort(ticket: id, seconds: 60, agent: "bob")
        #expect(await code { _ = try await house.work(.agent("ann")) { try $0.correct(other) } } == "effort.agent")
        _ = try await house.work(.agent("boss", [.supervisor])) { try $0.correct(other) }
        #expect(try await given().map(\.agent) == ["ann", "bob"])
        let event = try #require(try await house.events(id).last)
        #expect(event.type == TicketsAPI.effortCorrected.name && event.actor?.id == "boss")
    }

    @Test func `a customer who does not answer is reminded twice, then the ticket is solved and closed`() async throws {
        let (house, id) = try await furnished()
        let policy = ReminderPolicy(
            enabled: true,
            steps: [
                .init(after: 432_000, texts: ["en": "Any news?", "zh": "请问有进展吗？"]),
                .init(after: 864_000, texts: ["en": "We will close this soon."]),
            ], solveAfter: 1_209_600)
        _ = try await house.work(.system) { try $0.save(policy) }
        _ = try await house.reply(id, by: "ann", status: .pending)
        try await pass(house, .days(6), id)
        #expect(try await house.texts(id).last == "Any news?")
        #expect(try await house.messages(id).last?.automatic == true)
        #expect(try await house.ticket(id).waiting?.reminders == 1)
        // The customer answers: it begins anew with the next time we wait.
        _ = try await house.mail("m2", text: "not yet") { $0.references = ["<m1@example.com>"] }
        #expect(try await house.ticket(id).waiting == nil)
        try await pass(house, .days(20), id)
        #expect(try await house.texts(id).last == "not yet")
        _ = try await house.reply(id, by: "ann", status: .pending)
        try await pass(house, .days(13), id)
        #expect(try await house.texts(id).suffix(2) == ["Any news?", "We will close this soon."])
        #expect(try await house.ticket(id).status == .pending)
        try await pass(house, .days(1), id)
        #expect(try await house.ticket(id).status == .solved)
        let event = try #require(try await house.events(id).last { $0.type == TicketsAPI.solved.name })
        #expect(event.actor?.kind == .service)
        for wrong in [
            ReminderPolicy(steps: [.init(after: 10, texts: ["en": "x"])], solveAfter: 5, version: 1),
            ReminderPolicy(steps: [.init(after: 10, texts: ["zh": "x"])], version: 1),
            ReminderPolicy(steps: Array(repeating: .init(after: 10, texts: ["en": "x"]), count: 2), version: 1),
        ] { #expect(await code { _ = try await house.work(.system) { try $0.save(wrong) } } == "reminders.steps") }
    }

    @Test func `a call before closing: content closes, not content opens again, unreached is tried three times`()
        async throws
    {
        let (house, id) = try await furnished()
        func plan() async throws -> Ticket { try await house.work(.agent("ann")) { try $0.plan(PlanCallback(id: id)) } }
        func finish(_ result: Callback.Result, _ note: String? = nil) async throws -> Ticket {
            try await house.work(.agent("ann")) { try $0.finish(FinishCallback(id: id, result: result, note: note)) }
        }
        #expect(await code { _ = try await plan() } == "callback.solved")
        _ = try await house.reply(id, by: "ann", status: .solved)
        #expect(await code { _ = try await finish(.satisfied) } == "callback.not_due")
        #expect(try await plan().callback?.isDue == true)
        // Nobody has called yet: it is not closed.
        try await house.pass(.days(10), for: id)
        #expect(try await house.ticket(id).status == .solved)
        let open = try await finish(.dissatisfied, "still broken")
        #expect(open.status == .open && open.callback == nil)
        #expect(try await house.texts(id).last == "still broken")
        _ = try await house.reply(id, by: "ann", status: .solved)
        _ = try await plan()
        for attempt in 1...3 {
            let tried = try await finish(.unreached)
            #expect(tried.callback?.attempts == attempt && tried.callback?.isDue == (attempt < 3))
        }
        try await house.pass(.days(5), for: id)
        #expect(try await house.ticket(id).status == .closed)
        let two = try await house.mail("m9", from: "c9").ticket
        _ = try await house.reply(two, by: "ann", status: .solved)
        _ = try await house.work(.agent("ann")) { try $0.plan(PlanCallback(id: two)) }
        let closed = try await house.work(.agent("ann")) { try $0.finish(FinishCallback(id: two, result: .satisfied)) }
        #expect(closed.status == .closed && closed.callback?.result == .satisfied)
    }
}
