import Base
import Conditions

/// Conditions and facts from a seed, of few fields and few values, so that many conditions hold.
struct RandomConditions {
    private static let words: [JSON] = [
        "a", "B", "退款", "", 0, 1, 2.5, true, nil, "2h", "2027-01-15T07:00:00Z", ["a", "c"], ["x": 1],
        // Equal to one above or to each other but for case, width or type, or in one way of comparing only.
        "A", "Ａ", "ab", "Abc", "1", "１", "1.0", 1.0, 0.0, -0.0, "-0", "0", "2.50", " ", "　", false, "true", ["x": 1.0],
        "İ", "i\u{307}", "é", "e\u{301}", "E\u{301}", "ſ", "K", "k", "nan", "inf", [], [nil], [["A"], nil, 1],
        ["B", "b"],
        "申请退款", "a退款b",
    ]
    private static let fields = ["f", "g", "h.i", "h.j.k", "nowhere", "h..i", "h", ""]

    let random: Randomness

    init(seed: Int) { random = .seeded(UInt64(seed)) }

    func condition(depth: Int) -> Condition {
        switch depth == 0 ? 4 : random.below(11) {
        case 0...2: .all((0..<random.below(4)).map { _ in condition(depth: depth - 1) })
        case 3, 5: .any((0..<random.below(4)).map { _ in condition(depth: depth - 1) })
        case 6: .not(condition(depth: depth - 1))
        case 7:
            .count(
                .init(
                    pick(Self.fields), where: condition(depth: depth - 1), atLeast: random.below(3),
                    atMost: random.below(2) == 0 ? nil : random.below(3)))
        default: question()
        }
    }

    private func question() -> Condition {
        var value = random.below(8) == 0 ? nil : word()
        if random.below(4) == 0 { value = .array((0..<random.below(4)).map { _ in word() }) }
        let inside = random.below(4) == 0 ? ["k", "x", ""] : Self.fields
        return .test(pick(inside), pick(Operator.allCases), value, caseSensitive: random.below(2) == 0)
    }

    func facts() -> JSON {
        ["f": word(), "g": [word(), word()], "h": ["i": word(), "j": [["k": word()], ["k": word()], word()]]]
    }

    /// What was before: nothing, little, something else, or the same but for one field.
    func previous(_ facts: JSON) -> JSON? {
        switch random.below(5) {
        case 0: return nil
        case 1: return [:]
        case 2: return self.facts()
        default:
            var members = facts.object ?? [:]
            members[pick(["f", "g", "h"])] = random.below(3) == 0 ? nil : word()
            return .object(members)
        }
    }

    func word() -> JSON { pick(Self.words) }

    func pick<T>(_ items: [T]) -> T { items[random.below(items.count)] }
}
