package import Base

/// What the gateway answers on the bus (its accounts); everything else of it is HTTP.
package enum GatewayAPI: ServiceAPI {
    package static let service = "gateway"

    package static let accounts = Call<Empty, Page<Account>>("gateway.accounts", allow: [.admins], "List the accounts.")
    package static let saveAccount = Call<SaveAccount, Account>(
        "gateway.accounts.save", allow: [.admins, .services], "Add or change an account; its id is the agent's.")
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
