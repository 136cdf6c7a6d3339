internal import Base
internal import Contracts
internal import ServiceKit

extension Command {
    /// `moat link`
    static let link = Command(
        name: "link", summary: "Print a sign-in link.", usage: "[EMAIL]",
        details: """
            For the account with that mail address; without one, for an owner. The link is good for one sign-in within
            ten minutes: for the first time, for a forgotten password, for scripts.
            """,
        options: [home], words: 1
    ) { arguments, environment, terminal in
        let home = Home.locate(arguments, environment)
        let connection = try Connection(home, environment)
        let address = environment["PUBLIC_URL"] ?? home.readRunning()?.address ?? "http://127.0.0.1:8080"
        let email = arguments.words.first
        let link = try await connection.use { bus in
            try await SignIn(bus: bus, address: address).link(email: email, owner: environment["MOAT_OWNER"])
        }
        terminal.say(link)
        return 0
    }
}

/// Lets a person in without a password.
struct SignIn: Sendable {
    let bus: BusCaller
    let address: String

    /// For this account, or for an owner; makes the first owner when there is none.
    func link(email: String?, owner: String?) async throws -> String {
        let email = if let email { email } else { try await self.owner(wished: owner) }
        let answer = try await bus.call(GatewayAPI.signInLink, SignInLink(email: email), as: .system)
        return "\(address)/sign-in?token=\(answer.token)"
    }

    private func owner(wished: String?) async throws -> String {
        let accounts = try await bus.call(GatewayAPI.accounts, Empty(), as: .system).items
        if let known = accounts.first(where: { $0.active && $0.roles.contains(.owner) }) { return known.email }
        let email = wished ?? "owner@moat.example"
        let id = Identifiers.uuidV7(time: SystemTime(), randomness: .system).next()
        // Whoever has the address already becomes the owner: this is the way back in.
        var account =
            accounts.first { $0.email.lowercased() == email.lowercased() }
            ?? Account(id: id, email: email, name: "Owner", roles: [])
        (account.roles, account.active) = ([.owner], true)
        _ = try await bus.call(GatewayAPI.saveAccount, SaveAccount(account: account), as: .system)
        return email
    }
}
