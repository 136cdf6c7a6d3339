internal import Base
internal import Crypto

/// Signatures after Standard Webhooks (requirements 4.7).
enum WebhookSignature {
    static let mark = "whsec_"

    static func newSecret() -> String { mark + Base64.encode(SecureRandom.bytes(32)) }

    /// What the `webhook-signature` header says: one signature for each secret that is good now.
    static func header(_ secrets: [String], id: String, seconds: Int64, body: [UInt8]) -> String {
        let text = Array("\(id).\(seconds).".utf8) + body
        return secrets.compactMap { secret in
            guard let key = Base64.decode(String(secret.dropFirst(mark.count))) else { return nil }
            return "v1," + Base64.encode(HMAC.sha256(text, key: key))
        }.joined(separator: " ")
    }
}

/// A secret and until when it still signs; nil for the one of now.
struct WebhookSecret: Codable, Hashable, Sendable {
    /// How long the one before goes on.
    static let overlap = Instant.Span.hours(24)

    var secret: String
    var until: Instant?

    static func signing(_ secrets: [WebhookSecret], at now: Instant) -> [String] {
        secrets.filter { $0.until.map { $0 > now } ?? true }.map(\.secret)
    }

    /// A new one first; those of before end after a day.
    static func renewed(_ secrets: [WebhookSecret], _ secret: String, at now: Instant) -> [WebhookSecret] {
        let old = secrets.filter { $0.until.map { $0 > now } ?? true }.map { old in
            WebhookSecret(secret: old.secret, until: old.until ?? now + overlap)
        }
        return [WebhookSecret(secret: secret)] + old.prefix(2)
    }
}
