internal import Base

/// Hashes of a value such that two values that are equal for a test, with case or without, have one in common.
enum ValueHash {
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let step: UInt64 = 0x100_0000_01B3

    /// One, or two for a text that reads as a number. Lists and nulls are no entries and have none. `folded` is the
    /// text, where it is known already.
    static func of(_ value: JSON, folded: FoldedText? = nil) -> (first: UInt64?, second: UInt64?) {
        switch value {
        case .null, .array: return (nil, nil)
        case .object: return (3, nil)
        case .bool(let flag): return (flag ? 1 : 2, nil)
        case .int(let number): return (hash(Double(number)), nil)
        case .double(let number): return (hash(number), nil)
        case .string(let text):
            let first = folded.map(hash) ?? plain(text) ?? hash(FoldedText(text, caseSensitive: false))
            return (first, mayBeNumber(text) ? Double(text).map(hash) : nil)
        }
    }

    /// Of a text in ASCII, without folding it first; nil for others.
    private static func plain(_ text: String) -> UInt64? {
        let bytes = text.utf8.span
        var hash = start
        for place in bytes.indices {
            let byte = bytes[place]
            guard byte < 0x80 else { return nil }
            hash = (hash ^ UInt64(0x41...0x5A ~= byte ? byte + 32 : byte)) &* step
        }
        return hash
    }

    private static func hash(_ text: FoldedText) -> UInt64 {
        text.scalars.reduce(start) { ($0 ^ UInt64($1.value)) &* step }
    }

    private static func hash(_ number: Double) -> UInt64 {
        // Zero is negative zero.
        ((number == 0 ? 0 : number.bitPattern) ^ start) &* step
    }

    /// False for most texts without parsing them: a number begins with a digit, a sign, a point, `inf` or `nan`.
    private static func mayBeNumber(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        return first < 0x41 || first == 0x49 || first == 0x69 || first == 0x4E || first == 0x6E
    }
}
