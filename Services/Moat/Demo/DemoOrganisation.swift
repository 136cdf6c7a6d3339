internal import Base
internal import Conditions
internal import Contracts

/// How the demo company is organised: what its people are good at, who reports to whom and when, who is away, and how
/// tickets come to the teams. `support` gives out tickets at once and at all hours.
enum DemoOrganisation {
    static let skills: [Skill] = [
        Skill(id: "english", name: "English", names: ["zh": "英语", "en": "English"]),
        Skill(id: "coffee", name: "Coffee machines", names: ["zh": "咖啡机", "en": "Coffee machines"]),
        Skill(id: "refunds", name: "Refunds", names: ["zh": "退款", "en": "Refunds"]),
    ]

    static let reasons: [PresenceReason] = [
        PresenceReason(id: "lunch", name: "Lunch", names: ["zh": "午餐", "en": "Lunch"], presence: .away),
        PresenceReason(id: "training", name: "Training", names: ["zh": "培训", "en": "Training"], presence: .away),
        PresenceReason(
            id: "projects", name: "Project work", names: ["zh": "项目工作", "en": "Project work"],
            presence: .transfersOnly),
    ]

    /// Levels by place in the list of people.
    static let levels: [Int: [String: Int]] = [
        2: ["english": 3, "coffee": 4], 3: ["refunds": 5], 4: ["coffee": 4, "english": 2], 6: ["coffee": 5],
        7: ["english": 4, "coffee": 2], 8: ["coffee": 3], 9: ["english": 5, "coffee": 3], 10: ["refunds": 4],
        11: ["refunds": 3, "english": 3],
    ]

    static let officeHours: Shifts = {
        let day = [BusinessCalendar.Interval(from: 9 * 60, to: 18 * 60)]
        return Shifts(zone: "Asia/Shanghai", week: Array(repeating: day, count: 5) + [[], []])
    }()

    /// Chats take twice the room of a mail, calls five times.
    static let routing = RoutingRules(
        rules: [
            RoutingRule(
                id: "bulk", name: "批量采购 Bulk orders",
                condition: .any([
                    .test("ticket.subject", .contains, "批量采购"), .test("ticket.subject", .contains, "bulk order"),
                ]), team: "presales", boost: 120),
            RoutingRule(
                id: "refunds", name: "退款 Refunds",
                condition: .any([
                    .test("ticket.subject", .contains, "退款"), .test("ticket.subject", .contains, "refund"),
                ]), team: "logistics", skills: [SkillNeed("refunds", level: 3)]),
            RoutingRule(
                id: "vip", name: "VIP",
                condition: .test("ticket.requester.tier", .equal, "vip"), team: "support",
                skills: [SkillNeed("coffee", level: 3, required: false)], boost: 240),
        ], weights: [.chat: 2, .phone: 5])

    static let queues: [QueuePolicy] = [
        QueuePolicy(
            team: "support", strategy: .roundRobin, points: points, slope: 1, relaxAfter: 300, stickySeconds: 0),
        QueuePolicy(
            team: "presales", strategy: .mostSpare, points: points, slope: 1, relaxAfter: 600, stickySeconds: 300,
            limit: QueuePolicy.Limit(count: 10, seconds: 3_600)),
        QueuePolicy(
            team: "logistics", strategy: .leastLoaded, points: points, slope: 1, relaxAfter: 600,
            silence: QueuePolicy.Silence(seconds: 28_800, action: .supervisor)),
    ]

    private static let points: [Priority: Int] = [.low: -60, .normal: 0, .high: 120, .urgent: 480]

    /// Everybody below the owner since the shop opened; Eric changed to Jane in March.
    static let chart: [ReportingLine] = {
        let opening = time("2024-01-01T00:00:00+08:00")
        let change = time("2026-03-01T00:00:00+08:00")
        let managers = [1: 0, 2: 0, 3: 0, 4: 2, 6: 2, 7: 2, 8: 2, 9: 2, 10: 3, 11: 3, 12: 1]
        var lines = managers.sorted { $0.key < $1.key }.map { agent, manager in
            ReportingLine(
                id: "demo-line-\(agent)", agent: DemoStaff.id(agent), manager: DemoStaff.id(manager), from: opening)
        }
        lines.append(
            ReportingLine(
                id: "demo-line-5a", agent: DemoStaff.id(5), manager: DemoStaff.id(2), from: opening, to: change))
        lines.append(
            ReportingLine(id: "demo-line-5b", agent: DemoStaff.id(5), manager: DemoStaff.id(4), from: change))
        return lines
    }()

    /// The administrator is away now, the lead of pre-sales next week.
    static func absences(at now: Instant) -> [Absence] {
        [
            Absence(
                id: "demo-absence-1", agent: DemoStaff.id(1), from: now - .days(2), to: now + .days(5),
                substitute: DemoStaff.id(2), note: "年假 Holiday"),
            Absence(
                id: "demo-absence-2", agent: DemoStaff.id(4), from: now + .days(7), to: now + .days(9),
                substitute: DemoStaff.id(5), note: "展会 Trade fair"),
        ]
    }

    private static func time(_ text: String) -> Instant {
        guard let time = Instant(text) else { preconditionFailure("\(text) is a time") }
        return time
    }
}
