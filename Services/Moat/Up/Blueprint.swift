internal import Base

/// The processes of one machine, what each is told, and who waits for whom: decided from the wishes, before anything
/// starts.
struct Blueprint: Equatable, Sendable {
    /// The broker that everybody uses.
    enum Bus: Equatable, Sendable {
        /// `moat-bus`, started with the rest.
        case own(port: Int, users: BusUsers)
        /// One that runs elsewhere, with the URL of each name (`BusUsers.names`).
        case existing([String: String])

        func url(of name: String) -> String {
            switch self {
            case .own(let port, let users): users.url(of: name, at: ["127.0.0.1:\(port)"])
            case .existing(let urls): urls[name] ?? ""
            }
        }
    }

    /// What the person, or the environment, asked for.
    struct Wishes: Equatable, Sendable {
        var home: String
        var host: String
        var port: Int
        var bus: Bus
        /// One for each process, in the order of `names`.
        var healthPorts: [Int]
        /// The folder of the executables.
        var programs: String
        var pages: String?
        /// The PostgreSQL that holds the stores; nil: files in the home.
        var store: String?
        /// Those of `names` to start; nil starts all.
        var only: [String]?
    }

    struct Part: Equatable, Sendable {
        var command: ChildCommand
        /// Must be ready first.
        var after: String?
        var healthPort: Int
        /// Answers 200 on the health port once it takes work.
        var readyPath = "/readyz"
    }

    static let services = ["tickets", "customers", "knowledge", "rules", "analytics", "channels", "gateway"]
    static let names = ["bus"] + services

    let parts: [Part]
    let address: String
    let busURL: String
    /// The PostgreSQL that holds the stores; nil: files in the home.
    let postgres: String?

    /// `inherited` is the environment of `moat up` itself: what is set there and not decided here reaches every
    /// process.
    init(_ wishes: Wishes, inherited: [String: String]) {
        precondition(wishes.healthPorts.count == Blueprint.names.count, "each process has its health port")
        let shown = wishes.host == "0.0.0.0" ? "127.0.0.1" : wishes.host
        let address = "http://\(shown):\(wishes.port)"
        busURL = wishes.bus.url(of: "moat")
        self.address = inherited["PUBLIC_URL"] ?? address
        let stores = StoreMap(data: "\(wishes.home)/data", postgres: wishes.store)
        postgres = wishes.store
        var busPort: Int?
        if case .own(let port, _) = wishes.bus { busPort = port }
        let wanted = zip(Blueprint.names, wishes.healthPorts).filter { name, _ in
            (wishes.only?.contains(name) ?? true) && (name != "bus" || busPort != nil)
        }
        parts = wanted.map { name, healthPort in
            var environment = inherited
            // glibc keeps an arena per thread otherwise, and what a burst took is never given back.
            environment.merge(Blueprint.allocator) { wished, _ in wished }
            if name == "bus", let busPort {
                environment["BUS_HOST"] = "127.0.0.1"
                environment["BUS_PORT"] = "\(busPort)"
                environment["BUS_MONITOR_HOST"] = "127.0.0.1"
                environment["BUS_MONITOR_PORT"] = "\(healthPort)"
                environment["BUS_USERS"] = Blueprint.usersFile(home: wishes.home)
            } else {
                environment["BUS_URL"] = wishes.bus.url(of: name)
                environment["HEALTH_HOST"] = "127.0.0.1"
                environment["HEALTH_PORT"] = "\(healthPort)"
                environment["STORE_URL"] = stores.url(of: name)
                environment["PUBLIC_URL"] = inherited["PUBLIC_URL"] ?? address
            }
            if name == "gateway" {
                environment["HTTP_HOST"] = wishes.host
                environment["HTTP_PORT"] = "\(wishes.port)"
                environment["WEB_ROOT"] = wishes.pages
            }
            let command = ChildCommand(
                name: name, executable: "\(wishes.programs)/moat-\(name)", environment: environment,
                log: "\(wishes.home)/logs/\(name).log")
            return Part(
                command: command, after: name == "bus" || busPort == nil ? nil : "bus", healthPort: healthPort,
                readyPath: name == "bus" ? "/healthz" : "/readyz")
        }
    }

    /// Parts that are given, for tests.
    init(parts: [Part], address: String, busURL: String) {
        (self.parts, self.address, self.busURL, postgres) = (parts, address, busURL, nil)
    }

    /// What a burst took goes back to the system: few arenas, and thresholds that stay low (glibc raises them with the
    /// first large array it frees). With the demo company 144 MB of private memory in place of 215.
    static let allocator = [
        "MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "262144",
    ]

    /// Where the broker finds its users.
    static func usersFile(home: String) -> String { "\(home)/bus-users.json" }

    func part(_ name: String) -> Part? { parts.first { $0.command.name == name } }
}
