internal import Contracts

/// The macros that the demo company shares.
enum DemoMacros {
    static let all: [Macro] = [
        Macro(
            name: "First answer", names: ["zh": "首次回复"], code: "hello", use: .reply, scope: .everyone,
            texts: [
                "en":
                    "Dear {{ticket.requester.name|customer}},\n\nthank you for writing to us. I am looking into it and "
                    + "will be back with you today.\n\nKind regards\n{{agent.name}}",
                "zh": "{{ticket.requester.name|您}}您好！\n\n您的反馈我们已收到，正在为您核实，今天内给您答复。\n\n{{agent.name}}",
            ], edit: BulkEdit(assignee: "@me")),
        Macro(
            name: "Ask for the order number", names: ["zh": "询问订单号"], code: "order", use: .reply, scope: .everyone,
            texts: [
                "en":
                    "Could you tell us the order number? It begins with GF and stands in the mail with the order.",
                "zh": "麻烦您提供一下订单号，可以在下单确认邮件或短信里找到，以 GF 开头。",
            ], edit: BulkEdit(status: .pending, addTags: ["needs-order"])),
        Macro(
            name: "Solved, thank you", names: ["zh": "问题已解决"], code: "thx", use: .reply, scope: .everyone,
            texts: [
                "en": "Glad that it works again, {{ticket.requester.name|dear customer}}. Write to us any time.",
                "zh": "很高兴问题解决了，{{ticket.requester.name|您}}有需要随时联系我们，祝您生活愉快！",
            ], edit: BulkEdit(status: .solved)),
        Macro(
            name: "To logistics: refund", names: ["zh": "转物流与退款"], code: "refund", scope: .everyone,
            edit: BulkEdit(priority: .high, team: "logistics", addTags: ["refund"])),
        Macro(
            name: "Handover", names: ["zh": "交接备注"], code: "handover", use: .note, scope: .everyone,
            texts: [
                "en": "Handed over by {{agent.name}}. Done so far: \nOpen: \nPromised to the customer: ",
                "zh": "{{agent.name}} 交接。已完成：\n待处理：\n对客户的承诺：",
            ]),
    ]
}
