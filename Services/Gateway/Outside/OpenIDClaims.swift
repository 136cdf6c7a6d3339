internal import Base
internal import Crypto

/// What a provider says of a person.
struct OpenIDClaims: Sendable {
    var members: [String: JSON]

    var subject: String? { members["sub"]?.string }
    var email: String? { members["email"]?.string }
    var isEmailVerified: Bool { members["email_verified"]?.bool == true }
    var name: String? { members["name"]?.string ?? members["preferred_username"]?.string }

    func texts(_ claim: String) -> [String] {
        if let one = members[claim]?.string { return [one] }
        return members[claim]?.array?.compactMap(\.string) ?? []
    }

    /// The claims of an ID token that came straight from the provider's token endpoint: there the connection proves who
    /// made it (OpenID Connect Core 3.1.3.7, point 6), so its signature is not looked at. Everything else is.
    init(idToken: String, issuer: String, client: String, nonce: String, now: Instant) throws {
        let parts = idToken.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(String(parts[1]), .url, canonical: false),
            let members = try? JSON(parsing: bytes).object
        else { throw OpenIDClaims.refused("its ID token cannot be read") }
        self.members = members
        let audience = texts("aud")
        guard members["iss"]?.string.map(OpenIDClaims.bare) == issuer else {
            throw OpenIDClaims.refused("another issuer")
        }
        guard audience.contains(client), audience.count == 1 || members["azp"]?.string == client else {
            throw OpenIDClaims.refused("it is meant for somebody else")
        }
        guard let end = members["exp"]?.double, Double(now.seconds) < end + 60 else {
            throw OpenIDClaims.refused("it is too old")
        }
        guard let said = members["nonce"]?.string, equalInConstantTime(said, nonce) else {
            throw OpenIDClaims.refused("it answers another question")
        }
        guard subject?.isEmpty == false else { throw OpenIDClaims.refused("it names nobody") }
    }

    /// Adds what the provider's userinfo says, which must be of the same person.
    mutating func add(_ info: JSON) throws {
        guard let more = info.object, more["sub"]?.string == subject else {
            throw OpenIDClaims.refused("its answers are of two people")
        }
        members.merge(more) { own, _ in own }
    }

    static func bare(_ issuer: String) -> String { issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer }

    static func refused(_ reason: String) -> Problem {
        Problem(
            status: 401, code: "auth.oidc", title: "Unauthorized",
            detail: "The provider's answer is not accepted: \(reason).")
    }
}
