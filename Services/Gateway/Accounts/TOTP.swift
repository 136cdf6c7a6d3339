internal import Base
internal import Crypto

/// Time-based one-time codes (RFC 6238): six digits, SHA-1, a new one every 30 seconds, as every app for it makes them.
enum TOTP {
    private static let period: Int64 = 30
    private static let digits = 6
    /// Steps before and after now that count: clocks differ, and people type slowly.
    private static let tolerance: Int64 = 1

    static func secret() -> [UInt8] { SecureRandom.bytes(20) }

    static func code(_ secret: [UInt8], step: Int64, digits: Int = digits) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let mac = HMAC.sha1(counter, key: secret)
        let offset = Int(mac[19] & 15)
        let number = (0..<4).reduce(0) { $0 << 8 | Int(mac[offset + $1]) } & 0x7FFF_FFFF
        let text = String(number % (0..<digits).reduce(1) { product, _ in product * 10 })
        return String(repeating: "0", count: digits - text.count) + text
    }

    static func step(_ time: Instant) -> Int64 { time.seconds / period }

    /// The step that a code is of; nil for a wrong one, and for one of a step that was used already.
    static func step(of code: String, _ secret: [UInt8], at now: Instant, after last: Int64) -> Int64? {
        let code = code.filter { !$0.isWhitespace }
        let around = TOTP.step(now)
        return (around - tolerance...around + tolerance).first { step in
            step > last && equalInConstantTime(TOTP.code(secret, step: step), code)
        }
    }

    /// What an app reads from the QR code.
    static func link(_ secret: [UInt8], issuer: String, account: String) -> String {
        func escaped(_ text: String) -> String {
            text.utf8.map { byte in
                let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                return isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte]).uppercased()
            }.joined()
        }
        return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(base32(secret))"
            + "&issuer=\(escaped(issuer))&algorithm=SHA1&digits=\(digits)&period=\(period)"
    }

    /// RFC 4648, without padding.
    static func base32(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var text = ""
        var (group, bits) = (0, 0)
        for byte in bytes {
            group = (group << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(letters[group >> bits & 31])
            }
        }
        if bits > 0 { text.append(letters[group << (5 - bits) & 31]) }
        return text
    }
}
