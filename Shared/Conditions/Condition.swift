package import Base

/// One condition of the product: a tree of ALL, ANY and NOT over tests of fields. Rules, routing, policies, segments,
/// views, forms and reports all ask this type. `all([])` always holds, `any([])` never does.
package indirect enum Condition: Hashable, Sendable {
    case all([Condition])
    case any([Condition])
    case not(Condition)
    case count(Count)
    case test(Test)

    /// Holds for every fact.
    package static let always = Condition.all([])
    /// Holds for none.
    package static let never = Condition.any([])

    /// One test of one field.
    package struct Test: Hashable, Sendable {
        /// Dotted path into the facts; a list on the way is walked through (`ticket.tags`, `customer.orders.status`).
        package var field: String
        /// The operator's name as written: an unknown one never holds and is a validation error.
        package var name: String
        /// What the field is compared with; nil for operators without operand.
        package var value: JSON?
        /// Texts compare without case and width unless this is set.
        package var caseSensitive: Bool

        package init(field: String, name: String, value: JSON? = nil, caseSensitive: Bool = false) {
            (self.field, self.name, self.value, self.caseSensitive) = (field, name, value, caseSensitive)
        }

        /// The operator, or nil when the name is unknown.
        package var comparison: Operator? { Operator(rawValue: name) }
    }

    /// A test, written as in the JSON form: `.test("ticket.priority", .equal, "high")`.
    package static func test(
        _ field: String, _ comparison: Operator, _ value: JSON? = nil, caseSensitive: Bool = false
    ) -> Condition {
        .test(Test(field: field, name: comparison.rawValue, value: value, caseSensitive: caseSensitive))
    }
}

extension Condition {
    /// Every field that is asked, at any depth; what is asked of the entries of a list by its whole path.
    package var fieldsUsed: Set<String> { Set(tests.map(\.field)).union(lists) }

    /// The lists whose entries are counted.
    private var lists: [String] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.lists)
        case .not(let part): part.lists
        case .count(let count): [count.list]
        case .test: []
        }
    }

    /// Whether the answer depends on what the facts were before.
    package var usesPrevious: Bool { tests.contains { $0.comparison?.needsPrevious == true } }

    /// Whether the answer may change by the mere passing of time.
    package var usesClock: Bool { tests.contains { $0.comparison?.needsClock == true } }

    /// All tests from left to right.
    package var tests: [Test] {
        var found: [Test] = []
        collect(into: &found)
        return found
    }

    /// Levels of nesting: 1 for a single test.
    package var depth: Int {
        switch self {
        case .all(let parts), .any(let parts): 1 + (parts.map(\.depth).max() ?? 0)
        case .not(let part): 1 + part.depth
        case .count(let count): 1 + count.condition.depth
        case .test: 1
        }
    }

    private func collect(into found: inout [Test]) {
        switch self {
        case .all(let parts), .any(let parts): for part in parts { part.collect(into: &found) }
        case .not(let part): part.collect(into: &found)
        case .count(let count):
            found += count.condition.tests.map { test in
                var test = test
                test.field = count.list + "." + test.field
                return test
            }
        case .test(let test): found.append(test)
        }
    }
}
