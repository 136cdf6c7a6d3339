package import Base

/// A key with which a program uses the API as somebody. Its secret is shown once; here is only how it begins.
package struct APIKey: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    /// The first characters of the secret, to tell keys apart.
    package var prefix: String
    /// For whom it speaks. What that person may not, the key may not either.
    package var account: String
    package var roles: [Role]
    package var customRoles: [String]?
    /// Requests a minute.
    package var perMinute: Int
    package var createdAt: Instant
    package var expiresAt: Instant?
    package var lastUsedAt: Instant?
    package var lastAddress: String?
    package var revokedAt: Instant?

    package init(
        id: String, name: String, prefix: String, account: String, roles: [Role], customRoles: [String]? = nil,
        perMinute: Int, createdAt: Instant, expiresAt: Instant? = nil
    ) {
        (self.id, self.name, self.prefix, self.account) = (id, name, prefix, account)
        (self.roles, self.customRoles, self.perMinute) = (roles, customRoles, perMinute)
        (self.createdAt, self.expiresAt) = (createdAt, expiresAt)
    }
}

package struct AddKey: Codable, Hashable, Sendable {
    package var name: String
    package var roles: [Role]?
    package var customRoles: [String]?
    package var expiresAt: Instant?
    /// Requests a minute, 1 to 60,000; 600 when nothing is said.
    package var perMinute: Int?

    package init(
        name: String, roles: [Role]? = nil, customRoles: [String]? = nil, expiresAt: Instant? = nil,
        perMinute: Int? = nil
    ) {
        (self.name, self.roles, self.customRoles) = (name, roles, customRoles)
        (self.expiresAt, self.perMinute) = (expiresAt, perMinute)
    }
}

/// A new key with its secret, which nobody will see again.
package struct NewKey: Codable, Hashable, Sendable {
    package var key: APIKey
    package var secret: String

    package init(key: APIKey, secret: String) { (self.key, self.secret) = (key, secret) }
}

extension GatewayAPI {
    package static let keys = Call<Empty, Page<APIKey>>("gateway.keys", allow: [.admins], "List the API keys.")
    package static let addKey = Call<AddKey, NewKey>(
        "gateway.keys.add", allow: [.admins], "Make an API key that speaks for you; the secret is shown this once.",
        problems: [
            "key.invalid": "A member is wrong; `errors` says which.",
            "key.account": "A key speaks for a person: the command line has none.",
        ])
    package static let revokeKey = Call<ByID, APIKey>(
        "gateway.keys.revoke", allow: [.admins], "End an API key, at once and for good.",
        problems: ["key.not_found": "There is no such key."])
}
