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

    var text: FoldedText? { if case .text(let text) = self { text } else { nil } }

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
        case .string(let text): isBlank(text)
        case .array(let items): items.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }

    private static func isBlank(_ text: String) -> Bool {
        // Whether a character is blank is its first scalar's to say, and most texts begin with one that is not.
        guard let first = text.unicodeScalars.first else { return true }
        return first.properties.isWhitespace && text.allSatisfy(\.isWhitespace)
    }
}
