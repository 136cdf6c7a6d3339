internal import Base
internal import FoundationEssentials
internal import Glibc
internal import ServiceKit

extension Command {
    /// `moat up`
    static let up = Command(
        name: "up", summary: "Start everything on this machine and look after it.",
        usage: "[--port N] [--host ADDRESS] [--home DIR] [--demo] [--only A,B]",
        details: """
            Starts the bus and the services, prints the address and a sign-in link when all are ready, starts again what
            dies, and stops everything within ten seconds on Ctrl-C or SIGTERM. Each process writes its log to
            MOAT_HOME/logs. Every setting is an environment variable: see 'moat config'. With BUS_URL, or BUS_SECRETS
            (a folder made by 'moat secrets'), a bus that runs already is used and none is started. With
            STORE_URL=postgres://… the stores are in that database, a schema for each service; otherwise in files in
            MOAT_HOME/data.
            """,
        options: [
            Option(name: "port", value: "N", meaning: "where the pages are (default: HTTP_PORT, else 8080)"),
            Option(
                name: "host", value: "ADDRESS",
                meaning: "who may come: 127.0.0.1 only this machine (default), 0.0.0.0 all"),
            home,
            Option(name: "demo", meaning: "fill an empty installation with the demo company"),
            Option(name: "only", value: "A,B", meaning: "start only these (and the bus): for developers"),
        ]
    ) { arguments, environment, terminal in
        let home = Home.locate(arguments, environment)
        try home.prepare()
        let lock = try HomeLock.take(home)
        defer { withExtendedLifetime(lock) {} }
        let time = SteadyTime()
        let leftovers = Leftovers(of: home)
        if !leftovers.pids.isEmpty {
            terminal.say("ending \(leftovers.pids.count) processes that an earlier run left behind")
            try await leftovers.end(time)
        }
        let wishes = try wishes(home, arguments, environment)
        let blueprint = Blueprint(wishes, inherited: environment.variables)
        let began = time.now()
        terminal.say("starting \(blueprint.parts.count) processes in \(home.path)")
        let supervisor = Supervisor(blueprint: blueprint, home: home, terminal: terminal, time: time) {
            let seconds = (time.now() - began).seconds
            terminal.say("everything is up after \((seconds * 100).rounded() / 100) s")
            try await FirstSteps(blueprint: blueprint, terminal: terminal, environment: environment)
                .run(demo: arguments.has("demo"))
        }
        let code = try await supervisor.run()
        home.clearRunning()
        terminal.say("stopped")
        return code
    }

    private static func wishes(
        _ home: Home, _ arguments: Arguments, _ environment: Environment
    ) throws -> Blueprint.Wishes {
        let host = arguments["host"] ?? environment["HTTP_HOST"] ?? "127.0.0.1"
        let port = try arguments.port("port") ?? environment["HTTP_PORT"].flatMap(Int.init) ?? 8_080
        guard Loopback.isFree(port, host: host) else {
            throw Mistake(
                sentence: "port \(port) on \(host) is taken by another program, or is not ours to take.",
                advice: "Choose another one: moat up --port \(port + 1)")
        }
        // Two installations that start at the same moment should not look at the same ports first.
        let start = 17_000 + Int(getpid()) % 1_000 * 12
        let ports = try Loopback.freePorts(Blueprint.names.count + 1, from: start)
        let only = try arguments["only"].map(chosen)
        let store = try StoreMap.postgres(named: environment)
        return Blueprint.Wishes(
            home: home.path, host: host, port: port, bus: try bus(home, environment, port: ports[0]),
            healthPorts: Array(ports.dropFirst()), programs: programs(), pages: pages(environment), store: store,
            only: only)
    }

    /// The bus that the environment names, else one of our own.
    private static func bus(_ home: Home, _ environment: Environment, port: Int) throws -> Blueprint.Bus {
        if let folder = environment["BUS_SECRETS"] {
            return .existing(try Secrets(folder: environment.path(folder)).busURLs())
        }
        if let url = environment["BUS_URL"] {
            return .existing(BusUsers.names.reduce(into: [:]) { $0[$1] = url })
        }
        return .own(port: port, users: try users(home))
    }

    /// The names of `--only`, with the bus.
    private static func chosen(_ text: String) throws -> [String] {
        let names = text.split(separator: ",").map(String.init)
        if let unknown = names.first(where: { !Blueprint.names.contains($0) }) {
            throw Mistake.usage(
                "--only \(text): there is no '\(unknown)', only \(Blueprint.names.joined(separator: ", ")).")
        }
        return ["bus"] + names
    }

    /// The folder this program itself lies in.
    private static func programs() -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/usr/bin/moat"
        return own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    }

    /// `WEB_ROOT`, else the source tree this was built in, else where a package puts them.
    private static func pages(_ environment: Environment) -> String? {
        let built = programs().split(separator: "/").prefix { $0 != ".build" }.reduce("") { "\($0)/\($1)" }
        let places = [environment["WEB_ROOT"], "\(built)/Services/Gateway/Web", "/usr/share/moat/web"]
        return places.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0) }
    }

    /// New users of the bus, written where the broker finds them.
    private static func users(_ home: Home) throws -> BusUsers {
        let users = BusUsers(.system)
        try home.write(users.file, to: Blueprint.usersFile(home: home.path))
        return users
    }
}
