internal import Base
internal import Contracts
internal import FoundationEssentials
internal import ServiceKit

/// What happens when everything is up for the first time: an owner, the demo company if wished, a link to sign in with.
struct FirstSteps: Sendable {
    let home: Home
    let blueprint: Blueprint
    let terminal: Terminal
    let environment: Environment

    func run(demo: Bool) async throws {
        // A developer started a few services only: nobody could sign in.
        guard blueprint.part("gateway") != nil else { return }
        try await Connection(busURL: blueprint.busURL).use { bus in
            var email = try await owner(bus)
            if demo { email = try await Demo.fill(bus, terminal: terminal) ?? email }
            let link = try await bus.call(GatewayAPI.signInLink, SignInLink(email: email), as: .system)
            terminal.say(
                """

                Moat is ready:   \(blueprint.address)
                Sign in (once, within ten minutes):
                                 \(blueprint.address)/sign-in?token=\(link.token)

                Ctrl-C stops it. 'moat doctor' shows how it is.
                """)
        }
    }

    /// The mail address of an owner; makes the first one when there is none.
    private func owner(_ bus: BusCaller) async throws -> String {
        let accounts = try await bus.call(GatewayAPI.accounts, Empty(), as: .system).items
        if let known = accounts.first(where: { $0.active && $0.roles.contains(.owner) }) { return known.email }
        let email = environment["MOAT_OWNER"] ?? "owner@moat.example"
        let id = Identifiers.uuidV7(time: SystemTime(), randomness: .system).next()
        let account = Account(id: id, email: email, name: "Owner", roles: [.owner])
        _ = try await bus.call(GatewayAPI.saveAccount, SaveAccount(account: account), as: .system)
        return email
    }
}
