internal import ServiceKit

/// The demo company.
enum Demo {
    /// Fills an empty installation and returns the address to sign in with; nil when there is nothing to fill it with.
    static func fill(_ bus: BusCaller, terminal: Terminal) async throws -> String? { nil }
}

extension Command {
    /// `moat demo`
    static let demo = Command(
        name: "demo", summary: "Fill a running installation with a believable company.", usage: "[--home DIR]",
        details: "Agents, customers, tickets of sixty days, articles and ratings, always the same. Once is enough.",
        options: [home]
    ) { arguments, environment, terminal in
        let connection = try Connection(Home.locate(arguments, environment), environment)
        let email = try await connection.use { bus in try await Demo.fill(bus, terminal: terminal) }
        terminal.say(email.map { "The company is there; sign in as \($0)." } ?? "This build has no demo company.")
        return 0
    }
}
