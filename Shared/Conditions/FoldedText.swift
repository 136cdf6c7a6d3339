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
        let text = caseSensitive ? text : text.lowercased()
        scalars = text.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0xFF01...0xFF5E where !caseSensitive: Self.halfWidth(scalar)
            case 0x3000 where !caseSensitive: " "
            default: scalar
            }
        }
    }

    private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let narrow = Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        return ("A"..."Z").contains(narrow) ? Unicode.Scalar(narrow.value + 32) ?? narrow : narrow
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
