import Base
import Conditions
import Contracts
import Testing
import Tickets

/// The metrics of rows 69 to 72 and 84, each on its own.
@Suite struct PromiseTests {
    private let monday = shanghai("2026-11-23 10:00")

    /// A policy that promises one metric, two hours at every priority.
    private func terms(
        _ metrics: SLAClock.Metric..., change: (inout SLAPolicy) -> Void = { _ in }
    ) -> SLATerms {
        var policy = SLAPolicy(id: "p", name: "p", targets: [:])
        for metric in [.firstResponse] + metrics {
            for priority in Priority.allCases { policy[metric, priority] = 7_200 }
        }
        change(&policy)
        return SLATerms(policy: policy, hours: BusinessHours(Calendars.office(), zone: Calendars.shanghai))
    }

    private func at(_ clock: String) -> Instant { shanghai("2026-11-23 " + clock) }

    private func instances(_ work: TicketCase, _ metric: SLAClock.Metric) -> [String] {
        work.happenings.compactMap { happening in
            guard let clock = happening.data.clock, clock.metric == metric else { return nil }
            return "\(happening.type.dropFirst("moat.tickets.sla.".count)) \(clock.instance)"
        }
    }

    @Test func `the next reply is owed since the oldest unanswered message, one instance at a time`() throws {
        var work = Drafts.open(at: monday, terms: terms(.nextReply))
        #expect(work.ticket.clock(.nextReply) == nil, "the first response is owed, not the next")
        try work.receive(at: at("10:10"))
        #expect(work.ticket.clock(.nextReply) == nil)
        try work.reply(at: at("10:20"))
        try work.receive(at: at("11:00"))
        try work.receive(at: at("11:30"))
        #expect(work.ticket.clock(.nextReply)?.dueAt == at("13:00"))
        try work.reply(at: at("12:00"))
        #expect(work.ticket.clock(.nextReply)?.elapsed == 3_600)
        try work.receive(at: at("14:00"))
        #expect(work.ticket.clock(.nextReply)?.dueAt == at("16:00"))
        #expect(instances(work, .nextReply) == ["started 1", "met 1", "started 2"])
    }

    @Test func `a solution without a reply leaves the next reply standing`() throws {
        var work = Drafts.open(at: monday, terms: terms(.nextReply))
        try work.reply(at: at("10:20"))
        try work.receive(at: at("11:00"))
        try work.set(.solved, at: at("11:30"))
        #expect(work.ticket.clock(.nextReply)?.state == .paused)
        try work.receive(at: at("13:00"))
        #expect(work.ticket.clock(.nextReply)?.dueAt == at("14:30"))
        #expect(instances(work, .nextReply) == ["started 1", "paused 1", "resumed 1"])
    }

    @Test func `updates are owed between replies; the pausable one waits with the customer`() throws {
        var work = Drafts.open(at: monday, terms: terms(.periodicUpdate, .pausableUpdate))
        #expect(work.ticket.clocks.map(\.metric) == [.firstResponse])
        try work.reply(at: at("10:30"), status: .pending)
        #expect(work.ticket.clock(.periodicUpdate)?.dueAt == at("12:30"))
        #expect(work.ticket.clock(.pausableUpdate)?.state == .paused)
        try work.receive(at: at("11:30"))
        #expect(work.ticket.clock(.pausableUpdate)?.dueAt == at("13:30"))
        try work.reply(at: at("12:00"))
        #expect(work.ticket.clock(.periodicUpdate)?.instance == 2)
        #expect(work.ticket.clock(.periodicUpdate)?.dueAt == at("14:00"))
        work.catchUp(to: at("14:00"), inclusive: true)
        try work.reply(at: at("15:00"))
        let story = ["started 1", "met 1", "started 2", "warned 2", "breached 2", "fulfilled 2", "started 3"]
        #expect(instances(work, .periodicUpdate) == story)
    }

    @Test func `the requester waits in hold, the agent works only in new and open`() throws {
        var work = Drafts.open(at: monday, terms: terms(.requesterWait, .agentWork, .resolution))
        try work.set(.hold, at: at("10:10"))
        try work.set(.pending, at: at("10:30"))
        try work.set(.open, at: at("11:00"))
        try work.set(.solved, at: at("11:05"))
        #expect(work.ticket.clock(.requesterWait)?.elapsed == 35 * 60)
        #expect(work.ticket.clock(.agentWork)?.elapsed == 15 * 60)
        #expect(work.ticket.clock(.resolution)?.elapsed == 15 * 60)
        #expect(work.ticket.clocks.filter { $0.metric != .firstResponse }.allSatisfy { $0.state == .met })
    }

    @Test func `without pausing statuses the resolution counts all time`() throws {
        var work = Drafts.open(at: monday, terms: terms(.resolution) { $0.pausedIn = [] })
        try work.set(.pending, at: at("10:30"))
        #expect(work.ticket.clock(.resolution)?.state == .running)
    }

