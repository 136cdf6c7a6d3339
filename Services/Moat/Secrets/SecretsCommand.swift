extension Command {
    /// `moat secrets`
    static let secrets = Command(
        name: "secrets", summary: "Make the passwords of the services, as files.",
        usage: "DIR [--bus HOST:PORT,…] [--postgres HOST:PORT]",
        details: """
            For containers and for several machines. DIR then holds bus-users.json for the broker (moat-bus or
            nats-server), bus-url-NAME for each service's BUS_URL_FILE, and with --postgres also store-url-NAME for its
            STORE_URL_FILE and databases.sql, which makes the databases. Passwords that are there already stay; the
            addresses are written anew.
            """,
        options: [
            Option(name: "bus", value: "HOST:PORT,…", meaning: "where the brokers are (default: bus:4222)"),
            Option(name: "postgres", value: "HOST:PORT", meaning: "where PostgreSQL is, if the stores are there"),
        ], words: 1
    ) { arguments, environment, terminal in
        guard let folder = arguments.words.first else { throw Mistake.usage("which folder?") }
        let places = (arguments["bus"] ?? "bus:4222").split(separator: ",").map(String.init)
        guard !places.isEmpty else { throw Mistake.usage("--bus names no broker.") }
        try Secrets(folder: environment.path(folder)).write(bus: places, postgres: arguments["postgres"])
        terminal.say("secrets are in \(folder)")
        return 0
    }
}
