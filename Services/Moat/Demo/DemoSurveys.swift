internal import Base
internal import Conditions
internal import Contracts

/// What the demo company asks its customers: VIPs after each ticket in depth, everybody twice a year how they like it.
enum DemoSurveys {
    static let forms: [SurveyForm] = [
        SurveyForm(
            id: "vip", name: "VIP 服务回访 VIP follow-up",
            condition: .test("ticket.requester.tier", .equal, "vip"),
            pages: [
                SurveyPage(
                    id: "service",
                    questions: [
                        SurveyQuestion(
                            id: "csat", kind: .csat,
                            text: ["zh": "您对这次服务满意吗？", "en": "How satisfied are you with our help?"],
                            required: true),
                        SurveyQuestion(
                            id: "ces", kind: .ces,
                            text: [
                                "zh": "这家公司让我轻松解决了问题。", "en": "The company made it easy for me to handle my issue.",
                            ]),
                    ], branches: [SurveyBranch(question: "csat", atLeast: 4, to: "words")]),
                SurveyPage(
                    id: "why",
                    questions: [
                        SurveyQuestion(
                            id: "why", kind: .choice, text: ["zh": "哪里没做好？", "en": "What went wrong?"],
                            required: true,
                            options: reasons, multiple: true)
                    ]),
                SurveyPage(
                    id: "words",
                    questions: [
                        SurveyQuestion(
                            id: "words", kind: .text,
                            text: ["zh": "还有什么想告诉我们？", "en": "What else should we know?"])
                    ]),
            ], fatigueDays: 30, hidesBadComments: true, position: 10),
        SurveyForm(
            id: "relationship", name: "NPS", enabled: false,
            pages: [
                SurveyPage(
                    id: "nps",
                    questions: [
                        SurveyQuestion(
                            id: "nps", kind: .nps,
                            text: [
                                "zh": "您有多大可能把我们推荐给朋友或同事？",
                                "en": "How likely are you to recommend us to a friend or colleague?",
                            ], required: true),
                        SurveyQuestion(
                            id: "reason", kind: .text, text: ["zh": "主要原因是什么？", "en": "What is the main reason?"]),
                    ])
            ], position: 20),
    ]

    private static let reasons: [SurveyQuestion.Option] = [
        .init(id: "slow", text: ["zh": "太慢", "en": "It took too long"]),
        .init(id: "unsolved", text: ["zh": "问题没有解决", "en": "It is not solved"]),
        .init(id: "unfriendly", text: ["zh": "态度不好", "en": "It was not friendly"]),
        .init(id: "product", text: ["zh": "产品本身的问题", "en": "The product itself"]),
    ]

    static let causes: [SurveyCause] = [
        SurveyCause(
            id: "delivery", name: "物流延误 Late delivery", names: ["zh": "物流延误", "en": "Late delivery"]),
        SurveyCause(
            id: "defect", name: "产品缺陷 Product defect", names: ["zh": "产品缺陷", "en": "Product defect"]),
        SurveyCause(id: "wait", name: "响应太慢 Slow answer", names: ["zh": "响应太慢", "en": "Slow answer"]),
        SurveyCause(
            id: "knowledge", name: "回答有误 Wrong answer", names: ["zh": "回答有误", "en": "Wrong answer"]),
        SurveyCause(id: "policy", name: "规则不合理 Our terms", names: ["zh": "规则不合理", "en": "Our terms"]),
    ]

    static func programme(at now: Instant) -> SurveyProgramme {
        SurveyProgramme(
            id: "loyalty", name: "NPS", form: "relationship", sample: 25, everyDays: 30, restDays: 180,
            nextAt: now + .days(7))
    }
}
