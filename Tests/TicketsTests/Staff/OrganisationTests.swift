import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Rows 59, 91, 92 and 178.
@Suite struct OrganisationTests {
    private func line(_ agent: String, _ manager: String, _ from: String, _ to: String? = nil) -> ReportingLine {
        ReportingLine(
            id: "\(agent)-\(manager)-\(from)", agent: agent, manager: manager, from: time(from + "T00:00:00Z"),
            to: to.map { time($0 + "T00:00:00Z") })
    }

    @Test func `a circle is one only while all its lines hold`() {
        let chart = OrgChart([line("b", "a", "2026-01-01", "2026-06-01"), line("c", "b", "2026-03-01")])
        #expect(chart.circle(closedBy: line("a", "c", "2026-02-01", "2026-03-01")) == nil)
        #expect(chart.circle(closedBy: line("a", "c", "2026-06-01")) == nil)
        #expect(chart.circle(closedBy: line("a", "c", "2026-05-31")) == ["a", "c", "b", "a"])
        #expect(chart.circle(closedBy: line("a", "a", "2026-01-01")) == ["a", "a"])
    }

    @Test func `the org chart has dates, one manager at a time and no circles`() async throws {
        let house = try await House()
        for name in ["ann", "bob", "cat"] { try await house.hire(name) }
        func save(_ line: ReportingLine) async throws {
            try await house.work(.system) { _ = try $0.save(line) }
        }
        try await save(line("ann", "bob", "2026-01-01", "2026-06-01"))
        try await save(line("ann", "cat", "2026-06-01"))
        try await save(line("bob", "cat", "2026-01-01"))
        #expect(await code { try await save(line("ann", "bob", "2026-05-01", "2026-05-02")) } == "chart.overlap")
        #expect(await code { try await save(line("cat", "ann", "2026-07-01")) } == "chart.circle")
        #expect(await code { try await save(line("cat", "cat", "2026-07-01")) } == "chart.circle")
        #expect(await code { try await save(line("cat", "nobody", "2026-07-01")) } == "chart.agent")
        #expect(await code { try await save(line("cat", "ann", "2026-07-01", "2026-07-01")) } == "chart.dates")
        func managers(_ at: String) async throws -> [String] {
            try await house.store.read {
                try $0.managers(AskManagers(agent: "ann", at: time(at + "T00:00:00Z"))).items.map(\.id)
            }
        }
        #expect(try await managers("2026-03-01") == ["bob", "cat"])
        #expect(try await managers("2026-06-01") == ["cat"])
        #expect(try await managers("2025-06-01") == [])
        #expect(try await house.agent("ann")?.manager == "cat")
        let chart = try await house.store.read { try $0.chart(AskChart(at: time("2026-02-01T00:00:00Z"))).items }
        #expect(chart.map(\.manager) == ["bob", "cat"])
    }

    @Test func `a manager named with an agent ends the line before`() async throws {
        let house = try await House()
        for name in ["ann", "bob", "cat"] { try await house.hire(name) }
        var ann = try #require(try await house.agent("ann"))
        ann.manager = "bob"
        ann = try await house.save(ann)
        #expect(ann.manager == "bob")
        house.time.advance(by: .days(1))
        ann.manager = "cat"
        ann = try await house.save(ann)
        #expect(ann.manager == "cat")
        let lines = try await house.store.read { try $0.chart(AskChart(agent: "ann")).items }
        #expect(lines.map(\.manager) == ["bob", "cat"] && lines[0].to == lines[1].from && lines[1].to == nil)
        var cat = try #require(try await house.agent("cat"))
        cat.manager = "ann"
        cat.name = "Catherine"
        #expect(await code { _ = try await house.save(cat) } == "chart.circle")
        #expect(try await house.agent("cat")?.name == "Cat", "nothing half done")
        ann.manager = nil
        #expect(try await house.save(ann).manager == nil)
    }

