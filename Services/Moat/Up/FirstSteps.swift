internal import Base
internal import ServiceKit

/// What happens when everything is up for the first time: an owner, the demo company if wished, a link to sign in with.
struct FirstSteps: Sendable {
    let blueprint: Blueprint
    let terminal: Terminal
    let environment: Environment

    func run(demo: Bool) async throws {
        // A developer started a few services only: nobody could sign in.
        guard blueprint.part("gateway") != nil else { return }
        try await Connection(busURL: blueprint.busURL).use { bus in
            let signIn = SignIn(bus: bus, address: blueprint.address)
            let email = demo ? try await Demo.fill(bus, terminal: terminal) : nil
            let link = try await signIn.link(email: email, owner: environment["MOAT_OWNER"])
            terminal.say(
                """

                Moat is ready:   \(blueprint.address)
                Sign in (once, within ten minutes; 'moat link' makes another):
                                 \(link)

                Ctrl-C stops it. 'moat doctor' shows how it is.
                """)
        }
    }
}
