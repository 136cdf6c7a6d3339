import Base
import Contracts
import Testing
import Tickets

/// Requirements rows 67 to 83 on the clocks of a ticket.
@Suite struct SLAClockTests {
    private let monday = shanghai("2026-11-23 10:00")

    private func clock(_ work: TicketCase, _ metric: SLAClock.Metric) throws -> SLAClock {
        try #require(work.ticket.clock(metric))
    }

    @Test func `opened on Friday at 17.30 with an hour to answer is due on Monday at 9.30`() throws {
        let work = Drafts.open(.high, at: shanghai("2026-11-27 17:30"))
        #expect(try clock(work, .firstResponse).dueAt == shanghai("2026-11-30 09:30"))
        #expect(work.story == ["opened", "sla.started", "sla.started"])
    }

    @Test func `the open hours before the due time say how much working time is left`() throws {
        let due = try clock(Drafts.open(.high, at: shanghai("2026-11-27 17:30")), .firstResponse)
        let open = try #require(due.open)
        #expect(
            open == [
                .init(from: shanghai("2026-11-26 09:00"), to: shanghai("2026-11-26 18:00")),
                .init(from: shanghai("2026-11-27 09:00"), to: shanghai("2026-11-27 18:00")),
                .init(from: shanghai("2026-11-30 09:00"), to: shanghai("2026-11-30 09:30")),
            ])
        for (moment, minutes) in [("2026-11-27 17:30", 60), ("2026-11-29 12:00", 30), ("2026-11-30 09:20", 10)] {
            let now = shanghai(moment)
            let left = open.map { max(.zero, $0.to - max($0.from, now)) }.reduce(.zero, +)
            #expect(left == .minutes(minutes), "\(moment)")
        }
        var work = Drafts.open(at: monday)
        try work.reply(at: shanghai("2026-11-23 11:00"), status: .pending)
        #expect(try clock(work, .resolution).open == nil && clock(work, .firstResponse).open == nil)
    }

    @Test func `two hours of pending move the resolution by two business hours`() throws {
        var work = Drafts.open(at: monday)
        let before = try #require(try clock(work, .resolution).dueAt)
        try work.reply(at: shanghai("2026-11-23 11:00"), status: .pending)
        let paused = try clock(work, .resolution)
        #expect(paused.state == .paused && paused.dueAt == nil && paused.elapsed == 3_600)
        try work.receive(at: shanghai("2026-11-23 13:00"))
        let after = try #require(try clock(work, .resolution).dueAt)
        #expect(Calendars.terms.hours.elapsed(before, after) == .hours(2))
        #expect(Array(work.story.suffix(3)) == ["received", "changed", "sla.resumed"])
    }

    @Test func `an answer at 20.00 took 2.5 hours, of which half an hour was business time`() throws {
        var work = Drafts.open(.low, at: shanghai("2026-11-27 17:30"))
        try work.reply(at: shanghai("2026-11-27 20:00"))
        let met = try clock(work, .firstResponse)
        #expect(met.state == .met && met.elapsed == 1_800 && met.calendarElapsed == 9_000)
        #expect(met.metAt == shanghai("2026-11-27 20:00") && met.dueAt == nil)
    }

    @Test func `waiting for the customer does not stop the first response`() throws {
        var work = Drafts.open(at: monday)
        try work.set(.pending, at: shanghai("2026-11-23 11:00"))
        #expect(try clock(work, .firstResponse).state == .running)
        #expect(try clock(work, .resolution).state == .paused)
    }

    @Test func `hold pauses unless the policy counts it`() throws {
        var work = Drafts.open(at: monday)
        try work.set(.hold, at: shanghai("2026-11-23 11:00"))
        #expect(try clock(work, .resolution).state == .paused)
        var policy = Calendars.policy
        policy.pausedIn = [.pending]
        var strict = Drafts.open(at: monday, terms: SLATerms(policy: policy, hours: Calendars.terms.hours.latest))
        try strict.set(.hold, at: shanghai("2026-11-23 11:00"))
        #expect(try clock(strict, .resolution).state == .running)
    }

    @Test func `a warning comes at three quarters of the target, the breach at the target, each once`()
        throws
    {
        var work = Drafts.open(at: monday)
        work.catchUp(to: shanghai("2026-11-23 13:00"))
        #expect(work.story.suffix(1) == ["sla.started"], "due at this very moment is still in time")
        work.catchUp(to: shanghai("2026-11-23 13:00"), inclusive: true)
        #expect(work.story.suffix(1) == ["sla.warned"])
        work.catchUp(to: shanghai("2026-11-25 10:00"))
        let breached = try clock(work, .firstResponse)
        #expect(breached.state == .breached && breached.breachedAt == shanghai("2026-11-23 14:00"))
        #expect(work.story.suffix(2) == ["sla.warned", "sla.breached"])
        #expect(work.happenings.last?.at == shanghai("2026-11-23 14:00"))
        #expect(work.happenings.last?.isSpontaneous == true)
        #expect(work.ticket.updatedAt == monday, "a clock is not news for lists")
    }

    @Test func `an answer at the deadline is in time, a moment later it is not`() throws {
        var work = Drafts.open(at: monday)
        var late = work
        try work.reply(at: shanghai("2026-11-23 14:00"))
        #expect(try clock(work, .firstResponse).state == .met)
        try late.reply(at: shanghai("2026-11-23 14:00") + .milliseconds(1))
        let breached = try clock(late, .firstResponse)
        #expect(breached.state == .breached && breached.metAt != nil)
        #expect(!late.story.contains("sla.met"), "a promise fulfilled late was not met")
    }

    @Test func `a new priority counts the time already used`() throws {
        var work = Drafts.open(at: monday)
        work.catchUp(to: shanghai("2026-11-23 10:20"))
        try work.change(UpdateTicket(id: "t1", priority: .urgent), by: "a1", because: AssignmentReason(.assigned))
        #expect(try clock(work, .firstResponse).dueAt == shanghai("2026-11-23 10:30"))
        #expect(try clock(work, .resolution).dueAt == shanghai("2026-11-23 14:00"))
        work.catchUp(to: shanghai("2026-11-23 10:25"))
        try work.change(UpdateTicket(id: "t1", priority: .low), by: "a1", because: AssignmentReason(.assigned))
        #expect(try clock(work, .firstResponse).dueAt == shanghai("2026-11-23 18:00"))
    }

    @Test func `a target that is used up already breaks at once, and a broken one stays broken`() throws {
        var work = Drafts.open(at: monday)
        work.catchUp(to: shanghai("2026-11-23 11:00"))
        try work.change(UpdateTicket(id: "t1", priority: .urgent), by: "a1", because: AssignmentReason(.assigned))
        work.catchUp(to: shanghai("2026-11-23 11:00"), inclusive: true)
        #expect(try clock(work, .firstResponse).breachedAt == shanghai("2026-11-23 11:00"))
        try work.change(UpdateTicket(id: "t1", priority: .low), by: "a1", because: AssignmentReason(.assigned))
        #expect(try clock(work, .firstResponse).state == .breached)
    }

    @Test func `reopening resumes the same resolution clock`() throws {
        var work = Drafts.open(at: monday)
        try work.reply(at: shanghai("2026-11-23 12:00"), status: .solved)
        #expect(try clock(work, .resolution).state == .met)
        try work.receive(at: shanghai("2026-11-24 10:00"))
        let resumed = try clock(work, .resolution)
        #expect(resumed.state == .running && resumed.metAt == nil && resumed.elapsed == 7_200 && resumed.instance == 1)
        #expect(resumed.remaining(at: shanghai("2026-11-24 10:00"), Calendars.terms) == .hours(22))
        #expect(work.ticket.clocks.count == 2)
    }

    @Test func `a ticket that staff opened owes no first response until the customer writes`() throws {
        var work = TicketCase.opened(
            Drafts.ticket(at: monday), with: Drafts.message(.note, at: monday), at: monday, terms: Calendars.terms)
        #expect(work.ticket.clock(.firstResponse) == nil)
        try work.reply(at: shanghai("2026-11-23 11:00"))
        #expect(work.ticket.firstRepliedAt == nil)
        try work.receive(at: shanghai("2026-11-23 12:00"))
        #expect(try clock(work, .firstResponse).startedAt == shanghai("2026-11-23 12:00"))
    }

    @Test func `nobody owes a first response on a solved ticket`() throws {
        var work = Drafts.open(at: monday)
        try work.set(.solved, at: shanghai("2026-11-23 11:00"))
        #expect(try clock(work, .firstResponse).state == .paused)
        try work.receive(at: shanghai("2026-11-23 12:00"))
        #expect(try clock(work, .firstResponse).dueAt == shanghai("2026-11-23 15:00"))
    }

    @Test func `slices add up exactly however often it is paused`() throws {
        var work = Drafts.open(at: monday)
        var at = monday
        for _ in 0..<100 {
            at = at + .milliseconds(10_333)
            try work.set(.hold, at: at)
            at = at + .milliseconds(7_001)
            try work.set(.open, at: at)
        }
        #expect(try clock(work, .resolution).used(at: at, Calendars.terms) == .milliseconds(1_033_300))
    }

    @Test func `a policy in calendar time does not mind opening hours`() throws {
        var policy = Calendars.policy
        for metric in policy.targets.keys {
            policy.targets[metric] = policy.targets[metric]?.mapValues {
                SLATarget(seconds: $0.seconds, business: false)
            }
        }
        let terms = SLATerms(policy: policy, hours: Calendars.terms.hours.latest)
        let work = Drafts.open(.high, at: shanghai("2026-11-27 17:30"), terms: terms)
        #expect(try clock(work, .firstResponse).dueAt == shanghai("2026-11-27 18:30"))
    }
}
