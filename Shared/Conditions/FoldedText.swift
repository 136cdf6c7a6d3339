package import Base

extension Condition {
    /// Text as tests compare it: without case and full-width forms, scalar by scalar. For indexes of what is tested.
    package static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        folded.append(contentsOf: FoldedText(text, caseSensitive: false).scalars)
        return String(folded)
    }

    /// The time that a text operand means, or nil.
    package static func time(_ text: String) -> Instant? { Comparand.time(text) }
}

/// Text made comparable: without case and full-width forms unless asked otherwise. Compares bytes of UTF-8.
struct FoldedText: Hashable {
    let scalars: [Unicode.Scalar]

    init(_ text: String, caseSensitive: Bool) {
        scalars = caseSensitive ? Array(text.unicodeScalars) : Self.fold(text)
    }

    /// Of a text or a number; nothing else has words.
    init?(of value: JSON, caseSensitive: Bool) {
        switch value {
        case .string(let text): self.init(text, caseSensitive: caseSensitive)
        case .int(let number): self.init(String(number), caseSensitive: caseSensitive)
        case .double(let number): self.init(String(number), caseSensitive: caseSensitive)
        default: return nil
        }
    }

    /// What `lowercased()` gives, which goes scalar by scalar too, without asking for what has no case.
    private static func fold(_ text: String) -> [Unicode.Scalar] {
        var folded: [Unicode.Scalar] = []
        folded.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: folded.append(Unicode.Scalar(UInt8(scalar.value + 32)))
            case 0...0x7F: folded.append(scalar)
            case 0x3000: folded.append(" ")
            case 0xFF01...0xFF5E: folded.append(halfWidth(scalar))
            // From the radicals of Chinese to Vai nothing has case.
            case 0x2E80...0xA63F: folded.append(scalar)
            default: folded.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return folded
    }

    private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let narrow = Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        return ("A"..."Z").contains(narrow) ? Unicode.Scalar(narrow.value + 32) ?? narrow : narrow
    }

    /// Whether a text is this one when it is folded; most that are not are told without folding them.
    func isFolded(_ text: String, caseSensitive: Bool) -> Bool {
        let bytes = text.utf8.span
        for place in bytes.indices {
            let byte = bytes[place]
            guard byte < 0x80 else { return FoldedText(text, caseSensitive: caseSensitive) == self }
            let folded = !caseSensitive && 0x41...0x5A ~= byte ? byte + 32 : byte
            guard place < scalars.count, scalars[place].value == UInt32(folded) else { return false }
        }
        return bytes.count == scalars.count
    }

    func hasPrefix(_ other: FoldedText) -> Bool { scalars.starts(with: other.scalars) }
    func hasSuffix(_ other: FoldedText) -> Bool { scalars.reversed().starts(with: other.scalars.reversed()) }
    func contains(_ other: FoldedText) -> Bool { other.scalars.isEmpty || !places(of: other, onlyFirst: true).isEmpty }

    /// Whether `other` stands here with no letter or digit of the same word beside it.
    func containsWord(_ other: FoldedText) -> Bool {
        guard let first = other.scalars.first, let last = other.scalars.last else { return false }
        return places(of: other, onlyFirst: false).contains { start in
            let end = start + other.scalars.count
            let leftFree = start == 0 || !Self.joins(scalars[start - 1], first)
            let rightFree = end == scalars.count || !Self.joins(last, scalars[end])
            return leftFree && rightFree
        }
    }

    private func places(of other: FoldedText, onlyFirst: Bool) -> [Int] {
        let needle = other.scalars
        guard let head = needle.first, needle.count <= scalars.count else { return [] }
        var found: [Int] = []
        for start in 0...(scalars.count - needle.count) where scalars[start] == head {
            guard (1..<needle.count).allSatisfy({ scalars[start + $0] == needle[$0] }) else { continue }
            found.append(start)
            if onlyFirst { break }
        }
        return found
    }

    private static func joins(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool { spaced(a) && spaced(b) }

    /// Whether the scalar belongs to a script that puts spaces between words.
    private static func spaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            false
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
        }
    }
}