    @Test func `a team is owed an end since the ticket came to it, each stay an instance of its own`() throws {
        var draft = Drafts.ticket(at: monday)
        draft.team = "support"
        var work = TicketCase.opened(
            draft, with: Drafts.message(.incoming, at: monday), at: monday, terms: terms(.teamTime))
        func move(to team: String, _ now: Instant) throws {
            work.catchUp(to: now)
            try work.change(UpdateTicket(id: "t1", team: team), by: "a1", because: AssignmentReason(.assigned))
        }
        try move(to: "logistics", at("11:00"))
        #expect(work.ticket.clock(.teamTime)?.team == "logistics")
        #expect(work.ticket.clock(.teamTime)?.dueAt == at("13:00"))
        try work.set(.solved, at: at("12:00"))
        try work.receive(at: at("12:30"))
        #expect(work.ticket.clock(.teamTime)?.elapsed == 3_600)
        try move(to: "", at("12:45"))
        #expect(work.ticket.clock(.teamTime)?.state == .met)
        let story = ["started 1", "met 1", "started 2", "met 2", "resumed 2", "met 2"]
        #expect(instances(work, .teamTime) == story)
    }

    @Test func `the first solution can be the one that counts`() throws {
        var work = Drafts.open(at: monday, terms: terms(.resolution, .agentWork) { $0.reopening = .first })
        try work.reply(at: at("10:30"), status: .solved)
        try work.receive(at: at("11:00"))
        try work.set(.pending, at: at("11:30"))
        #expect(work.ticket.clock(.resolution)?.state == .met)
        #expect(work.ticket.clock(.agentWork)?.metAt == at("10:30"))
        try work.set(.solved, at: at("17:00"))
        #expect(instances(work, .resolution) == ["started 1", "met 1"])
    }

    @Test func `several warnings come in order, those that are past at once as one`() throws {
        let warned = terms {
            $0.warnings = [
                SLAWarning(percent: 50), SLAWarning(secondsBefore: 600),
                SLAWarning(percent: 90, metrics: [.resolution]),
            ]
        }
        var work = Drafts.open(at: monday, terms: warned)
        work.catchUp(to: at("12:00"))
        let times = work.happenings.filter { $0.type == TicketsAPI.slaWarned.name }.map(\.at)
        #expect(times == [at("11:00"), at("11:50")])
        #expect(work.ticket.clock(.firstResponse)?.warnings == 2)
        let late = terms {
            $0[.firstResponse, .urgent] = 3_600
            $0.warnings = [SLAWarning(percent: 50), SLAWarning(percent: 75)]
        }
        var hurried = Drafts.open(at: monday, terms: late)
        hurried.catchUp(to: at("10:50"))
        try hurried.change(UpdateTicket(id: "t1", priority: .urgent), by: "a1", because: AssignmentReason(.assigned))
        hurried.catchUp(to: at("10:50"), inclusive: true)
        #expect(instances(hurried, .firstResponse) == ["started 1", "applied 1", "warned 1"])
    }

    @Test func `after the breach the chain is called, step by step, until it is done`() throws {
        let chain = terms {
            $0.escalations = [
                SLAEscalation(to: .assignee, after: 0), SLAEscalation(to: .teamLead, after: 1_800),
                SLAEscalation(to: .manager, after: 7_200),
            ]
        }
        var work = Drafts.open(at: monday, terms: chain)
        work.catchUp(to: at("13:00"))
        let steps = work.happenings.filter { $0.type == TicketsAPI.slaEscalated.name }
        #expect(steps.map(\.at) == [at("12:00"), at("12:30")])
        #expect(steps.map(\.data.escalation?.to) == [.assignee, .teamLead])
        try work.reply(at: at("13:30"))
        work.catchUp(to: at("18:00"))
        #expect(work.ticket.clock(.firstResponse)?.escalations == 2, "whoever answered is not told on any more")
        #expect(work.story.contains("sla.fulfilled") && work.story.last == "changed")
    }

    @Test func `slices say when it counted and by which calendar, many become few`() throws {
        var work = Drafts.open(at: monday, terms: terms(.resolution) { $0[.resolution, .normal] = 90_000 })
        var now = monday
        for _ in 0..<40 {
            now = now + .minutes(2)
            try work.set(.hold, at: now)
            now = now + .minutes(1)
            try work.set(.open, at: now)
        }
        let clock = try #require(work.ticket.clock(.resolution))
        let slices = try #require(clock.slices)
        #expect(slices.count == 20 && clock.elapsed == 4_800)
        #expect(slices.map(\.counted).reduce(0, +) == 4_800)
        #expect(slices.allSatisfy { $0.calendar == "default" } && slices[0].from == monday)
    }
}