    @Test func `within their shifts agents get tickets, beside them they do not`() async throws {
        let house = try await House(at: shanghai("2026-11-23 08:00"))
        let day = [BusinessCalendar.Interval(from: 9 * 60, to: 12 * 60)]
        let ann = try await house.hire("ann") {
            $0.shifts = Shifts(zone: "Asia/Shanghai", week: Array(repeating: day, count: 7))
        }
        let early = try await house.open()
        #expect(early.assignee == nil)
        #expect(try await house.explain(early.id).now?.verdicts.first?.refusals == [.shift])
        try await house.pass(.hours(1))
        #expect(try await house.ticket(early.id).assignee == "ann")
        try await house.pass(.hours(3))
        #expect(try await house.open().assignee == nil)
        func refusal(_ agent: Agent) async -> String? { await code { _ = try await house.save(agent) } }
        var wrong = ann
        wrong.shifts?.zone = "Mars/Olympus"
        #expect(await refusal(wrong) == "agent.shifts")
        wrong.shifts = Shifts(zone: "Asia/Shanghai", week: [day])
        #expect(await refusal(wrong) == "agent.shifts")
    }

    @Test func `who is absent gets nothing, their substitute takes over what is open`() async throws {
        let house = try await House()
        for name in ["ann", "sue"] { try await house.hire(name, capacity: name == "sue" ? 0 : 20) }
        let tickets = [try await house.open(), try await house.open(from: "c2")]
        _ = try await house.reply(tickets[1].id, by: "ann", status: .pending)
        let now = house.time.now()
        let absence = Absence(id: "", agent: "ann", from: now + .hours(1), to: now + .hours(5), substitute: "sue")
        let saved = try await house.work(.agent("ann")) { try $0.save(absence) }
        #expect(try await house.ticket(tickets[0].id).assignee == "ann")
        try await house.pass(.hours(1))
        let taken = try await house.ticket(tickets[0].id)
        #expect(taken.assignee == "sue" && taken.routing == AssignmentReason(.substitute, by: "Ann"))
        #expect(try await house.agent("ann")?.absence == saved)
        #expect(try await house.ticket(tickets[1].id).assignee == "ann", "it waits for the customer")
        _ = try await house.mail("m", from: "c2") { $0.ticket = tickets[1].id }
        #expect(try await house.ticket(tickets[1].id).assignee == "sue")
        #expect(try await house.open().assignee == nil)
        try await house.pass(.hours(4))
        let back = try #require(try await house.agent("ann"))
        #expect(back.absence == nil && back.load == 1)
    }

