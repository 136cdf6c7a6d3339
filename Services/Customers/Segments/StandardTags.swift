internal import Base
internal import Conditions
internal import Contracts

/// The five dimensions that every house begins with (rows 106 to 108), the house's to change.
enum StandardTags {
    static let all: [ComputedTag] = [value, activity, problem, satisfaction, contact, churn]

    private static func tag(
        _ id: String, _ name: String, _ zh: String, _ levels: [(String, String, String, Condition)]
    ) -> ComputedTag {
        ComputedTag(
            id: id, name: name, names: ["zh": zh],
            levels: levels.map { .init(value: $0.0, name: $0.1, names: ["zh": $0.2], condition: $0.3) }, version: 1)
    }

    private static let value = tag(
        "value", "Value", "价值",
        [
            ("high", "High", "高", .test("customer.rfm.sum", .atLeast, 12)),
            (
                "potential", "Potential", "潜力",
                .all([.test("customer.rfm.recency", .atLeast, 4), .test("customer.rfm.frequency", .atMost, 2)])
            ),
            ("mid", "Middle", "中", .test("customer.rfm.sum", .atLeast, 8)),
            ("low", "Low", "低", .test("customer.rfm.sum", .less, 8)),
        ])

    private static func since(_ field: String, _ days: Int) -> Condition {
        .test(field, .withinLast, .string("\(days)d"))
    }

    private static let activity = tag(
        "activity", "Activity", "活跃度",
        [
            ("high", "Very active", "高度活跃", since("customer.lastActivityAt", 7)),
            ("mid", "Active", "中度活跃", since("customer.lastActivityAt", 30)),
            ("low", "Hardly active", "低度活跃", since("customer.lastActivityAt", 60)),
            ("leaving", "About to leave", "即将流失", since("customer.lastActivityAt", 90)),
            ("gone", "Gone", "已流失", .test("customer.lastActivityAt", .present)),
        ])

    /// By the tags of tickets, in the words that houses use.
    private static func wrote(_ words: [String]) -> Condition {
        let list = JSON.array(words.map(JSON.string))
        return .count(
            .init(
                "customer.tickets",
                where: .all([
                    .any([.test("tags", .anyOf, list), .test("fields.category", .anyOf, list)]),
                    .test("createdAt", .withinLast, "180d"),
                ])))
    }

    private static let problem = tag(
        "problem", "Problems", "问题类型",
        [
            ("logistics", "Logistics", "物流", wrote(["logistics", "shipping", "物流"])),
            ("quality", "Quality", "质量", wrote(["quality", "damaged", "质量"])),
            ("refund", "Returns and refunds", "退换货", wrote(["refund", "return", "退款", "退换货"])),
            ("usage", "Use", "使用", wrote(["usage", "how-to", "使用"])),
            ("other", "Other", "其他", .count(.init("customer.tickets", where: since("createdAt", 180)))),
        ])

    private static let satisfaction = tag(
        "satisfaction", "Satisfaction", "满意度",
        [
            ("unhappy", "Very unhappy", "高度不满", .test("customer.ratings.bad", .atLeast, 2)),
            ("mixed", "Sometimes unhappy", "偶有不满", .test("customer.ratings.bad", .equal, 1)),
            ("happy", "Always happy", "持续满意", .test("customer.ratings.count", .atLeast, 1)),
        ])

    private static let contact = tag(
        "contact", "Last contact", "最近联系",
        [
            ("week", "This week", "一周内", since("customer.lastContactAt", 7)),
            ("month", "This month", "一月内", since("customer.lastContactAt", 30)),
            ("quarter", "This quarter", "一季内", since("customer.lastContactAt", 90)),
            ("older", "Longer ago", "更早", .test("customer.lastContactAt", .present)),
        ])

    /// High value, and neither login nor purchase for thirty days (row 108).
    private static let churn = tag(
        "churn", "May leave", "流失风险",
        [
            (
                "yes", "May leave", "有风险",
                .all([
                    .test("customer.computed.value", .equal, "high"), .not(since("customer.last.login", 30)),
                    .not(since("customer.last.order", 30)),
                ])
            )
        ])
}
