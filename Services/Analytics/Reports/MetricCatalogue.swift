internal import Contracts

/// The definition behind each number (row 163). A change of a formula is a new version.
enum MetricCatalogue {
    static let all: [MetricDefinition] = [
        define(
            .firstResponse, "seconds",
            "First public reply of a person minus the customer's first message. Automatic replies, notes and "
                + "rules do not count; tickets opened by staff start when the customer first writes. "
                + "By the day of the reply.",
            "首次人工公开回复时间减去客户首条消息时间。自动回复、内部备注和规则动作不计；员工代建的工单从客户首次来信开始计时。按回复当天统计。"),
        define(
            .resolution, "seconds",
            "Last solve minus creation. A reopened ticket leaves the number until it is solved again. "
                + "By the day of the solve.",
            "最后一次解决时间减去创建时间。重新打开的工单在再次解决前不计入。按解决当天统计。"),
        define(.volume, "tickets", "Tickets opened.", "新建工单数。"),
        define(
            .solved, "tickets", "Tickets solved and not reopened, credited to the assignee at the solve.",
            "已解决且未重新打开的工单数，计入解决时的受理人。"),
        define(
            .csat, "rate", "Ratings of 4 and 5 divided by all ratings (1 to 5); offers without an answer are left out.",
            "4 分和 5 分评价数除以全部评价数（1 至 5 分）；未作答的邀请不计。"),
        define(
            .slaAttainment, "rate",
            "Targets met divided by targets met or breached; running ones are left out, a breached one stays breached.",
            "达成的目标数除以达成与违约目标数之和；进行中的不计，违约后不再改变。"),
        define(
            .backlog, "tickets", "Unsolved tickets at the end of the period or day.", "期末或当日结束时未解决的工单数。"),
        define(
            .ces, "score", "Mean of the answers from 1 to 7 to “made it easy for me to handle my issue”; 7 is easiest.",
            "“让我轻松解决了问题”一题 1 至 7 分回答的平均值，7 为最轻松。"),
        define(.cesEase, "rate", "Share of 5, 6 and 7 among the answers from 1 to 7.", "1 至 7 分回答中 5、6、7 分所占比例。"),
        define(
            .nps, "points",
            "Share of 9 and 10 minus share of 0 to 6 among answers from 0 to 10, times 100; 7 and 8 count in the "
                + "denominator. The margin is 1.96 standard errors.",
            "0 至 10 分回答中 9、10 分的比例减去 0 至 6 分的比例，乘以 100；7、8 分计入分母。误差范围为 1.96 倍标准误。"),
    ]

    private static func define(_ metric: Metric, _ unit: String, _ english: String, _ chinese: String)
        -> MetricDefinition
    {
        MetricDefinition(metric: metric, unit: unit, formula: ["en": english, "zh": chinese], version: 1)
    }
}
