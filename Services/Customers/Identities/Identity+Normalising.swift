internal import Base
internal import Contracts

extension Identity {
    /// Values that programs write when they know nobody (row 100): never an identity.
    private static let blocked: Set<String> = [
        "unknown", "null", "nil", "none", "n/a", "na", "undefined", "anonymous", "test", "0",
    ]

    /// The identity as it is stored and compared: mail lower-case, phone E.164 (China assumed without a country code),
    /// the
    /// rest trimmed. Throws a 422 `identity.invalid` or `identity.blocked`.
    func normalised() throws -> Identity {
        var copy = self
        let trimmed = value.trimmingWhitespace()
        guard !trimmed.isEmpty, trimmed.utf8.count <= 320 else {
            throw Problem.invalid("identity.invalid", "An identity has 1 to 320 bytes.")
        }
        guard !Identity.blocked.contains(trimmed.lowercased()) else {
            throw Problem.invalid("identity.blocked", "This value stands for nobody in particular.")
        }
        switch kind {
        case .email: copy.value = try Identity.email(trimmed)
        case .phone: copy.value = try Identity.phone(trimmed)
        case .wechat, .unionid, .external: copy.value = trimmed
        }
        return copy
    }

    private static func email(_ text: String) throws -> String {
        let parts = text.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !text.contains(where: \.isWhitespace),
            !parts[1].hasPrefix("."), !parts[1].hasSuffix(".")
        else { throw Problem.invalid("identity.invalid", "This is not a mail address.") }
        return parts.joined(separator: "@")
    }

    private static func phone(_ text: String) throws -> String {
        var digits = text.filter { $0.isASCII && $0.isNumber }
        let rest = text.filter { !($0.isASCII && $0.isNumber) }
        guard rest.allSatisfy({ " +-().\u{00A0}".contains($0) }), !text.dropFirst().contains("+") else {
            throw Problem.invalid("identity.invalid", "A phone number holds digits, spaces, dashes and a leading +.")
        }
        if text.hasPrefix("+") {
        } else if digits.hasPrefix("00") {
            digits = String(digits.dropFirst(2))
        } else if digits.hasPrefix("0") {
            digits = "86" + digits.dropFirst()
        } else if digits.count <= 11 {
            digits = "86" + digits
        }
        guard (7...15).contains(digits.count) else {
            throw Problem.invalid("identity.invalid", "A phone number has 7 to 15 digits with its country code.")
        }
        return "+" + digits
    }
}

extension String {
    /// Without white space at both ends.
    func trimmingWhitespace() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
