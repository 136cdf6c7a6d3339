internal import Base
internal import Conditions
internal import Contracts

/// The views that the demo company shares.
enum DemoViews {
    private static let isUnsolved: Condition = .test("ticket.status", .anyOf, ["new", "open", "pending", "hold"])

    static let all: [SaveView] = [
        SaveView(
            name: "Urgent and VIP", names: ["zh": "紧急与 VIP"], scope: .everyone,
            condition: .all([
                isUnsolved,
                .any([
                    .test("ticket.priority", .anyOf, ["high", "urgent"]), .test("ticket.requester.tier", .equal, "vip"),
                ]),
            ]),
            columns: ["number", "subject", "requester.name", "requester.tier", "priority", "dueAt"], sort: .due),
        SaveView(
            name: "Waits over a day", names: ["zh": "等待超过一天"], scope: .everyone,
            condition: .all([isUnsolved, .test("ticket.waitingSince", .before, "1d")]),
            columns: ["number", "subject", "requester.name", "assignee", "waitingSince"], sort: .updated,
            descending: false),
        SaveView(
            name: "Rated badly", names: ["zh": "差评"], scope: .everyone,
            condition: .test("ticket.rating.score", .atMost, 2),
            columns: ["number", "subject", "requester.name", "assignee", "rating.score", "solvedAt"]),
    ]
}
