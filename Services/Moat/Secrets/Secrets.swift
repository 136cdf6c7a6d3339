internal import Base
internal import FoundationEssentials

/// A folder of passwords for services that do not share a machine: the users' file that the brokers read, and for each
/// user a file with nothing but its URL (`BUS_URL_FILE`, `STORE_URL_FILE`). Passwords are made once and stay.
struct Secrets: Sendable {
    let folder: String

    /// The users' file, for `BUS_USERS` and for `nats-server -c`.
    static let usersFile = "bus-users.json"
    /// What makes the databases, for `psql`.
    static let databasesFile = "databases.sql"

    static func busFile(of name: String) -> String { "bus-url-\(name)" }
    static func storeFile(of name: String) -> String { "store-url-\(name)" }

    /// Everything that belongs into the folder: brokers at `bus` (`host:port`), and a database for each service at
    /// `postgres` when there is one.
    static func files(_ users: BusUsers, bus: [String], postgres: String?) throws -> [String: String] {
        var files = [usersFile: try JSON.text(of: users.file)]
        for name in BusUsers.names { files[busFile(of: name)] = users.url(of: name, at: bus) }
        guard let postgres else { return files }
        var statements: [String] = []
        for name in Blueprint.services {
            let password = users.password(of: name)
            files[storeFile(of: name)] = "postgres://\(name):\(password)@\(postgres)/\(name)"
            statements.append("CREATE ROLE \(name) LOGIN PASSWORD '\(password)';")
            statements.append("CREATE DATABASE \(name) OWNER \(name) ENCODING 'UTF8' TEMPLATE template0;")
        }
        files[databasesFile] = statements.joined(separator: "\n")
        return files
    }

    /// Writes all files, with the passwords that are there already.
    func write(bus: [String], postgres: String?) throws {
        let known = FileManager.default.contents(atPath: "\(folder)/\(Secrets.usersFile)")
            .flatMap { try? JSON(parsing: Array($0)) }.flatMap(BusUsers.init(file:))
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        } catch {
            throw Mistake(sentence: "\(folder) cannot be made.")
        }
        let home = Home(path: folder)
        for (name, text) in try Secrets.files(known ?? BusUsers(.system), bus: bus, postgres: postgres) {
            let (path, bytes) = ("\(folder)/\(name)", Array((text + "\n").utf8))
            // What is right already keeps its owner: services that start now read it.
            if FileManager.default.contents(atPath: path).map(Array.init) == bytes { continue }
            try home.write(bytes: bytes, to: path)
        }
    }

    /// The URL of each user.
    func busURLs() throws -> [String: String] {
        let environment = Environment(
            BusUsers.names.reduce(into: [:]) { $0["\($1)_FILE"] = Secrets.busFile(of: $1) }, folder: folder)
        return try BusUsers.names.reduce(into: [:]) { urls, name in
            guard let url = environment[name] else {
                throw Mistake(
                    sentence: "\(folder)/\(Secrets.busFile(of: name)) cannot be read.",
                    advice: "Make the folder with 'moat secrets'.")
            }
            urls[name] = url
        }
    }
}
