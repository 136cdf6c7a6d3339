internal import Base
internal import Conditions
internal import Contracts

/// What the shop's other systems know of the demo's customers, and the groups that follow from it.
enum DemoFacts {
    /// Orders and logins, most of them of those who write most.
    static func all(_ company: DemoCompany) -> [RecordFact] {
        company.customers.flatMap { customer -> [RecordFact] in
            let dice = Dice(DemoCompany.standardSeed, "facts", customer.record.id)
            let known = max(1, Int((company.until - customer.record.createdAt).seconds / 86_400))
            var facts: [RecordFact] = []
            for number in 0..<min(12, Int(customer.weight * Double(dice.between(0...5)))) {
                facts.append(
                    fact(
                        "order", customer, number, company.until - .days(dice.between(0...min(540, known))),
                        [
                            "amount": .int(Int64(dice.between(59...2_999))), "currency": "CNY", "status": "paid",
                            "number": .string("GF" + dice.digits(8)),
                        ]))
            }
            if dice.chance(0.7) {
                facts.append(fact("login", customer, 0, company.until - .days(dice.between(0...min(120, known))), [:]))
            }
            return facts
        }
    }

    private static func fact(
        _ type: String, _ customer: DemoCustomer, _ number: Int, _ at: Instant, _ data: JSON
    ) -> RecordFact {
        RecordFact(
            customer: customer.record.id, type: type, source: "demo-shop",
            externalID: "\(type)-\(customer.record.id)-\(number)", occurredAt: at, data: data)
    }

    private static let logistics: JSON = ["where-is", "damaged", "wrong-item", "address", "missing-part"]

    /// What the shop's tickets are about, by the tags its agents use.
    static let problem = ComputedTag(
        id: "problem", name: "Problems", names: ["zh": "问题类型"],
        levels: [
            level("logistics", "Logistics", "物流", logistics),
            level("quality", "Quality", "质量", ["grinder-jam", "leak", "no-power", "noise", "odour", "error-code"]),
            level("refund", "Returns and refunds", "退换货", ["refund", "return", "cancel", "price-drop"]),
            level("usage", "Use", "使用", ["descale", "milk-foam", "choose-machine", "compatibility", "app"]),
        ], version: 1)

    private static func level(_ value: String, _ name: String, _ zh: String, _ tags: JSON) -> ComputedTag.Level {
        .init(value: value, name: name, names: ["zh": zh], condition: wrote(tags, within: "180d"))
    }

    private static func wrote(_ tags: JSON, within window: JSON) -> Condition {
        .count(
            .init(
                "customer.tickets",
                where: .all([.test("tags", .anyOf, tags), .test("createdAt", .withinLast, window)])))
    }

    static let segments: [Segment] = [
        Segment(
            id: "demo-upset", name: "最近 30 天投诉过物流的高价值活跃用户",
            note: "Complained about logistics, valuable, active.",
            condition: .all([
                .test("customer.computed.value", .equal, "high"),
                .test("customer.computed.activity", .anyOf, ["high", "mid"]), wrote(logistics, within: "30d"),
            ])),
        Segment(
            id: "demo-leaving", name: "流失风险 May leave",
            condition: .any([
                .test("customer.computed.churn", .equal, "yes"),
                .test("customer.computed.activity", .equal, "leaving"),
            ])),
        Segment(
            id: "demo-unhappy", name: "不满意 Unhappy",
            condition: .test("customer.computed.satisfaction", .anyOf, ["unhappy", "mixed"])),
    ]
}

extension DemoLoader {
    /// Facts first, then what follows from them; what somebody changed stays.
    func facts(_ company: DemoCompany) async throws {
        try await each("facts", DemoFacts.all(company)) { _ = try await ask(CustomersAPI.recordFact, $0) }
        let tags = try await ask(CustomersAPI.computedTags, Empty()).items
        if tags.first(where: { $0.id == "problem" })?.version == 1 {
            _ = try await ask(CustomersAPI.saveComputedTag, DemoFacts.problem)
        }
        let known = Set(try await ask(CustomersAPI.segments, Empty()).items.map(\.id))
        for segment in DemoFacts.segments where !known.contains(segment.id) {
            _ = try await ask(CustomersAPI.saveSegment, segment)
        }
        // The ranks of all buyers are taken now rather than in the night.
        let rules = try await ask(CustomersAPI.rfm, Empty())
        if rules.rankedAt == nil { _ = try await ask(CustomersAPI.saveRFM, rules) }
    }
}
