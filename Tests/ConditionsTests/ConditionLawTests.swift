import Base
import Conditions
import Testing

/// Random conditions over random facts: the laws of logic hold for every one of them.
struct ConditionLawTests {
    private let now = Instant(seconds: 1_800_000_000)
    private let words: [JSON] = [
        "a", "B", "退款", "", 0, 1, 2.5, true, nil, "2h", "2027-01-15T07:00:00Z", ["a", "c"], ["x": 1],
    ]
    private let fields = ["f", "g", "h.i", "h.j.k", "nowhere"]

    @Test(arguments: 0..<20) func `the laws of logic hold`(seed: Int) {
        let random = Randomness.seeded(UInt64(seed))
        for _ in 0..<100 {
            let context = Evaluation(
                facts: facts(random), previous: random.below(3) == 0 ? nil : facts(random), now: now)
            let (a, b) = (condition(random, depth: 4), condition(random, depth: 4))
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
        let random = Randomness.seeded(UInt64(seed) &+ 1_000)
        for _ in 0..<20 {
            let made = condition(random, depth: 6)
            #expect(try JSON.decode(Condition.self, from: JSON.encode(made)) == made)
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

    private func condition(_ random: Randomness, depth: Int) -> Condition {
        switch depth == 0 ? 3 : random.below(5) {
        case 0: .all((0..<random.below(4)).map { _ in condition(random, depth: depth - 1) })
        case 1: .any((0..<random.below(4)).map { _ in condition(random, depth: depth - 1) })
        case 2: .not(condition(random, depth: depth - 1))
        default:
            .test(
                pick(fields, random), pick(Operator.allCases, random),
                random.below(6) == 0 ? nil : pick(words, random), caseSensitive: random.below(2) == 0)
        }
    }

    private func facts(_ random: Randomness) -> JSON {
        ["f": pick(words, random), "g": [pick(words, random), pick(words, random)], "h": h(random)]
    }

    private func h(_ random: Randomness) -> JSON {
        ["i": pick(words, random), "j": [["k": pick(words, random)], ["k": pick(words, random)]]]
    }

    private func pick<T>(_ items: [T], _ random: Randomness) -> T { items[random.below(items.count)] }
}
