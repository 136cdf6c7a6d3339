extension Condition {
    /// The same tree with every test replaced: how a place of the product gives words like "me" their meaning.
    package func mapTests(_ change: (Test) -> Test) -> Condition {
        switch self {
        case .all(let parts): .all(parts.map { $0.mapTests(change) })
        case .any(let parts): .any(parts.map { $0.mapTests(change) })
        case .not(let part): .not(part.mapTests(change))
        case .count(let count):
            .count(
                Count(
                    count.list, where: count.condition.mapTests(change), atLeast: count.atLeast, atMost: count.atMost))
        case .test(let test): .test(change(test))
        }
    }

    /// The same without one of its necessary tests: what is left to ask when that one is known to hold.
    package func assuming(_ known: Test) -> Condition {
        switch self {
        case .all(let parts): .all(parts.map { $0.assuming(known) })
        case .any(let parts) where parts.count == 1: parts[0].assuming(known)
        case .any, .not, .count: self
        case .test(let test): test == known ? .always : self
        }
    }

    /// The tests of which every one must hold: those that stand in nothing but ALL.
    package var necessaryTests: [Test] {
        switch self {
        case .all(let parts): parts.flatMap(\.necessaryTests)
        case .any(let parts) where parts.count == 1: parts[0].necessaryTests
        case .any, .not, .count: []
        case .test(let test): [test]
        }
    }
}
