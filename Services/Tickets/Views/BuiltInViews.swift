internal import Base
internal import Conditions
internal import Contracts

/// The views that every house has, in their order.
enum BuiltInViews {
    static let all: [SavedView] = TicketView.allCases.map { view in
        SavedView(
            id: view.rawValue, name: names[view]?.en ?? view.rawValue, names: ["zh": names[view]?.zh ?? ""],
            scope: .everyone, condition: condition(view), columns: columns, builtIn: true)
    }

    /// What a list shows unless it is told otherwise.
    static let columns = ["number", "subject", "requester.name", "status", "priority", "assignee", "updatedAt"]

    private static let names: [TicketView: (en: String, zh: String)] = [
        .mine: ("Mine", "我的工单"), .unassigned: ("Unassigned", "未分配"), .open: ("All unsolved", "全部未解决"),
        .waiting: ("Waiting for us", "等待我们回复"), .pending: ("Pending", "等待客户"),
        .snoozed: ("Put aside", "已搁置"), .solved: ("Solved", "已解决"),
        .all: ("Everything", "全部工单"),
    ]

    static let isUnsolved: Condition = .test("ticket.status", .anyOf, ["new", "open", "pending", "hold"])

    /// Not put aside.
    private static let isHere: Condition = .test("ticket.snooze.at", .absent)

    private static func condition(_ view: TicketView) -> Condition {
        switch view {
        case .mine: .all([isUnsolved, .test("ticket.assignee", .equal, "@me"), isHere])
        case .unassigned: .all([isUnsolved, .test("ticket.assignee", .absent), isHere])
        case .open: isUnsolved
        case .waiting: .all([isUnsolved, .test("ticket.waitingSince", .present), isHere])
        case .snoozed: .all([isUnsolved, .test("ticket.snooze.at", .present)])
        case .pending: .test("ticket.status", .anyOf, ["pending", "hold"])
        case .solved: .test("ticket.status", .anyOf, ["solved", "closed"])
        case .all: .always
        }
    }
}
