import Base
import Conditions
import Contracts
import Testing
import Tickets

/// Rows 67, 76, 78 and 79: which policy and calendar a ticket is under, and what becomes of its clocks when they
/// change.
@Suite struct ChangingTermsTests {
    private let monday = shanghai("2026-11-23 10:00")

    private func at(_ clock: String) -> Instant { shanghai("2026-11-23 " + clock) }

    private func policy(
        _ id: String, _ condition: Condition = .always, hours: [SLAClock.Metric: Int], calendar: String? = nil
    ) -> SLAPolicy {
        let targets = hours.mapValues { count in
            Dictionary(uniqueKeysWithValues: Priority.allCases.map { ($0, SLATarget(seconds: count * 3_600)) })
        }
        return SLAPolicy(
            id: id, name: id, condition: condition, targets: targets, calendar: calendar, warnings: [])
    }

    /// The office, and a night desk that is open from 22 to 6.
    private func terms(_ policies: SLAPolicy..., teams: [String: String] = [:]) -> SLATerms {
        var night = Calendars.office()
        night.week = Array(repeating: [.init(from: 22 * 60, to: 30 * 60)], count: 7)
        return SLATerms(
            policies: policies,
            schedules: [
                "default": Schedule(BusinessHours(Calendars.office(), zone: Calendars.shanghai)),
                "night": Schedule(BusinessHours(night, zone: Calendars.shanghai)),
            ], teams: teams)
    }

    private func change(_ work: inout TicketCase, at now: Instant, _ change: (inout UpdateTicket) -> Void) throws {
        var update = UpdateTicket(id: "t1")
        change(&update)
        work.catchUp(to: now)
        try work.change(update, by: "a1", because: AssignmentReason(.assigned))
    }

    @Test func `the first policy whose condition holds applies`() throws {
        let all = terms(
            policy("vip", .test("ticket.requester.tier", .equal, "vip"), hours: [.firstResponse: 1]),
            policy("mail", .test("ticket.channel", .equal, "mail"), hours: [.firstResponse: 2]),
            policy("rest", hours: [.firstResponse: 4]))
        #expect(Drafts.open(at: monday, terms: all).ticket.policy == "mail")
        var draft = Drafts.ticket(at: monday)
        draft.requester.tier = "vip"
        let opened = TicketCase.opened(draft, with: Drafts.message(.incoming, at: monday), at: monday, terms: all)
        #expect(opened.ticket.policy == "vip")
        #expect(opened.ticket.clock(.firstResponse)?.dueAt == at("11:00"))
    }

    @Test func `another policy counts the time already used, and what it does not promise ends`() throws {
        let all = terms(
            policy("big", .test("ticket.tags", .equal, "big"), hours: [.resolution: 8, .requesterWait: 8]),
            policy("rest", hours: [.firstResponse: 4, .resolution: 24]))
        var work = Drafts.open(at: monday, terms: all)
        try change(&work, at: at("12:00")) { $0.addTags = ["big"] }
        let resolution = try #require(work.ticket.clock(.resolution))
        #expect(resolution.policy == "big" && resolution.elapsed == 7_200 && resolution.dueAt == at("18:00"))
        #expect(work.ticket.clock(.firstResponse)?.state == .cancelled)
        #expect(work.ticket.clock(.requesterWait)?.startedAt == at("12:00"))
        #expect(work.story.suffix(4) == ["changed", "sla.cancelled", "sla.started", "sla.applied"])
        try change(&work, at: at("13:00")) { $0.removeTags = ["big"] }
        let again = try #require(work.ticket.clock(.firstResponse))
        #expect(again.state == .running && again.elapsed == 7_200 && again.instance == 1)
        #expect(again.dueAt == at("15:00"))
    }

    @Test func `without any policy nothing is promised, and the ticket is worked on all the same`() throws {
        var work = Drafts.open(at: monday, terms: terms())
        #expect(work.ticket.clocks.isEmpty && work.ticket.policy == nil)
        try work.reply(at: at("11:00"), status: .solved)
        #expect(work.ticket.firstRepliedAt == at("11:00") && work.ticket.nextDue != nil)
    }

    @Test func `what was met or broken stays as it was promised`() throws {
        let all = terms(
            policy("big", .test("ticket.tags", .equal, "big"), hours: [.firstResponse: 1, .resolution: 100]),
            policy("rest", hours: [.firstResponse: 4, .resolution: 5]))
        var met = Drafts.open(at: monday, terms: all)
        try met.reply(at: at("11:30"))
        try change(&met, at: at("12:00")) { $0.addTags = ["big"] }
        #expect(met.ticket.clock(.firstResponse)?.target == 4 * 3_600)
        #expect(met.ticket.clock(.firstResponse)?.state == .met)
        var broken = Drafts.open(at: monday, terms: all)
        try change(&broken, at: at("16:00")) { $0.addTags = ["big"] }
        let resolution = try #require(broken.ticket.clock(.resolution))
        #expect(resolution.target == 5 * 3_600 && resolution.breachedAt == at("15:00"))
        #expect(resolution.isCounting, "it goes on until it is solved")
    }

