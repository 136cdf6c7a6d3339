package import Base

/// What the gateway answers on the bus (its accounts); everything else of it is HTTP.
package enum GatewayAPI: ServiceAPI {
    package static let service = "gateway"

    package static let accounts = Call<Empty, Page<Account>>("gateway.accounts", allow: [.admins], "List the accounts.")
    package static let saveAccount = Call<SaveAccount, Account>(
        "gateway.accounts.save", allow: [.admins, .services], "Add or change an account; its id is the agent's.",
        problems: [
            "account.invalid": "A member is wrong; `errors` says which.",
            "account.email": "Another account has this mail address.",
            "account.last_owner": "The house needs an owner: make somebody else one first.",
            "account.role": "There is no such role.",
            "account.beyond": "The account may what you may not: somebody stronger has to change it.",
        ])
    package static let invite = Call<ByID, Empty>(
        "gateway.accounts.invite", allow: [.admins],
        "Send a mail with a link to choose a password; it is good for three days.",
        problems: ["account.not_found": "There is no such account."])
    package static let resetFactor = Call<ByID, Account>(
        "gateway.factor.reset", allow: [.admins], "Take somebody's second factor away who has lost it.",
        problems: [
            "account.not_found": "There is no such account.",
            "account.beyond": "The account may what you may not: somebody stronger has to do it.",
        ])
    package static let signInLink = Call<SignInLink, SignInToken>(
        "gateway.signin.link", allow: [], "Make a one-time sign-in token for an account (the command line only).")
}

/// Who may sign in. The account's id is the agent's id.
package struct Account: Codable, Hashable, Sendable {
    package var id: String
    package var email: String
    package var name: String
    package var roles: [Role]
    package var teams: [String] = []
    package var language: String?
    package var active: Bool = true
    package var version: Int = 0
    /// Ids of roles of the house's own, beside the built-in ones.
    package var customRoles: [String]?
    /// Whether it has a second factor; read only.
    package var hasFactor: Bool?

    package init(
        id: String, email: String, name: String, roles: [Role], teams: [String] = [], language: String? = nil,
        active: Bool = true, version: Int = 0
    ) {
        (self.id, self.email, self.name, self.roles) = (id, email, name, roles)
        (self.teams, self.language, self.active, self.version) = (teams, language, active, version)
    }
}

package struct SaveAccount: Codable, Hashable, Sendable {
    package var account: Account
    /// A new password, at least 10 characters; nil keeps the old one.
    package var password: String?

    package init(account: Account, password: String? = nil) {
        (self.account, self.password) = (account, password)
    }
}

package struct SignInLink: Codable, Hashable, Sendable {
    package var email: String

    package init(email: String) {
        self.email = email
    }
}

/// Valid once, for ten minutes; the page is `/sign-in?token=…`.
package struct SignInToken: Codable, Hashable, Sendable {
    package var token: String
    package var expiresAt: Instant

    package init(token: String, expiresAt: Instant) {
        (self.token, self.expiresAt) = (token, expiresAt)
    }
}
