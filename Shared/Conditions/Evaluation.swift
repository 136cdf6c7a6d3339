package import Base

/// What a condition is asked about: the facts now, the facts before the change (nil: not a change), and the time.
package struct Evaluation: Sendable {
    package var facts: JSON
    package var previous: JSON?
    package var now: Instant

    package init(facts: JSON, previous: JSON? = nil, now: Instant) {
        (self.facts, self.previous, self.now) = (facts, previous, now)
    }

    /// The entries a path leads to: lists are walked through, nulls left out, empty when there is nothing.
    func entries(at path: String, in root: JSON?) -> [JSON] {
        guard let root else { return [] }
        var here = [root]
        for step in path.split(separator: ".") {
            let step = String(step)
            here = here.flatMap(Self.flat).compactMap { $0[step] }
            if here.isEmpty { return [] }
        }
        return here.flatMap(Self.flat).filter { !$0.isNull }
    }

    private static func flat(_ value: JSON) -> [JSON] {
        guard let items = value.array else { return [value] }
        return items.flatMap(flat)
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
    func holds(in context: Evaluation) -> Bool {
        guard let comparison else { return false }
        let actual = context.entries(at: field, in: context.facts)
        guard comparison.needsPrevious else { return holds(comparison, actual, now: context.now) }
        guard let previous = context.previous else { return false }
        let before = context.entries(at: field, in: previous)
        guard !sameEntries(actual, before) else { return false }
        return switch comparison {
        case .changedFrom: matchesAny(before)
        case .changedTo: matchesAny(actual)
        default: true
        }
    }

    private func holds(_ comparison: Operator, _ actual: [JSON], now: Instant) -> Bool {
        switch comparison {
        case .present: actual.contains { !Self.isEmpty($0) }
        case .absent: !actual.contains { !Self.isEmpty($0) }
        case .equal: isEqual(actual)
        case .notEqual: !isEqual(actual)
        case .anyOf: matchesAny(actual)
        case .noneOf: !matchesAny(actual)
        case .contains: textual(actual) { $0.contains($1) }
        case .notContains: !textual(actual) { $0.contains($1) }
        case .startsWith: textual(actual) { $0.hasPrefix($1) }
        case .endsWith: textual(actual) { $0.hasSuffix($1) }
        case .matches: textual(actual) { $0.containsWord($1) }
        case .greater: ordered(actual) { $0 > $1 }
        case .less: ordered(actual) { $0 < $1 }
        case .atLeast: ordered(actual) { $0 >= $1 }
        case .atMost: ordered(actual) { $0 <= $1 }
        case .between: isBetween(actual)
        case .before: moment(now).map { limit in times(actual).contains { $0 < limit } } ?? false
        case .after: moment(now).map { limit in times(actual).contains { $0 > limit } } ?? false
        case .withinLast: span.map { span in times(actual).contains { $0 <= now && $0 >= now - span } } ?? false
        case .withinNext: span.map { span in times(actual).contains { $0 >= now && $0 <= now + span } } ?? false
        case .changed, .changedFrom, .changedTo: false
        }
    }

    /// The moments at which this test's answer changes by time alone, one microsecond after a closed border.
    func turns(in context: Evaluation) -> [Instant] {
        let instant = Instant.Span(microseconds: 1)
        let values = times(context.entries(at: field, in: context.facts))
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

    private func times(_ entries: [JSON]) -> [Instant] {
        entries.compactMap { $0.string.flatMap { Comparand.time($0) } }
    }
}