    @Test func `the calendar is the policy's, else the team's, else the default one`() {
        let fixed = policy("p", hours: [.resolution: 1], calendar: "night")
        let free = policy("p", hours: [.resolution: 1])
        let all = terms(free, teams: ["guard": "night"])
        #expect(all.calendar(of: fixed, team: nil) == "night")
        #expect(all.calendar(of: free, team: "guard") == "night")
        #expect(all.calendar(of: free, team: "support") == "default")
        #expect(all.calendar(of: nil, team: nil) == "default")
    }

    @Test func `a slice keeps the calendar it ran under when the ticket goes to another team`() throws {
        let all = terms(policy("p", hours: [.resolution: 12]), teams: ["guard": "night"])
        var work = Drafts.open(at: monday, terms: all)
        try change(&work, at: at("16:00")) { $0.team = "guard" }
        let moved = try #require(work.ticket.clock(.resolution))
        #expect(moved.elapsed == 6 * 3_600 && moved.calendar == "night")
        #expect(moved.dueAt == shanghai("2026-11-24 04:00"), "six hours of the day, six of the night")
        try change(&work, at: shanghai("2026-11-24 02:00")) { $0.team = "" }
        let back = try #require(work.ticket.clock(.resolution))
        #expect(back.dueAt == shanghai("2026-11-24 11:00"))
        #expect(back.slices?.map(\.calendar) == ["default", "night"])
        #expect(back.slices?.map(\.counted) == [6 * 3_600, 4 * 3_600])
    }

    @Test func `leaving a team keeps the promise of its stay, also when the next team promises none`() throws {
        let all = terms(
            policy("ola", .test("ticket.team", .equal, "guard"), hours: [.teamTime: 2]), policy("p", hours: [:]))
        var work = Drafts.open(at: monday, terms: all)
        for (team, hour) in [("guard", "10:30"), ("support", "11:00"), ("guard", "11:30"), ("", "15:00")] {
            try change(&work, at: at(hour)) { $0.team = team }
        }
        let told = work.happenings.compactMap { happening in
            happening.data.clock.map { "\(happening.type.dropFirst(17)) \($0.instance) \($0.team ?? "")" }
        }
        #expect(told == ["started 1 guard", "met 1 guard", "started 2 guard", "breached 2 guard", "fulfilled 2 guard"])
    }

    @Test func `a priority without a target is not promised`() throws {
        var first = policy("p", hours: [.resolution: 8])
        first[.resolution, .low] = nil
        var work = Drafts.open(at: monday, terms: terms(first))
        try change(&work, at: at("11:00")) { $0.priority = .low }
        #expect(work.ticket.clock(.resolution)?.state == .cancelled)
        #expect(work.ticket.nextDue == nil)
        try change(&work, at: at("12:00")) { $0.priority = .high }
        #expect(work.ticket.clock(.resolution)?.elapsed == 3_600)
        #expect(work.ticket.clock(.resolution)?.dueAt == shanghai("2026-11-24 10:00"))
    }

    @Test func `hours that changed since a deadline was planned are looked at when it comes`() throws {
        let short = BusinessHours(Calendars.office(), zone: Calendars.shanghai)
        var late = Calendars.office()
        late.week = Array(repeating: [.init(from: 14 * 60, to: 22 * 60)], count: 7)
        let p = policy("p", hours: [.resolution: 4])
        let opened = Drafts.open(at: monday, terms: SLATerms(policy: p, hours: short)).ticket
        #expect(opened.clock(.resolution)?.dueAt == at("14:00"))
        let changed = Schedule([
            (monday, short), (at("11:00"), BusinessHours(late, zone: Calendars.shanghai)),
        ])
        let terms = SLATerms(policies: [p], schedules: ["default": changed])
        let work = TicketCase(opened, at: at("15:00"), terms: terms)
        #expect(work.ticket.clock(.resolution)?.breachedAt == nil)
        #expect(work.ticket.clock(.resolution)?.dueAt == at("17:00"), "an hour before the change, three after it")
        #expect(work.story.suffix(1) == ["sla.applied"])
        var asked = TicketCase(opened, at: at("12:00"), terms: terms)
        asked.applyTerms()
        #expect(asked.ticket.clock(.resolution)?.dueAt == at("17:00"))
    }
}
