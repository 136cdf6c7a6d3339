internal import Base
internal import Contracts
internal import ServiceKit

/// The provider that people may sign in with in place of a password (OpenID Connect).
struct OpenIDSettings: Sendable {
    /// `OIDC_ISSUER`
    var issuer: String
    /// `OIDC_CLIENT_ID`
    var client: String
    /// `OIDC_CLIENT_SECRET`; none for a public client.
    var secret: String?
    /// `OIDC_SCOPES`
    var scopes: String
    /// `OIDC_GROUPS_CLAIM`
    var groupsClaim: String
    /// `OIDC_ROLES`: `support=agent,leads=supervisor`.
    var roles: [(group: String, role: String)]
    /// `OIDC_DEFAULT_ROLE`: for who is in none of the groups; without it they stay outside.
    var standardRole: String?

    /// Nil when there is no issuer.
    init?(_ settings: Settings) {
        guard let issuer = settings.optional("OIDC_ISSUER") else { return nil }
        self.issuer = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        client = settings.required("OIDC_CLIENT_ID", "the provider knows this program by it")
        secret = settings.optional("OIDC_CLIENT_SECRET")
        scopes = settings.string("OIDC_SCOPES", default: "openid email profile groups")
        groupsClaim = settings.string("OIDC_GROUPS_CLAIM", default: "groups")
        standardRole = settings.optional("OIDC_DEFAULT_ROLE")
        roles = settings.string("OIDC_ROLES", default: "").split(separator: ",").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                settings.report("OIDC_ROLES has '\(pair)': expected GROUP=ROLE")
                return nil
            }
            return (parts[0], parts[1])
        }
        if !self.issuer.hasPrefix("https://"), !self.issuer.hasPrefix("http://") {
            settings.report("OIDC_ISSUER=\(self.issuer): expected the provider's address")
        }
    }

    /// The roles that somebody in these groups has; nil for nobody of ours.
    func roles(of groups: [String]) -> (builtIn: [Role], custom: [String])? {
        var ids = roles.filter { groups.contains($0.group) }.map(\.role)
        if ids.isEmpty, let standardRole { ids = [standardRole] }
        guard !ids.isEmpty else { return nil }
        return (ids.compactMap(Role.init(rawValue:)), ids.filter { Role(rawValue: $0) == nil })
    }
}
