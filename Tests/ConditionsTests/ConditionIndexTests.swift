import Base
import Testing

@testable import Conditions

/// The index answers as the conditions one by one, and looks at few.
struct ConditionIndexTests {
    private static let now = Instant(seconds: 1_800_000_000)

    @Test(arguments: 0..<20) func `none that holds is left out, none that does not is said to`(seed: Int) {
        let made = RandomConditions(seed: seed)
        let conditions = (0..<120).map { _ in made.condition(depth: made.random.below(4)) }
        let index = ConditionIndex(conditions)
        for _ in 0..<40 {
            let facts = made.facts()
            let context = Evaluation(facts: facts, previous: made.previous(facts), now: Self.now)
            let holding = conditions.indices.filter { conditions[$0].evaluate(in: context) }
            let candidates = Set(index.candidates(in: context))
            for place in holding where !candidates.contains(place) {
                Issue.record("left out: \(conditions[place].explain(in: context).text) of \(facts.text)")
            }
            #expect(index.matches(in: context) == holding)
        }
    }

    /// Each operator with each value against each: what the random ones may not meet.
    @Test func `every operator with every value`() {
        let made = RandomConditions(seed: 1)
        let values = (0..<300).map { _ in made.word() }
        for comparison in Operator.allCases {
            let conditions = Set(values).map { value in
                Condition.test("f", comparison, value, caseSensitive: made.random.below(2) == 0)
            }
            let index = ConditionIndex(conditions)
            for value in Set(values) {
                let context = Evaluation(facts: ["f": value], previous: ["f": made.word()], now: Self.now)
                let holding = conditions.indices.filter { conditions[$0].evaluate(in: context) }
                #expect(index.matches(in: context) == holding, "\(comparison) \(value.text)")
            }
        }
    }

    /// What is asked at one field is not taken for what is asked at another.
    @Test func `every value at every field`() {
        let values: [JSON] = [true, false, ["x": 1], 0, 1, 2, 3, "a", "1"]
        let fields = (0..<12).map { "f\($0)" }
        let conditions = fields.flatMap { field in values.map { Condition.test(field, .equal, $0) } }
        let index = ConditionIndex(conditions)
        for field in fields {
            for value in values {
                let context = Evaluation(facts: .object([field: value]), now: Self.now)
                let holding = conditions.indices.filter { conditions[$0].evaluate(in: context) }
                #expect(!holding.isEmpty && index.candidates(in: context) == holding)
            }
        }
    }

    private func looked(_ conditions: [Condition], _ facts: JSON, _ previous: JSON? = nil) -> [Int] {
        ConditionIndex(conditions).candidates(in: Evaluation(facts: facts, previous: previous, now: Self.now))
    }

    @Test func `only those are looked at of which all that is indexed fits`() {
        let conditions: [Condition] = [
            .all([.test("channel", .equal, "mail"), .test("priority", .anyOf, ["high", "urgent"])]),
            .all([.test("channel", .equal, "mail"), .test("priority", .equal, "low")]),
            .all([.test("subject", .contains, ["refund", "退款"]), .test("tags", .equal, "VIP")]),
            .any([.test("channel", .equal, "chat"), .test("subject", .matches, "invoice")]),
            .all([.test("channel", .equal, "mail"), .not(.test("priority", .equal, "urgent"))]),
            .test("status", .changedTo, "solved"), .test("number", .greater, 5), .test("team", .absent),
            .count(.init("orders", where: .test("state", .equal, "late"))), .never, .always,
        ]
        let facts: JSON = [
            "channel": "Mail", "priority": "URGENT", "subject": "Ｒefund, please", "tags": ["vip"], "status": "solved",
            "orders": [["state": "paid"]],
        ]
        #expect(looked(conditions, facts) == [0, 2, 4, 7, 10])
        #expect(looked(conditions, facts, ["status": "open"]) == [0, 2, 4, 5, 7, 10])
        #expect(looked(conditions, facts, ["status": "solved"]) == [0, 2, 4, 7, 10])
        #expect(looked(conditions, ["number": 1, "team": "a", "orders": [["state": "late"]]]) == [6, 8, 10])
        #expect(looked([], facts).isEmpty)
    }

    @Test func `texts are folded as the standard library lowers them`() {
        func folded(_ text: String) -> [Unicode.Scalar] {
            text.lowercased().unicodeScalars.map { scalar in
                switch scalar.value {
                case 0x3000: " "
                case 0xFF01...0xFF5E:
                    Character(Unicode.Scalar(scalar.value - 0xFEE0) ?? " ").lowercased().unicodeScalars.first ?? " "
                default: scalar
                }
            }
        }
        let scalars = (0...0x1_FFFF).compactMap(Unicode.Scalar.init)
        let differing = scalars.filter { scalar in
            FoldedText(String(scalar), caseSensitive: false).scalars != folded(String(scalar))
        }
        #expect(differing.isEmpty)
        let made = RandomConditions(seed: 3)
        for _ in 0..<500 {
            var text = String.UnicodeScalarView()
            for _ in 0..<12 { text.append(made.pick(scalars)) }
            text.append(contentsOf: "ΑΣ ΣΑΣ. İSS".unicodeScalars)
            #expect(FoldedText(String(text), caseSensitive: false).scalars == folded(String(text)))
        }
    }
}
