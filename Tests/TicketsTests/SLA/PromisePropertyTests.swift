import Base
import Conditions
import Contracts
import Testing
import Tickets

/// A ticket through random days – other statuses, priorities, teams and policies – against a count minute by minute of
/// what should have been counted.
@Suite struct PromisePropertyTests {
    /// What the ticket is, minute by minute.
    private struct State {
        var status = TicketStatus.new
        var team: String?
        var priority = Priority.normal
        var isBig = false
    }

    private static let monday = shanghai("2026-11-23 10:00")

    private static func hours(_ from: Int, _ to: Int) -> Schedule {
        var calendar = Calendars.office()
        calendar.week = Array(repeating: [.init(from: from * 60, to: to * 60)], count: 7)
        return Schedule(BusinessHours(calendar, zone: Calendars.shanghai))
    }

    private static let schedules = [
        "default": hours(9, 18), "night": hours(22, 30), "late": hours(12, 23),
    ]

    private static func policy(_ id: String, _ condition: Condition, calendar: String?, low: Bool, business: Bool?)
        -> SLAPolicy
    {
        var targets: [Priority: SLATarget] = [:]
        for priority in Priority.allCases where low || priority != .low {
            targets[priority] = SLATarget(seconds: 20_000_000, business: business)
        }
        return SLAPolicy(
            id: id, name: id, condition: condition, targets: [.resolution: targets, .requesterWait: targets],
            calendar: calendar, pausedIn: id == "big" ? [.hold] : [.pending, .hold])
    }

    private static let terms = SLATerms(
        policies: [
            policy("big", .test("ticket.tags", .equal, "big"), calendar: "late", low: true, business: nil),
            policy("loud", .test("ticket.priority", .equal, "urgent"), calendar: nil, low: true, business: false),
            policy("rest", .always, calendar: nil, low: false, business: nil),
        ], schedules: schedules, teams: ["guard": "night"])

    /// Whether a minute counts for a metric.
    private static func counts(_ metric: SLAClock.Metric, _ state: State, at minute: Instant) -> Bool {
        guard state.status != .solved else { return false }
        let waiting: [TicketStatus] = metric == .requesterWait ? [.pending] : state.isBig ? [.hold] : [.pending, .hold]
        guard !waiting.contains(state.status) else { return false }
        if state.isBig { return schedules["late"]?.isOpen(at: minute) == true }
        if state.priority == .urgent { return true }
        guard state.priority != .low else { return false }
        return schedules[state.team == "guard" ? "night" : "default"]?.isOpen(at: minute) == true
    }

    private static func act(_ random: Randomness, _ work: inout TicketCase, _ state: inout State) throws {
        var update = UpdateTicket(id: "t1")
        switch random.below(5) {
        case 0, 1:
            let statuses: [TicketStatus] = [.open, .pending, .hold, .solved]
            let status = statuses[random.below(4)]
            (update.status, state.status) = (status, status)
        case 2:
            let priority = Priority.allCases[random.below(4)]
            (update.priority, state.priority) = (priority, priority)
        case 3:
            state.team = ["guard", "support", nil][random.below(3)]
            update.team = state.team ?? ""
        default:
            state.isBig.toggle()
            update.tags = state.isBig ? ["big"] : []
        }
        try work.change(update, by: "a1", because: AssignmentReason(.assigned))
    }

    @Test(arguments: 1...80 as ClosedRange<UInt64>)
    func `a clock has used what counts minute by minute, whatever changes`(seed: UInt64) throws {
        let random = Randomness.seeded(seed)
        var work = Drafts.open(at: Self.monday, terms: Self.terms)
        var state = State()
        var now = Self.monday
        var expected: [SLAClock.Metric: Int] = [:]
        for _ in 0..<20 {
            for _ in 0..<random.below(500) {
                for metric in [SLAClock.Metric.resolution, .requesterWait]
                where Self.counts(metric, state, at: now) {
                    expected[metric, default: 0] += 60
                }
                now = now + .minutes(1)
            }
            work.catchUp(to: now)
            guard work.ticket.status != .closed else { break }
            try Self.act(random, &work, &state)
        }
        for metric in [SLAClock.Metric.resolution, .requesterWait] {
            guard let clock = work.ticket.clock(metric) else { continue }
            #expect(clock.used(at: now, Self.terms) == .seconds(expected[metric] ?? 0), "\(metric.rawValue)")
            #expect(clock.instance == 1 && clock.breachedAt == nil)
            let counted = (clock.slices ?? []).map(\.counted).reduce(0, +)
            #expect(counted == clock.elapsed)
        }
        let log = work.happenings.compactMap { $0.data.clock }.filter { $0.metric == .resolution }
        for (a, b) in zip(log, log.dropFirst()) { #expect(a.elapsed <= b.elapsed, "what is used is never less") }
    }
}
