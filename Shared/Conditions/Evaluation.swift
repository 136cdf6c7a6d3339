package import Base

/// What a condition is asked about: the facts now, the facts before the change (nil: not a change), and the time.
package struct Evaluation: Sendable {
    package var facts: JSON
    package var previous: JSON?
    package var now: Instant

    package init(facts: JSON, previous: JSON? = nil, now: Instant) {
        (self.facts, self.previous, self.now) = (facts, previous, now)
    }

    /// The steps of a dotted path.
    static func steps(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }

    /// The entries a path leads to: lists are walked through, nulls left out, empty when there is nothing.
    func entries(at steps: [String], in root: JSON?) -> [JSON] {
        guard var here = root else { return [] }
        for (place, step) in steps.enumerated() {
            if case .array = here { return Self.collected(here, steps[place...]) }
            guard let next = here[step] else { return [] }
            here = next
        }
        switch here {
        case .null: return []
        case .array: return Self.collected(here, [])
        default: return [here]
        }
    }

    private static func collected(_ value: JSON, _ steps: ArraySlice<String>) -> [JSON] {
        var entries: [JSON] = []
        collect(value, steps, &entries)
        return entries
    }

    private static func collect(_ value: JSON, _ steps: ArraySlice<String>, _ entries: inout [JSON]) {
        switch value {
        case .null: return
        case .array(let items): for item in items { collect(item, steps, &entries) }
        default:
            guard let step = steps.first else { return entries.append(value) }
            if let next = value[step] { collect(next, steps.dropFirst(), &entries) }
        }
    }
}

extension Condition {
    /// Whether the condition holds. Total: what cannot be compared does not hold (and its negation does).
    package func evaluate(in context: Evaluation) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.evaluate(in: context) }
        case .any(let parts): parts.contains { $0.evaluate(in: context) }
        case .not(let part): !part.evaluate(in: context)
        case .count(let count): count.holds(count.found(in: context))
        case .test(let test): test.holds(in: context)
        }
    }

    /// The first moment after `now` at which a time test turns over if the facts stay as they are; nil when none
    /// will. Exact time rules set their timer to it.
    package func nextTurn(in context: Evaluation) -> Instant? {
        turns(in: context).filter { $0 > context.now }.min()
    }

    private func turns(in context: Evaluation) -> [Instant] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap { $0.turns(in: context) }
        case .not(let part): part.turns(in: context)
        case .count(let count): count.entries(in: context).flatMap { count.condition.turns(in: $0) }
        case .test(let test): test.turns(in: context)
        }
    }
}

extension Condition.Test {
    func holds(in context: Evaluation) -> Bool { CompiledTest(self).holds(in: context) }

    /// The moments at which this test's answer changes by time alone, one microsecond after a closed border.
    func turns(in context: Evaluation) -> [Instant] {
        let instant = Instant.Span(microseconds: 1)
        let values = context.entries(at: Evaluation.steps(field), in: context.facts).times
        return switch comparison {
        case .before: span.map { span in values.map { $0 + span + instant } } ?? []
        case .after: span.map { span in values.map { $0 + span } } ?? []
        case .withinLast: span.map { span in values.flatMap { [$0, $0 + span + instant] } } ?? []
        case .withinNext: span.map { span in values.flatMap { [$0 - span, $0 + instant] } } ?? []
        default: []
        }
    }

    /// The duration that is its operand.
    package var span: Instant.Span? { value.flatMap(TimeLength.parse) }

    /// The moment that is its operand: a time, or a duration ago.
    package func moment(_ now: Instant) -> Instant? {
        if let time = value?.string.flatMap({ Comparand.time($0) }) { return time }
        return span.map { now - $0 }
    }
}
