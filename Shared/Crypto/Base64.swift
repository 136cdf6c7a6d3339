/// RFC 4648 base64, in the two alphabets. Decoding is strict: no white space, no foreign characters, zero last bits.
package enum Base64 {
    package enum Alphabet: Sendable {
        /// `+` and `/`, padded with `=`.
        case standard
        /// `-` and `_`, without padding.
        case url
    }

    package static func encode(_ bytes: [UInt8], _ alphabet: Alphabet = .standard) -> String {
        let letters = alphabet == .standard ? standard : url
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let group =
                Int(bytes[index]) << 16 | (left > 1 ? Int(bytes[index + 1]) << 8 : 0)
                | (left > 2 ? Int(bytes[index + 2]) : 0)
            out.append(letters[group >> 18])
            out.append(letters[group >> 12 & 63])
            if left > 1 { out.append(letters[group >> 6 & 63]) }
            if left > 2 { out.append(letters[group & 63]) }
            index += 3
        }
        if alphabet == .standard {
            while !out.count.isMultiple(of: 4) { out.append(UInt8(ascii: "=")) }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Nil unless `text` is exactly what `encode` gives for some bytes. Not canonical: the unused last bits may be
    /// anything, as in WeChat's EncodingAESKey.
    package static func decode(
        _ text: String, _ alphabet: Alphabet = .standard, canonical: Bool = true
    ) -> [UInt8]? {
        var letters = Array(text.utf8)
        if alphabet == .standard {
            guard letters.count.isMultiple(of: 4) else { return nil }
            if letters.last == UInt8(ascii: "=") { letters.removeLast() }
            if letters.last == UInt8(ascii: "=") { letters.removeLast() }
        }
        guard letters.count % 4 != 1 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(letters.count * 3 / 4)
        var group = 0
        var bits = 0
        for letter in letters {
            guard let value = value(letter, alphabet) else { return nil }
            group = (group << 6 | value) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: group >> bits))
            }
        }
        guard !canonical || group & ((1 << bits) - 1) == 0 else { return nil }
        return out
    }

    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func value(_ letter: UInt8, _ alphabet: Alphabet) -> Int? {
        switch letter {
        case 65...90: Int(letter) - 65
        case 97...122: Int(letter) - 71
        case 48...57: Int(letter) + 4
        case UInt8(ascii: "+"): alphabet == .standard ? 62 : nil
        case UInt8(ascii: "/"): alphabet == .standard ? 63 : nil
        case UInt8(ascii: "-"): alphabet == .url ? 62 : nil
        case UInt8(ascii: "_"): alphabet == .url ? 63 : nil
        default: nil
        }
    }
}
