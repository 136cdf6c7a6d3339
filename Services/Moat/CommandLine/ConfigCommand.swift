/// An environment variable of the house.
struct Variable: Equatable, Sendable {
    let name: String
    let standard: String
    let meaning: String
    /// Who reads it; `moat up` sets those marked so itself.
    let readBy: String
    var isSecret = false

    static let all: [Variable] = [
        Variable(
            name: "MOAT_HOME", standard: "./.moat or ~/.moat", meaning: "folder of the installation", readBy: "moat"),
        Variable(
            name: "MOAT_OWNER", standard: "owner@moat.example", meaning: "mail address of the first owner",
            readBy: "moat"),
        Variable(
            name: "HTTP_HOST", standard: "127.0.0.1", meaning: "address the pages are served on", readBy: "gateway"),
        Variable(name: "HTTP_PORT", standard: "8080", meaning: "port the pages are served on", readBy: "gateway"),
        Variable(
            name: "HTTP_LEAVE", standard: "0", meaning: "seconds to leave a balancer in after SIGTERM",
            readBy: "gateway"),
        Variable(name: "WEB_ROOT", standard: "Services/Gateway/Web", meaning: "folder of the pages", readBy: "gateway"),
        Variable(
            name: "PUBLIC_URL", standard: "http://HTTP_HOST:HTTP_PORT", meaning: "address in links sent to customers",
            readBy: "all"),
        Variable(
            name: "BUS_URL", standard: "nats://127.0.0.1:4222", meaning: "the bus: moat-bus or any NATS server",
            readBy: "all", isSecret: true),
        Variable(
            name: "BUS_SECRETS", standard: "a bus of our own",
            meaning: "folder of 'moat secrets' whose bus 'moat up' uses", readBy: "moat"),
        Variable(name: "BUS_HOST", standard: "127.0.0.1", meaning: "address the bus listens on", readBy: "bus"),
        Variable(name: "BUS_PORT", standard: "4222", meaning: "port the bus listens on", readBy: "bus"),
        Variable(
            name: "BUS_MONITOR_PORT", standard: "0 (none)", meaning: "port of the bus's health door", readBy: "bus"),
        Variable(
            name: "BUS_USERS", standard: "anybody", meaning: "JSON file of users and their subjects", readBy: "bus"),
        Variable(name: "BUS_MAX_PAYLOAD", standard: "1048576", meaning: "bytes of a message at most", readBy: "bus"),
        Variable(name: "BUS_LAME_DUCK", standard: "3s", meaning: "time to leave after SIGTERM", readBy: "bus"),
        Variable(
            name: "STORE_URL", standard: "file:///var/lib/moat/SERVICE",
            meaning: "the store of a service: file:///folder, or postgres://user:password@host:port/database"
                + "[?schema=NAME][&blobs=/folder], where NAME is the service's and its files are in the folder "
                + "/var/lib/moat/SERVICE/blobs unless said otherwise",
            readBy: "services, moat up", isSecret: true),
        Variable(
            name: "RATE_ADDRESS", standard: "6000",
            meaning: "requests a minute of an address that is not signed in (0: any number)", readBy: "gateway"),
        Variable(
            name: "RATE_SESSION", standard: "0", meaning: "requests a minute of a session (0: any number)",
            readBy: "gateway"),
        Variable(
            name: "TRUSTED_PROXIES", standard: "none",
            meaning: "edges whose X-Forwarded-For is believed: addresses with commas; private: one's own network",
            readBy: "gateway"),
        Variable(
            name: "OIDC_ISSUER", standard: "none", meaning: "OpenID provider that people may sign in with",
            readBy: "gateway"),
        Variable(name: "OIDC_CLIENT_ID", standard: "", meaning: "this program's name there", readBy: "gateway"),
        Variable(
            name: "OIDC_CLIENT_SECRET", standard: "none (public client)", meaning: "its password there",
            readBy: "gateway", isSecret: true),
        Variable(
            name: "OIDC_SCOPES", standard: "openid email profile groups", meaning: "what is asked for there",
            readBy: "gateway"),
        Variable(
            name: "OIDC_GROUPS_CLAIM", standard: "groups", meaning: "the claim with a person's groups",
            readBy: "gateway"),
        Variable(
            name: "OIDC_ROLES", standard: "", meaning: "GROUP=ROLE,…: the roles that groups have", readBy: "gateway"),
        Variable(
            name: "OIDC_DEFAULT_ROLE", standard: "none: they stay outside",
            meaning: "the role of who is in none of the groups", readBy: "gateway"),
        Variable(
            name: "WEBHOOKS_PRIVATE", standard: "false",
            meaning: "true: webhooks may be in one's own network, and without TLS", readBy: "channels"),
        Variable(name: "SECURE_COOKIES", standard: "false", meaning: "true behind TLS", readBy: "gateway"),
        Variable(name: "COMPANY_NAME", standard: "Moat", meaning: "the name on the pages", readBy: "gateway"),
        Variable(
            name: "DEFAULT_LANGUAGE", standard: "zh", meaning: "zh or en, for who has not chosen", readBy: "gateway"),
        Variable(name: "HEALTH_HOST", standard: "127.0.0.1", meaning: "address of the health door", readBy: "all"),
        Variable(
            name: "HEALTH_PORT", standard: "0 (any)", meaning: "port of /healthz, /readyz and /metrics", readBy: "all"),
        Variable(name: "LOG_LEVEL", standard: "info", meaning: "debug, info, warning or error", readBy: "all"),
        Variable(
            name: "TRACE_RATE", standard: "10", meaning: "new traces a second that are logged whole (each process)",
            readBy: "services"),
    ]
}

extension Command {
    /// `moat config`
    static let config = Command(
        name: "config", summary: "List every setting, its default and what it is now.", usage: "",
        details: """
            Settings are environment variables. A secret may also come from a file: NAME_FILE=/path in place of NAME.
            'moat up' sets the addresses, stores and health ports of its processes itself (a STORE_URL of PostgreSQL it
            passes on to all services); the table is for those who start the services one by one, and for containers.
            """
    ) { _, environment, terminal in
        let width = Variable.all.map(\.name.count).max() ?? 0
        for variable in Variable.all {
            let now = environment[variable.name].map { variable.isSecret ? "(set)" : $0 }
            terminal.say("\(variable.name.padded(to: width))  \(variable.meaning) (\(variable.readBy))")
            let value = now.map { "now \($0), default \(variable.standard)" } ?? "default \(variable.standard)"
            terminal.say("\("".padded(to: width))  \(value)")
        }
        return 0
    }
}
