internal import Base
internal import Conditions
internal import Contracts

/// What the demo company promises: three calendars, three policies.
enum DemoPromises {
    static let calendars: [BusinessCalendar] = [ShopHours.calendar, warehouse, vipLine]

    /// Two shifts with a break at noon, closed on the public holidays, open on the extra working days.
    static let warehouse: BusinessCalendar = {
        let shifts = [hours(8, 30, to: 12), hours(13, to: 18)]
        let extra = ShopHours.workdays.map { BusinessCalendar.Day(date: $0, name: ShopHours.workday, hours: shifts) }
        return BusinessCalendar(
            id: "warehouse", name: "仓储物流时间 Warehouse hours", zone: "Asia/Shanghai",
            week: Array(repeating: shifts, count: 6) + [[]],
            days: (ShopHours.closures + extra).sorted { $0.date < $1.date })
    }()

    /// Every day until one in the morning; the same short day each New Year.
    static let vipLine = BusinessCalendar(
        id: "vip-line", name: "贵宾专线时间 VIP line", zone: "Asia/Shanghai",
        week: Array(repeating: [hours(7, to: 25)], count: 7),
        days: [.init(date: "2026-01-01", name: "元旦 New Year", hours: [hours(10, to: 22)], yearly: true)])

    static let policies: [SLAPolicy] = [
        SLAPolicy(
            id: "vip", name: "VIP customers", names: ["en": "VIP customers", "zh": "VIP 客户"], position: 1,
            condition: .test("ticket.requester.tier", .equal, "vip"),
            targets: [
                .firstResponse: targets(minutes: [10, 20, 30, 60]), .nextReply: targets(minutes: [30, 60, 120, 240]),
                .resolution: targets(minutes: [180, 360, 720, 1_440]),
                .requesterWait: targets(minutes: [720, 1_440, 2_880, 4_320], business: false),
            ],
            calendar: "vip-line", reopening: .first,
            warnings: [SLAWarning(percent: 50), SLAWarning(secondsBefore: 300, metrics: [.firstResponse])],
            escalations: [
                SLAEscalation(to: .assignee, after: 0), SLAEscalation(to: .teamLead, after: 900),
                SLAEscalation(to: .manager, after: 3_600), SLAEscalation(to: .seniorManager, after: 14_400),
            ]),
        SLAPolicy(
            id: "logistics", name: "Logistics & refunds", names: ["en": "Logistics & refunds", "zh": "物流与退款"],
            position: 2, condition: .test("ticket.team", .equal, "logistics"),
            targets: [
                .firstResponse: targets(minutes: [30, 60, 240, 480]),
                .pausableUpdate: targets(minutes: [480, 960, 1_440, 2_880]),
                .resolution: targets(minutes: [480, 960, 1_440, 2_880]),
                .teamTime: targets(minutes: [480, 960, 1_920, 2_880]),
            ],
            escalations: [SLAEscalation(to: .teamLead, after: 0), SLAEscalation(to: .manager, after: 7_200)]),
        SLAPolicy(
            id: "default", name: "Standard", names: ["en": "Standard", "zh": "标准"], position: 3,
            targets: [
                .firstResponse: targets(minutes: [30, 60, 240, 480]),
                .nextReply: targets(minutes: [120, 240, 480, 960]),
                .resolution: targets(minutes: [240, 480, 1_440, 2_880]),
            ],
            escalations: [SLAEscalation(to: .teamLead, after: 1_800), SLAEscalation(to: .manager, after: 14_400)]),
    ]

    /// Urgent first.
    private static func targets(minutes: [Int], business: Bool? = nil) -> [Priority: SLATarget] {
        Dictionary(
            uniqueKeysWithValues: zip([.urgent, .high, .normal, .low] as [Priority], minutes).map {
                ($0, SLATarget(seconds: $1 * 60, business: business))
            })
    }

    private static func hours(_ hour: Int, _ minute: Int = 0, to end: Int) -> BusinessCalendar.Interval {
        BusinessCalendar.Interval(from: hour * 60 + minute, to: end * 60)
    }
}