    @Test func `an absence begins at once when its time has come, and ends when it is removed`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let ticket = try await house.open()
        try await house.hire("bob")
        let now = house.time.now()
        let saved = try await house.work(.agent("boss", [.supervisor])) {
            try $0.save(Absence(id: "", agent: "ann", from: now - .hours(1), to: now + .hours(5)))
        }
        #expect(try await house.ticket(ticket.id).assignee == "bob")
        _ = try await house.work(.agent("ann")) { try $0.removeAbsence(saved.id) }
        house.time.advance(by: .seconds(1))
        #expect(try await house.open().assignee == "ann")
    }

    @Test func `absences that cannot be are refused`() async throws {
        let house = try await House()
        for name in ["ann", "sue"] { try await house.hire(name) }
        try await house.hire("leo", roles: [.light])
        let now = house.time.now()
        func refusal(by caller: Caller = .agent("ann"), _ change: @Sendable (inout Absence) -> Void) async -> String? {
            var absence = Absence(id: "", agent: "ann", from: now, to: now + .hours(1))
            change(&absence)
            return await code { [absence] in try await house.work(caller) { _ = try $0.save(absence) } }
        }
        #expect(await refusal { $0.to = $0.from } == "absence.dates")
        #expect(await refusal(by: .system) { $0.agent = "nobody" } == "absence.agent")
        #expect(await refusal { $0.substitute = "ann" } == "absence.substitute")
        #expect(await refusal { $0.substitute = "leo" } == "absence.substitute")
        #expect(await refusal(by: .agent("sue")) { _ in } == "auth.forbidden")
        #expect(await refusal { _ in } == nil)
        #expect(await refusal { _ in } == "absence.overlap")
        #expect(await refusal(by: .agent("sue")) { ($0.agent, $0.substitute) = ("sue", "ann") } == "absence.substitute")
        #expect(
            await code { try await house.work(.system) { _ = try $0.removeAbsence("none") } } == "absence.not_found")
    }

    @Test func `away and reassigning hands over what is open; a transfer still reaches who wants only those`()
        async throws
    {
        let house = try await House()
        try await house.hire("ann")
        let open = try await house.open()
        try await house.hire("bob")
        try await house.presence("ann", .reassigning)
        let moved = try await house.ticket(open.id)
        #expect(moved.assignee == "bob" && moved.routing?.kind == .roundRobin)
        try await house.presence("bob", .transfersOnly)
        #expect(try await house.open().assignee == nil)
        #expect(try await house.update(open.id) { $0.assignee = "ann" }.assignee == "ann")
    }

    @Test func `the house has its own reasons, and every presence is written down`() async throws {
        let house = try await House()
        try await house.hire("ann")
        try await house.work(.system) {
            _ = try $0.save(PresenceReason(id: "lunch", name: "Lunch", presence: .away))
        }
        house.time.advance(by: .hours(1))
        try await house.presence("ann", .away, reason: "lunch")
        #expect(try await house.agent("ann")?.presenceReason == "lunch")
        #expect(await code { try await house.presence("ann", .online, reason: "lunch") } == "presence.reason")
        #expect(await code { try await house.presence("ann", .away, reason: "nap") } == "presence.reason")
        #expect(await code { try await house.presence("ann", .missed) } == "presence.missed")
        house.time.advance(by: .minutes(30))
        try await house.presence("ann", .online)
        let stays = try await house.store.read { try $0.presences(ListPresence(agent: "ann")) }.items
        #expect(stays.map(\.presence) == [.online, .away, .online] && stays[1].reason == "lunch")
        #expect(stays[1].to == stays[0].from && stays[0].to == nil)
        #expect(stays[1].from == shanghai("2026-11-23 11:00") && stays[1].to == shanghai("2026-11-23 11:30"))
        var ann = try #require(try await house.agent("ann"))
        (ann.active, ann.presence) = (false, .offline)
        _ = try await house.save(ann)
        #expect(await code { try await house.presence("ann", .online) } == "presence.inactive")
    }

    @Test func `light agents are given nothing, and who becomes one gives back what is open`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let ticket = try await house.open()
        try await house.hire("leo", roles: [.light], teams: ["support"])
        #expect(await code { try await house.update(ticket.id) { $0.assignee = "leo" } } == "ticket.assignee")
        let caller = Caller.agent("leo", [.light])
        #expect(await code { _ = try await house.work(caller) { try $0.claim(ticket.id) } } == "agent.not_found")
        var ann = try #require(try await house.agent("ann"))
        ann.roles = [.light]
        _ = try await house.save(ann)
        let left = try await house.ticket(ticket.id)
        #expect(left.assignee == nil && left.routing == AssignmentReason(.left, by: "Ann"))
    }

    @Test func `more than one transaction holds is handed over by and by`() async throws {
        let house = try await House()
        try await house.hire("ann", capacity: 1_000)
        for _ in 0..<130 { _ = try await house.open() }
        try await house.hire("bob", capacity: 1_000)
        try await house.presence("ann", .reassigning)
        #expect(try await house.agent("ann")?.load == 30)
        try await house.pass(.zero)
        #expect(try await house.agent("ann")?.load == 0)
        #expect(try await house.agent("bob")?.load == 130)
    }
}
