internal import Base
internal import Conditions
internal import Contracts

/// The rules a new house starts with; supervisors change them like any other.
enum ReadyRules {
    static let all: [Rule] = [
        Rule(
            id: "ready-vip", name: "VIP customers get high priority", names: ["zh": "VIP 客户优先处理"], position: 10,
            trigger: Trigger(on: [TicketsAPI.opened.name]),
            condition: .all([
                .test("ticket.requester.tier", .equal, "vip"), .test("ticket.priority", .anyOf, ["low", "normal"]),
            ]),
            actions: [RuleAction(kind: .set, set: UpdateTicket(id: "", priority: .high))]),
        Rule(
            id: "ready-escalate", name: "No first response in 2 hours: tell the team lead",
            names: ["zh": "2 小时无人首次响应：升级给主管"], position: 20,
            trigger: Trigger(on: [TicketsAPI.opened.name], delay: 7_200),
            condition: .all([
                .test("ticket.firstRepliedAt", .absent), .test("ticket.status", .anyOf, ["new", "open"]),
            ]),
            actions: [
                RuleAction(kind: .set, set: UpdateTicket(id: "", priority: .urgent, addTags: ["escalated"])),
                RuleAction(
                    kind: .notify, to: "team-lead", text: "#{{ticket.number}} {{ticket.subject}}: 2 h / 2 小时无首次响应"),
                RuleAction(
                    kind: .note,
                    text: "Escalated: no first response within 2 hours. / 已升级：2 小时内无人首次响应。"),
            ]),
        Rule(
            id: "ready-breach", name: "A broken promise calls the next one up",
            names: ["zh": "SLA 违约：逐级通知"], position: 25, trigger: Trigger(on: [TicketsAPI.slaEscalated.name]),
            condition: .always,
            actions: [
                RuleAction(
                    kind: .notify, to: "escalated",
                    text: "#{{ticket.number}} {{ticket.subject}}: SLA {{clock.metric}} ({{escalation.step}})")
            ]),
        Rule(
            id: "ready-mention", name: "Called in a note: tell them", names: ["zh": "备注中被提及：通知本人"], position: 28,
            trigger: Trigger(on: [TicketsAPI.noted.name]), condition: .test("message.mentions", .present),
            actions: [
                RuleAction(
                    kind: .notify, to: "mentioned",
                    text: "#{{ticket.number}} {{ticket.subject}}: {{message.author.name}} calls you / 在备注中提及您")
            ]),
        Rule(
            id: "ready-survey", name: "Solved: ask how it was", names: ["zh": "已解决：发送满意度调查"], position: 30,
            trigger: Trigger(on: [TicketsAPI.solved.name]), condition: .test("ticket.requester.address", .present),
            actions: [RuleAction(kind: .survey)]),
        Rule(
            id: "ready-bad-rating", name: "Bad rating: the team lead calls the customer back within 24 hours",
            names: ["zh": "差评：主管 24 小时内回访"], position: 40,
            trigger: Trigger(on: [TicketsAPI.surveyBad.name, TicketsAPI.surveyOverdue.name]), condition: .always,
            actions: [
                RuleAction(
                    kind: .notify, to: "team-lead",
                    text: "#{{ticket.number}} {{ticket.subject}}: bad rating, call back within 24 h / 差评，请在 24 小时内回访")
            ]),
    ]
}
