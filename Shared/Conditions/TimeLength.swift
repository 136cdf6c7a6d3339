package import Base

/// A duration operand: seconds as a number, `90s`, `15m`, `2h`, `3d`, `1w`, or the day-and-time part of ISO 8601
/// (`PT2H30M`, `P3D`). Never negative, at most 100 years.
package enum TimeLength {
    private static let maximumSeconds = 3_155_760_000.0

    /// The span meant by an operand, or nil.
    package static func parse(_ value: JSON) -> Instant.Span? {
        if let number = value.double { return span(number) }
        guard let text = value.string, text.utf8.count <= 40 else { return nil }
        return text.hasPrefix("P") ? iso(text.dropFirst()) : short(text)
    }

    private static func short(_ text: String) -> Instant.Span? {
        guard let unit = text.last, let factor = factors[unit], let number = amount(text.dropLast()) else { return nil }
        return span(number * factor)
    }

    private static let factors: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]

    private static func iso(_ text: Substring) -> Instant.Span? {
        var total = 0.0
        var digits: Substring = ""
        var inTime = false
        var found = false
        for character in text {
            switch character {
            case "T" where !inTime && digits.isEmpty: inTime = true
            case "0"..."9", ".": digits.append(character)
            default:
                let unit: Character? =
                    switch (character, inTime) {
                    case ("W", false): "w"
                    case ("D", false): "d"
                    case ("H", true): "h"
                    case ("M", true): "m"
                    case ("S", true): "s"
                    default: nil
                    }
                guard let unit, let factor = factors[unit], let number = amount(digits) else { return nil }
                total += number * factor
                digits = ""
                found = true
            }
        }
        return found && digits.isEmpty ? span(total) : nil
    }

    private static func amount(_ text: Substring) -> Double? {
        guard let first = text.first, first.isASCII, first.isNumber else { return nil }
        return Double(text)
    }

    private static func span(_ seconds: Double) -> Instant.Span? {
        guard seconds.isFinite, seconds >= 0, seconds <= maximumSeconds else { return nil }
        return .seconds(seconds)
    }
}
