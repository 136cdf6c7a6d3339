internal import Base
internal import Contracts
internal import ServiceKit

/// The demo company: made by `DemoCompany`, brought in by `DemoLoader`.
enum Demo {
    /// Fills an empty installation and returns the address to sign in with; nil when somebody else lives there.
    static func fill(_ bus: BusCaller, terminal: Terminal) async throws -> String? {
        let loader = DemoLoader(bus: bus, terminal: terminal)
        if try await loader.isComplete() { return DemoStaff.owner.email }
        guard try await !loader.isInhabited() else {
            terminal.say("there are accounts already: no demo company ('moat demo' adds it all the same)")
            return nil
        }
        try await fill(loader, DemoCompany(until: SystemTime().now()), terminal)
        return DemoStaff.owner.email
    }

    /// Brings in a company and says what there is and how to sign in.
    static func fill(_ loader: DemoLoader, _ company: DemoCompany, _ terminal: Terminal) async throws {
        let time = SystemTime()
        let began = time.now()
        try await loader.load(company)
        let seconds = ((time.now() - began).seconds * 10).rounded() / 10
        let steps = company.tickets.reduce(0) { $0 + $1.replay.steps.count }
        terminal.say(
            """
            青禾优选 / Greenfield Select is there after \(seconds) s: \(DemoStaff.agents.count) people, \
            \(company.customers.count) customers, \(company.tickets.count) tickets with \(steps) steps, \
            \(company.articles.count) articles.
            Everybody's password is \(DemoStaff.password), for example \(DemoStaff.owner.email) (owner) or \
            \(DemoStaff.accounts[7].email) (agent).
            """)
    }
}

extension Command {
    /// `moat demo`
    static let demo = Command(
        name: "demo", summary: "Fill a running installation with a believable company.",
        usage: "[--size full|small] [--seed N] [--until TIME] [--home DIR]",
        details: """
            Agents, customers, tickets of sixty days, articles and ratings, always the same for a seed. What is there
            already stays as it is, so a second run adds nothing. All mail addresses and phone numbers are of
            ranges that nobody has; one installation has room for one such company. The accounts have a
            password that everybody knows: not for an installation with real customers.
            """,
        options: [
            home,
            Option(name: "size", value: "full|small", meaning: "1,500 tickets (default), or 120"),
            Option(name: "seed", value: "N", meaning: "another number makes another company"),
            Option(
                name: "until", value: "TIME",
                meaning: "when the sixty days end, like 2026-11-23T08:00:00Z (default: now)"),
        ]
    ) { arguments, environment, terminal in
        let now = SystemTime().now()
        guard let size = DemoCompany.Size(rawValue: arguments["size"] ?? "full") else {
            throw Mistake.usage("--size is full or small.")
        }
        guard let seed = UInt64(arguments["seed"] ?? String(DemoCompany.standardSeed)) else {
            throw Mistake.usage("--seed is a whole number.")
        }
        guard let until = arguments["until"].map(Instant.init) ?? now, until <= now else {
            throw Mistake.usage("--until is a past time like 2026-11-23T08:00:00Z.")
        }
        let connection = try Connection(Home.locate(arguments, environment), environment)
        let company = DemoCompany(seed: seed, size: size, until: until)
        try await connection.use { bus in
            try await Demo.fill(DemoLoader(bus: bus, terminal: terminal), company, terminal)
        }
        return 0
    }
}
