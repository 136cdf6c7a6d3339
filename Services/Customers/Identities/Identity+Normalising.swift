internal import Base
internal import Contracts

extension Identity {
    /// Values that programs write when they know nobody (row 100): never an identity.
    private static let blocked: Set<String> = [
        "unknown", "null", "nil", "none", "n/a", "na", "undefined", "anonymous", "test", "0",
    ]

    /// The identity as it is stored and compared: mail folded, phone E.164, the rest trimmed. `country` is the one of
    /// phone numbers without a country code. Throws a 422 `identity.invalid` or `identity.blocked`.
    func normalised(country: String = "CN") throws -> Identity {
        var copy = self
        let trimmed = value.trimmingWhitespace()
        guard !trimmed.isEmpty, trimmed.utf8.count <= 320, !trimmed.contains("\u{0}") else {
            throw Problem.invalid("identity.invalid", "An identity has 1 to 320 bytes.")
        }
        guard !Identity.blocked.contains(trimmed.lowercased()) else {
            throw Problem.invalid("identity.blocked", "This value stands for nobody in particular.")
        }
        switch kind {
        case .email: copy.value = try Identity.email(trimmed)
        case .phone: copy.value = try PhoneNumber.normalised(trimmed, country: country)
        default: copy.value = trimmed
        }
        copy.source = source.map { String($0.prefix(100)) }
        return copy
    }

    /// Lower-case; at Gmail, where dots and what follows a + lead to the same mailbox, without them.
    private static func email(_ text: String) throws -> String {
        let parts = text.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !text.contains(where: \.isWhitespace),
            !parts[1].hasPrefix("."), !parts[1].hasSuffix(".")
        else { throw Problem.invalid("identity.invalid", "This is not a mail address.") }
        guard parts[1] == "gmail.com" || parts[1] == "googlemail.com" else { return parts.joined(separator: "@") }
        let mailbox = parts[0].prefix { $0 != "+" }.filter { $0 != "." }
        guard !mailbox.isEmpty else { throw Problem.invalid("identity.invalid", "This is not a mail address.") }
        return mailbox + "@gmail.com"
    }

    /// The part of a mail address after the @.
    var domain: String? { kind == .email ? value.split(separator: "@").last.map(String.init) : nil }

    /// Kind and value: what is unique.
    struct Key: Hashable, Sendable {
        var kind: Kind
        var value: String
    }

    var key: Key { Key(kind: kind, value: value) }
}

extension String {
    /// Without white space at both ends.
    func trimmingWhitespace() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
