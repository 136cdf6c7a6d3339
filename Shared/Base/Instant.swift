/// A point in time: whole microseconds since 1970-01-01T00:00:00Z. In JSON an RFC 3339 UTC string with milliseconds.
package struct Instant: Hashable, Comparable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(seconds: Int64) { self.init(microseconds: seconds * 1_000_000) }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 {
        microseconds >= 0 ? microseconds / 1_000_000 : -((-microseconds + 999_999) / 1_000_000)
    }

    package static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }
    package static func + (a: Instant, b: Span) -> Instant { Instant(microseconds: a.microseconds + b.microseconds) }
    package static func - (a: Instant, b: Span) -> Instant { Instant(microseconds: a.microseconds - b.microseconds) }
    package static func - (a: Instant, b: Instant) -> Span { Span(microseconds: a.microseconds - b.microseconds) }

    /// A length of time in whole microseconds; may be negative. In JSON a number of seconds.
    package struct Span: Hashable, Comparable, Sendable {
        package let microseconds: Int64
        package init(microseconds: Int64) { self.microseconds = microseconds }
        package var seconds: Double { Double(microseconds) / 1_000_000 }
        package static let zero = Span(microseconds: 0)
        package static func milliseconds(_ n: Int) -> Span { Span(microseconds: Int64(n) * 1_000) }
        package static func seconds(_ n: Int) -> Span { Span(microseconds: Int64(n) * 1_000_000) }
        package static func seconds(_ n: Double) -> Span { Span(microseconds: Int64((n * 1_000_000).rounded())) }
        package static func minutes(_ n: Int) -> Span { .seconds(n * 60) }
        package static func hours(_ n: Int) -> Span { .minutes(n * 60) }
        package static func days(_ n: Int) -> Span { .hours(n * 24) }
        package static func < (a: Span, b: Span) -> Bool { a.microseconds < b.microseconds }
        package static func + (a: Span, b: Span) -> Span { Span(microseconds: a.microseconds + b.microseconds) }
        package static func - (a: Span, b: Span) -> Span { Span(microseconds: a.microseconds - b.microseconds) }
    }
}

extension Instant: Codable, CustomStringConvertible, LosslessStringConvertible {
    /// Parses RFC 3339 with any offset and up to six fraction digits; nil for anything else.
    package init?(_ text: String) {
        guard let parsed = RFC3339.parse(text) else { return nil }
        self = parsed
    }

    /// With microseconds: `2026-11-23T08:15:30.250125Z`.
    package var precise: String { RFC3339.precise(self) }

    /// Like `2026-11-23T08:15:30.250Z`.
    package var description: String { RFC3339.format(self) }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let parsed = RFC3339.parse(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected an RFC 3339 time like 2026-11-23T08:15:30Z")
        }
        self = parsed
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Instant.Span: Codable {
    package init(from decoder: any Decoder) throws {
        self = .seconds(try decoder.singleValueContainer().decode(Double.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if microseconds % 1_000_000 == 0 {
            try container.encode(microseconds / 1_000_000)
        } else {
            try container.encode(seconds)
        }
    }
}
