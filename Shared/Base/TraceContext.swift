/// W3C trace context, level 1: the request that some work belongs to (`traceID`) and the piece of it that is at work
/// (`spanID`). It travels as `traceparent` in HTTP and bus headers, in events and with timers.
package struct TraceContext: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits, not all zero.
    package let traceID: String
    /// 16 lower-case hexadecimal digits, not all zero.
    package let spanID: String
    /// Whether all pieces are logged, or only those that are slow or fail.
    package let isSampled: Bool

    /// The piece that the running task works for: calls, events, timers and log lines take their trace from here.
    @TaskLocal package static var current: TraceContext?

    /// A new trace.
    package init(root randomness: Randomness, isSampled: Bool) {
        traceID = Self.hexadecimal(randomness.next() | 1) + Self.hexadecimal(randomness.next())
        spanID = Self.hexadecimal(randomness.next() | 1)
        self.isSampled = isSampled
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        (self.traceID, self.spanID, self.isSampled) = (traceID, spanID, isSampled)
    }

    /// Another piece of the same trace.
    package func next(_ randomness: Randomness, isSampled: Bool? = nil) -> TraceContext {
        TraceContext(
            traceID: traceID, spanID: Self.hexadecimal(randomness.next() | 1), isSampled: isSampled ?? self.isSampled)
    }

    /// Reads a `traceparent`; nil for anything the standard does not allow. Of a later version the known part counts.
    package init?(_ traceparent: String) {
        let bytes = Array(traceparent.utf8)
        guard bytes.count >= 55, bytes[2] == 45, bytes[35] == 45, bytes[52] == 45,
            let version = Self.digits(bytes[0..<2]), version != "ff",
            version == "00" ? bytes.count == 55 : bytes.count == 55 || bytes[55] == 45,
            let trace = Self.digits(bytes[3..<35]), trace.contains(where: { $0 != "0" }),
            let span = Self.digits(bytes[36..<52]), span.contains(where: { $0 != "0" }),
            let flags = Self.digits(bytes[53..<55]), let number = UInt8(flags, radix: 16)
        else { return nil }
        self.init(traceID: trace, spanID: span, isSampled: number & 1 == 1)
    }

    /// The `traceparent` of this piece.
    package var text: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = (0..<16).map { place -> UInt8 in
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 0xF
            return digit < 10 ? 48 + digit : 87 + digit
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
