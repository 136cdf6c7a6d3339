import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

@Suite struct StaffTests {
    @Test func `a first start makes a team, a calendar and a policy, once`() async throws {
        let house = try await House()
        try await house.work { try $0.bootstrap() }
        let events = try await house.store.feed(after: 0, limit: 100).events
        #expect(events.map(\.type) == [TicketsAPI.teamChanged.name, TicketsAPI.calendarChanged.name])
        #expect(Defaults.policy[.firstResponse, .urgent] == 1_800 && Defaults.calendar.zone == "Asia/Shanghai")
    }

    @Test func `a new agent joins the default team; later changes count versions`() async throws {
        let house = try await House()
        let ann = try await house.hire("ann")
        #expect(ann.teams == ["support"] && ann.version == 1)
        let light = try await house.hire("leo", roles: [.light])
        #expect(light.teams.isEmpty)
        var change = ann
        change.capacity = 5
        #expect(try await house.save(change).version == 2)
        #expect(await code { _ = try await house.save(change) } == "agent.stale")
        change.teams = ["nowhere"]
        change.version = 2
        #expect(await code { _ = try await house.save(change) } == "agent.team")
    }

    @Test func `saving an agent keeps their load and place in the row`() async throws {
        let house = try await House()
        var ann = try await house.hire("ann")
        _ = try await house.mail("m1")
        (ann.load, ann.lastAssignedAt, ann.version) = (99, nil, 0)
        let saved = try await house.save(ann)
        #expect(saved.load == 1 && saved.lastAssignedAt == house.time.now())
    }

    @Test func `people set their own presence, supervisors also others'`() async throws {
        let house = try await House()
        try await house.hire("ann")
        try await house.hire("bob")
        let request = SetPresence(agent: "ann", presence: .away)
        #expect(await code { _ = try await house.work(.agent("bob")) { try $0.set(request) } } == "auth.forbidden")
        _ = try await house.work(.agent("bob", [.supervisor])) { try $0.set(request) }
        #expect(try await house.agent("ann")?.presence == .away)
        let count = try await house.store.feed(after: 0, limit: 100).events.count
        _ = try await house.work(.agent("ann")) { try $0.set(request) }
        #expect(try await house.store.feed(after: 0, limit: 100).events.count == count)
    }

    @Test func `a ticket of somebody who left goes back to the row when the customer writes`() async throws {
        let house = try await House()
        var ann = try await house.hire("ann")
        let first = try await house.mail("m1")
        ann.active = false
        _ = try await house.save(ann)
        try await house.hire("bob")
        _ = try await house.mail("m2") { $0.ticket = first.ticket }
        #expect(try await house.ticket(first.ticket).assignee == "bob")
    }

    @Test func `policies and calendars that make no sense are refused`() async throws {
        let house = try await House()
        var policy = Defaults.policy
        policy[.firstResponse, .low] = 100 * 3_600
        #expect(await code { _ = try await house.save(policy) } == "policy.order")
        policy[.firstResponse, .low] = 14
        #expect(await code { _ = try await house.save(policy) } == "policy.target")
        var calendar = Defaults.calendar
        calendar.zone = "Mars/Olympus"
        #expect(await code { _ = try await house.save(calendar) } == "calendar.zone")
        calendar = Defaults.calendar
        calendar.days = [.init(date: "2026-02-30", name: "", hours: [])]
        #expect(await code { _ = try await house.save(calendar) } == "calendar.date")
        calendar.days = []
        calendar.week = Array(repeating: [], count: 7)
        #expect(await code { _ = try await house.save(calendar) } == "calendar.week")
    }

    @Test func `a changed calendar counts from the next event on`() async throws {
        let house = try await House()
        var calendar = Defaults.calendar
        calendar.week = Array(repeating: [.init(from: 0, to: 1_440)], count: 7)
        _ = try await house.save(calendar)
        let opened = try await house.mail("m1")
        #expect(try await house.ticket(opened.ticket).clock(.resolution)?.dueAt == shanghai("2026-11-24 10:00"))
    }
}
