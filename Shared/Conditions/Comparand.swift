package import Base

/// A value as equality and order see it.
enum Comparand: Hashable {
    case bool(Bool)
    case number(Double)
    case text(FoldedText)
    case other(JSON)

    init(_ value: JSON, caseSensitive: Bool) {
        switch value {
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .number(Double(number))
        case .double(let number): self = .number(number)
        case .string(let text): self = .text(FoldedText(text, caseSensitive: caseSensitive))
        case .null, .array, .object: self = .other(value)
        }
    }

    /// A time operand: RFC 3339, or a date, which means its first moment in UTC.
    static func time(_ text: String) -> Instant? {
        guard text.utf8.count <= 40 else { return nil }
        return Instant(text) ?? (text.utf8.count == 10 ? Instant(text + "T00:00:00Z") : nil)
    }
}

extension Condition.Test {
    /// The operand as a list: an array's members, or the value itself.
    package var operands: [JSON] { value.map { $0.array ?? [$0] } ?? [] }

    /// Whether an entry counts as nothing: null, blank text, an empty list or object.
    package static func isEmpty(_ entry: JSON) -> Bool {
        switch entry {
        case .null: true
        case .string(let text): text.allSatisfy(\.isWhitespace)
        case .array(let items): items.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }

    /// Some entry equals some operand; a null operand stands for "nothing there".
    func matchesAny(_ actual: [JSON]) -> Bool {
        if actual.isEmpty { return operands.contains { $0.isNull } }
        let wanted = Set(operands.map(comparand))
        return actual.contains { entry in
            wanted.contains(comparand(entry)) || operands.contains { sameNumberAsText(entry, $0) }
        }
    }

    func isEqual(_ actual: [JSON]) -> Bool {
        guard let list = value?.array else { return matchesAny(actual) }
        return sameEntries(actual, list)
    }

    func sameEntries(_ a: [JSON], _ b: [JSON]) -> Bool { Set(a.map(comparand)) == Set(b.map(comparand)) }

    func textual(_ actual: [JSON], _ test: (FoldedText, FoldedText) -> Bool) -> Bool {
        let wanted = operands.compactMap(text).filter { !$0.scalars.isEmpty }
        return actual.compactMap(text).contains { entry in wanted.contains { test(entry, $0) } }
    }

    func ordered(_ actual: [JSON], _ test: (Double, Double) -> Bool) -> Bool {
        guard let value, let limit = Self.measure(value) else { return false }
        return actual.contains { entry in Self.measure(entry).map { test($0, limit) } ?? false }
    }

    func isBetween(_ actual: [JSON]) -> Bool {
        guard operands.count == 2, let low = Self.measure(operands[0]), let high = Self.measure(operands[1]) else {
            return false
        }
        return actual.contains { entry in Self.measure(entry).map { $0 >= low && $0 <= high } ?? false }
    }

    private func comparand(_ value: JSON) -> Comparand { Comparand(value, caseSensitive: caseSensitive) }

    private func text(_ value: JSON) -> FoldedText? {
        switch value {
        case .string(let text): FoldedText(text, caseSensitive: caseSensitive)
        case .int(let number): FoldedText(String(number), caseSensitive: caseSensitive)
        case .double(let number): FoldedText(String(number), caseSensitive: caseSensitive)
        default: nil
        }
    }

    /// Forms and imports bring numbers as text: `"5"` equals `5`.
    private func sameNumberAsText(_ a: JSON, _ b: JSON) -> Bool {
        switch (a, b) {
        case (.string(let text), .int), (.string(let text), .double): Double(text) == b.double
        case (.int, .string(let text)), (.double, .string(let text)): Double(text) == a.double
        default: false
        }
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
