/// A role: what those may who have it. Built-in ones are as they are, but for whether they need a second factor.
package struct RoleSettings: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    /// The name in other languages.
    package var names: [String: String]
    package var builtIn: Bool
    /// Rights, each with on whose things.
    package var allowed: [String: Scope]
    /// Wins over what any role allows.
    package var denied: [String]
    package var masked: [FieldMask]
    /// Whoever has it signs in with a second factor.
    package var requiresFactor: Bool
    package var version: Int

    package init(
        id: String, name: String, names: [String: String] = [:], builtIn: Bool = false,
        allowed: [String: Scope] = [:], denied: [String] = [], masked: [FieldMask] = [], requiresFactor: Bool = false,
        version: Int = 0
    ) {
        (self.id, self.name, self.names, self.builtIn) = (id, name, names, builtIn)
        (self.allowed, self.denied, self.masked) = (allowed, denied, masked)
        (self.requiresFactor, self.version) = (requiresFactor, version)
    }

    package var grants: Grants { Grants(allowed: allowed, denied: denied, masked: masked) }
}

/// A thing at the version that was seen; no version means whatever there is.
package struct AtVersion: Codable, Hashable, Sendable {
    package var id: String
    package var version: Int?

    package init(id: String, version: Int? = nil) { (self.id, self.version) = (id, version) }
}

/// A right as the matrix of roles shows it.
package struct RightInfo: Codable, Hashable, Sendable {
    package var id: String
    /// The weakest built-in role that has it.
    package var level: Role
    /// Whether it can be limited to one's own things.
    package var scoped: Bool
    package var calls: [String]

    package init(_ right: Right) {
        (id, level, scoped, calls) = (right.id, right.level, right.isScoped, right.calls)
    }
}

extension GatewayAPI {
    package static let roles = Call<Empty, Page<RoleSettings>>(
        "gateway.roles", allow: [.admins], "List the roles, built-in ones first.")
    package static let rights = Call<Empty, Page<RightInfo>>(
        "gateway.rights", allow: [.admins], "List everything that a role can be given.")
    package static let saveRole = Call<RoleSettings, RoleSettings>(
        "gateway.roles.save", allow: [.admins],
        "Add or change a role; of a built-in one only whether it needs a second factor.",
        problems: roleProblems)
    package static let removeRole = Call<AtVersion, Empty>(
        "gateway.roles.remove", allow: [.admins], "Remove a role that nobody has.",
        problems: [
            "role.not_found": "There is no such role.", "role.stale": "Somebody changed it since it was read.",
            "role.used": "Somebody has the role.", "role.built_in": "A built-in role stays.",
        ])

    static let roleProblems = [
        "role.invalid": "A member is wrong; `errors` says which.",
        "role.stale": "Somebody changed it since it was read.",
        "role.beyond": "It would allow what you may not do yourself.",
    ]
}
