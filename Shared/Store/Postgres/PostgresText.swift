/// PostgreSQL's text holds every character but U+0000. It is kept as U+F4D1 `0`, and U+F4D1 itself, to which Unicode
/// gives no meaning, as U+F4D1 `1`: what was written comes back.
enum PostgresText {
    private static let escape: Unicode.Scalar = "\u{F4D1}"
    private static let escapeBytes = Array("\u{F4D1}".utf8)

    static func encode(_ text: String) -> String {
        guard needsEscape(text) else { return text }
        var encoded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": encoded.append(contentsOf: [escape, "0"])
            case escape: encoded.append(contentsOf: [escape, "1"])
            default: encoded.append(scalar)
            }
        }
        return String(encoded)
    }

    static func decode(_ text: String) -> String {
        guard needsEscape(text) else { return text }
        var decoded = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                decoded.append(scalar == "0" ? "\0" : escape)
                isEscaped = false
            } else if scalar == escape {
                isEscaped = true
            } else {
                decoded.append(scalar)
            }
        }
        return String(decoded)
    }

    /// Nearly no text does: one pass over its bytes.
    private static func needsEscape(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            for index in bytes.indices {
                let byte = unsafe bytes[index]
                if byte == 0 { return true }
                guard byte == escapeBytes[0], index + 2 < bytes.count else { continue }
                if unsafe bytes[index + 1] == escapeBytes[1], unsafe bytes[index + 2] == escapeBytes[2] { return true }
            }
            return false
        }
    }
}
