import Base
import Conditions
import Testing

/// Random conditions over random facts: the laws of logic hold for every one of them.
struct ConditionLawTests {
    private let now = Instant(seconds: 1_800_000_000)

    @Test(arguments: 0..<20) func `the laws of logic hold`(seed: Int) {
        let made = RandomConditions(seed: seed)
        for _ in 0..<100 {
            let facts = made.facts()
            let context = Evaluation(facts: facts, previous: made.previous(facts), now: now)
            let (a, b) = (made.condition(depth: 4), made.condition(depth: 4))
            func holds(_ condition: Condition) -> Bool { condition.evaluate(in: context) }
            #expect(holds(.not(.not(a))) == holds(a))
            #expect(holds(.not(.all([a, b]))) == holds(.any([.not(a), .not(b)])))
            #expect(holds(.not(.any([a, b]))) == holds(.all([.not(a), .not(b)])))
            #expect(holds(.all([a, b])) == (holds(a) && holds(b)))
            #expect(holds(.any([a])) == holds(a) && holds(.all([a])) == holds(a))
            #expect(holds(.always) && !holds(.never))
            #expect(a.explain(in: context).holds == holds(a))
            for test in a.tests { negatives(test, context) }
        }
    }

    @Test(arguments: 0..<20) func `conditions survive their JSON form`(seed: Int) throws {
        let made = RandomConditions(seed: seed + 1_000)
        for _ in 0..<20 {
            // The text, for a whole number is read as an integer.
            let text = try JSON.encode(made.condition(depth: 6))
            #expect(try JSON.encode(JSON.decode(Condition.self, from: text)) == text)
        }
    }

    private func negatives(_ test: Condition.Test, _ context: Evaluation) {
        let pairs: [(Operator, Operator)] = [
            (.equal, .notEqual), (.anyOf, .noneOf), (.contains, .notContains), (.present, .absent),
        ]
        for (positive, negative) in pairs {
            let yes = Condition.test(test.field, positive, test.value).evaluate(in: context)
            let no = Condition.test(test.field, negative, test.value).evaluate(in: context)
            #expect(yes != no)
        }
    }
}
