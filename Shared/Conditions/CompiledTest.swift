internal import Base

/// A test made ready to be asked of many facts: its path split, its operands folded. Tests are decided here and nowhere
/// else; who asks once makes one for the moment.
struct CompiledTest: Sendable {
    /// Asked of the entries that a field leads to, and the time.
    private typealias Question = @Sendable ([JSON], Instant) -> Bool

    private enum Change { case any, from, to }

    private let steps: [String]
    private let caseSensitive: Bool
    /// The field must have changed, before anything is asked of what it was or is.
    private let change: Change?
    private let question: Question

    init(_ test: Condition.Test) {
        steps = Evaluation.steps(test.field)
        caseSensitive = test.caseSensitive
        change =
            switch test.comparison {
            case .changed: .any
            case .changedFrom: .from
            case .changedTo: .to
            default: nil
            }
        question = CompiledTest.question(test)
    }

    func holds(in context: Evaluation) -> Bool {
        let actual = context.entries(at: steps, in: context.facts)
        guard let change else { return question(actual, context.now) }
        guard let previous = context.previous else { return false }
        let before = context.entries(at: steps, in: previous)
        guard !isSame(actual, before) else { return false }
        return question(change == .from ? before : actual, context.now)
    }

    private func isSame(_ a: [JSON], _ b: [JSON]) -> Bool {
        func comparand(_ entry: JSON) -> Comparand { Comparand(entry, caseSensitive: caseSensitive) }
        if a.count == 1, b.count == 1 { return comparand(a[0]) == comparand(b[0]) }
        return Set(a.map(comparand)) == Set(b.map(comparand))
    }

    private static func question(_ test: Condition.Test) -> Question {
        switch test.comparison {
        case nil: never
        case .present: isPresent
        case .absent: not(isPresent)
        case .equal: isEqual(test)
        case .notEqual: not(isEqual(test))
        case .anyOf, .changedFrom, .changedTo: isAmong(test)
        case .noneOf: not(isAmong(test))
        case .contains: textual(test) { $0.contains($1) }
        case .notContains: not(textual(test) { $0.contains($1) })
        case .startsWith: textual(test) { $0.hasPrefix($1) }
        case .endsWith: textual(test) { $0.hasSuffix($1) }
        case .matches: textual(test) { $0.containsWord($1) }
        case .greater: ordered(test) { $0 > $1 }
        case .less: ordered(test) { $0 < $1 }
        case .atLeast: ordered(test) { $0 >= $1 }
        case .atMost: ordered(test) { $0 <= $1 }
        case .between: isBetween(test)
        case .before: timely(test) { $0 < $1 }
        case .after: timely(test) { $0 > $1 }
        case .withinLast: within(test.span) { time, span, now in time <= now && time >= now - span }
        case .withinNext: within(test.span) { time, span, now in time >= now && time <= now + span }
        case .changed: not(never)
        }
    }

    private static let never: Question = { _, _ in false }
    private static let isPresent: Question = { actual, _ in actual.contains { !Condition.Test.isEmpty($0) } }

    private static func not(_ question: @escaping Question) -> Question { { !question($0, $1) } }

    /// Some entry equals some operand; a null operand stands for "nothing there".
    private static func isAmong(_ test: Condition.Test) -> Question {
        let (operands, caseSensitive) = (test.operands, test.caseSensitive)
        let wanted = Set(operands.map { Comparand($0, caseSensitive: caseSensitive) })
        let mayBeNothing = operands.contains { $0.isNull }
        // Forms and imports bring numbers as text: `"5"` equals `5`, whichever of them is the operand.
        let numbers = operands.compactMap { $0.string == nil ? $0.double : nil }
        let numbersAsText = operands.compactMap { $0.string.flatMap(Double.init) }
        // A few are sooner looked through than hashed.
        let few = operands.count > 8 ? nil : wanted.compactMap(\.text)
        return { actual, _ in
            if actual.isEmpty { return mayBeNothing }
            return actual.contains { entry in
                guard case .string(let text) = entry else {
                    return wanted.contains(Comparand(entry, caseSensitive: caseSensitive))
                        || entry.double.map(numbersAsText.contains) ?? false
                }
                let isThere =
                    few?.contains { $0.isFolded(text, caseSensitive: caseSensitive) }
                    ?? wanted.contains(Comparand(entry, caseSensitive: caseSensitive))
                return isThere || !numbers.isEmpty && Double(text).map(numbers.contains) ?? false
            }
        }
    }

    private static func isEqual(_ test: Condition.Test) -> Question {
        guard let list = test.value?.array else { return isAmong(test) }
        let caseSensitive = test.caseSensitive
        let wanted = Set(list.map { Comparand($0, caseSensitive: caseSensitive) })
        return { actual, _ in Set(actual.map { Comparand($0, caseSensitive: caseSensitive) }) == wanted }
    }

    private static func textual(
        _ test: Condition.Test, _ fits: @escaping @Sendable (FoldedText, FoldedText) -> Bool
    ) -> Question {
        let caseSensitive = test.caseSensitive
        let wanted = test.operands.compactMap { FoldedText(of: $0, caseSensitive: caseSensitive) }
            .filter { !$0.scalars.isEmpty }
        return { actual, _ in
            actual.contains { entry in
                guard let text = FoldedText(of: entry, caseSensitive: caseSensitive) else { return false }
                return wanted.contains { fits(text, $0) }
            }
        }
    }

    private static func ordered(
        _ test: Condition.Test, _ fits: @escaping @Sendable (Double, Double) -> Bool
    ) -> Question {
        guard let limit = test.value.flatMap(measure) else { return never }
        return { actual, _ in actual.contains { entry in measure(entry).map { fits($0, limit) } ?? false } }
    }

    private static func isBetween(_ test: Condition.Test) -> Question {
        let operands = test.operands
        guard operands.count == 2, let low = measure(operands[0]), let high = measure(operands[1]) else {
            return never
        }
        return { actual, _ in actual.contains { entry in measure(entry).map { $0 >= low && $0 <= high } ?? false } }
    }

    private static func timely(
        _ test: Condition.Test, _ fits: @escaping @Sendable (Instant, Instant) -> Bool
    ) -> Question {
        if let limit = test.value?.string.flatMap({ Comparand.time($0) }) {
            return { actual, _ in actual.times.contains { fits($0, limit) } }
        }
        return within(test.span) { time, span, now in fits(time, now - span) }
    }

    private static func within(
        _ span: Instant.Span?, _ fits: @escaping @Sendable (Instant, Instant.Span, Instant) -> Bool
    ) -> Question {
        guard let span else { return never }
        return { actual, now in actual.times.contains { fits($0, span, now) } }
    }

    /// The place of a value on a line: a number, a number as text, a time (seconds since 1970) or a length of time.
    private static func measure(_ value: JSON) -> Double? {
        if let number = value.double { return number.isFinite ? number : nil }
        guard let text = value.string, text.utf8.count <= 40 else { return nil }
        if let number = Double(text) { return number.isFinite ? number : nil }
        if let time = Comparand.time(text) { return Double(time.microseconds) / 1_000_000 }
        return TimeLength.parse(value)?.seconds
    }
}

extension [JSON] {
    /// Those that are times.
    var times: [Instant] { compactMap { $0.string.flatMap { Comparand.time($0) } } }
}
