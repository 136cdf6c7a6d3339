internal import Base
internal import FoundationEssentials
internal import Glibc

/// The folder of one installation: `data` (the stores), `logs`, and what is running now.
struct Home: Sendable {
    let path: String

    init(path: String) { self.path = path }

    /// `--home`, else `MOAT_HOME`, else `./.moat` when it is there, else `~/.moat`.
    static func locate(_ arguments: Arguments, _ environment: Environment) -> Home {
        if let given = arguments["home"] ?? environment["MOAT_HOME"] { return Home(path: environment.path(given)) }
        let here = environment.path(".moat")
        if FileManager.default.fileExists(atPath: here) { return Home(path: here) }
        return Home(path: (environment["HOME"] ?? environment.folder) + "/.moat")
    }

    var data: String { "\(path)/data" }
    var logs: String { "\(path)/logs" }
    var lock: String { "\(path)/lock" }
    var running: String { "\(path)/running.json" }
    /// What Prometheus scrapes (`file_sd_configs`).
    var targets: String { "\(path)/prometheus-targets.json" }
    func log(of process: String) -> String { "\(logs)/\(process).log" }

    /// Makes the folders that are not there; only the owner may look into them.
    func prepare() throws {
        for folder in [path, data, logs] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw Mistake(
                    sentence: "\(folder) cannot be made.", advice: "Choose another folder with --home or MOAT_HOME.")
            }
        }
    }

    /// What is running, if anything was started here and not yet cleared away.
    func readRunning() -> Running? {
        guard let data = FileManager.default.contents(atPath: running) else { return nil }
        return try? JSON.decode(Running.self, from: Array(data))
    }

    /// Writes what is running.
    func write(_ running: Running) throws { try write(running, to: self.running) }

    /// Writes a file for the owner's eyes only, whole or not at all.
    func write(_ value: some Encodable, to path: String) throws { try write(bytes: JSON.encode(value), to: path) }

    /// The same with bytes.
    func write(bytes: [UInt8], to path: String) throws {
        let draft = path + ".new"
        guard FileManager.default.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600])
        else {
            throw Mistake(sentence: "\(draft) cannot be written.")
        }
        try Data(bytes).write(to: URL(filePath: draft))
        guard unsafe rename(draft, path) == 0 else { throw Mistake(sentence: "\(path) cannot be written.") }
    }

    func clearRunning() {
        try? FileManager.default.removeItem(atPath: running)
        try? FileManager.default.removeItem(atPath: targets)
        try? FileManager.default.removeItem(atPath: Blueprint.usersFile(home: path))
    }
}

/// What `moat up` has started, for the other commands: who answers where.
struct Running: Codable, Hashable, Sendable {
    var pid: Int32
    /// Where the pages are, like `http://127.0.0.1:8080`.
    var address: String
    var busURL: String
    /// The URL of the PostgreSQL that holds the stores; nil: files in the home.
    var store: String?
    var processes: [Process]

    /// The health doors as Prometheus wants them named.
    var targets: JSON {
        .array(
            processes.map { process -> JSON in
                ["targets": [.string("127.0.0.1:\(process.healthPort)")], "labels": ["job": "moat"]]
            })
    }

    struct Process: Codable, Hashable, Sendable {
        var name: String
        /// Nil while it waits to be started again.
        var pid: Int32?
        var healthPort: Int
    }
}
