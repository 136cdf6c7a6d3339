internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension OpenID {
    /// The account of a person at the provider: known by the subject, else by a mail address that the provider has
    /// checked, else a new one. Roles follow the groups at each sign-in; an owner stays one.
    func account(of claims: OpenIDClaims) async throws -> Account {
        guard let roles = settings.roles(of: claims.texts(settings.groupsClaim)) else {
            throw Problem(
                status: 403, code: "auth.oidc_group", title: "Forbidden",
                detail: "None of your groups at the provider has a role here.")
        }
        let subject = claims.subject ?? ""
        let issuer = settings.issuer
        let known = try await store.read { db -> Account? in
            let row = try db.first(
                "SELECT account FROM outside_accounts WHERE issuer = \(issuer) AND subject = \(subject)")
            return try row.flatMap { try AccountTable.account($0.string("account"), db) }
        }
        var account: Account
        if let known {
            account = known
        } else {
            account = try await unknown(claims)
        }
        guard account.active || account.id.isEmpty else {
            throw Problem(status: 403, code: "auth.closed", title: "Forbidden", detail: "This account is closed.")
        }
        if !account.roles.contains(.owner) {
            account.roles = roles.builtIn
            account.customRoles = roles.custom.isEmpty ? nil : roles.custom
        }
        if let name = claims.name, !name.isEmpty { account.name = String(name.prefix(100)) }
        let me = CallContext(caller: .service(GatewayAPI.service), store: store)
        let saved = account == known ? account : try await accounts.save(SaveAccount(account: account), me)
        try await store.write { tx in
            try tx.execute(
                """
                INSERT INTO outside_accounts (issuer, subject, account) VALUES (\(issuer), \(subject), \(saved.id))
                ON CONFLICT (issuer, subject) DO UPDATE SET account = excluded.account
                """)
        }
        return saved
    }

    private func unknown(_ claims: OpenIDClaims) async throws -> Account {
        guard let email = claims.email, email.contains("@") else {
            throw OpenIDClaims.refused("it names no mail address")
        }
        if let there = try await store.read({ try AccountTable.account(email: email, $0)?.account }) {
            // Otherwise anybody who can name an address at the provider would be its owner here.
            guard claims.isEmailVerified else {
                throw OpenIDClaims.refused("the mail address is not checked, and somebody here has it")
            }
            return there
        }
        return Account(id: "", email: email, name: claims.name ?? email, roles: [])
    }
}
