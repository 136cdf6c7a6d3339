internal import Base

/// Who may use the bus: every process under a name and password of its own, each only with its own subjects. The
/// command
/// line (`moat`) may do everything. Also readable by a nats-server.
struct BusUsers: Equatable, Sendable {
    private let passwords: [String: String]

    static let names = ["moat"] + Blueprint.services

    /// New passwords; they last as long as this `moat up`, or as the file they are kept in.
    init(_ randomness: Randomness) {
        passwords = BusUsers.names.reduce(into: [:]) { made, name in
            made[name] = (0..<3).map { _ in String(randomness.next(), radix: 36) }.joined()
        }
    }

    /// Those of a users' file; nil when somebody is missing there.
    init?(file: JSON) {
        let users = file["authorization"]?["users"]?.array ?? []
        passwords = users.reduce(into: [:]) { known, user in
            if let name = user["user"]?.string { known[name] = user["password"]?.string }
        }
        guard BusUsers.names.allSatisfy({ passwords[$0] != nil }) else { return nil }
    }

    /// How this user reaches the bus, whose brokers are at these places (`host:port`).
    func url(of name: String, at places: [String]) -> String {
        let login = "\(name):\(password(of: name))@"
        return places.enumerated().map { "nats://\($0 == 0 ? login : "")\($1)" }.joined(separator: ",")
    }

    /// Letters and digits only.
    func password(of name: String) -> String { passwords[name] ?? "" }

    /// The users' file of the broker.
    var file: JSON {
        let users = passwords.sorted { $0.key < $1.key }.map { name, password -> JSON in
            let user: [String: JSON] = ["user": .string(name), "password": .string(password)]
            guard name != "moat" else { return .object(user) }
            return .object(user.merging(["permissions": BusUsers.permissions(of: name)]) { _, new in new })
        }
        return ["authorization": ["users": .array(users)]]
    }

    /// A service answers its own calls and announces its own events; it may ask all others and hear all events.
    private static func permissions(of name: String) -> JSON {
        let calls = Blueprint.services.map { JSON.string("\($0).>") }
        let publish = calls + [.string("events.\(name).>"), "_INBOX.>", "$SRV.>"]
        let subscribe: [JSON] = [.string("\(name).>"), "events.>", "_INBOX.>", "$SRV.>"]
        return ["publish": .array(publish), "subscribe": .array(subscribe)]
    }
}
