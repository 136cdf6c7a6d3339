internal import Base

/// Who may use the bus: every process under a name and password of its own, each only with its own subjects. The
/// command
/// line (`moat`) may do everything. Also readable by a nats-server.
struct BusUsers: Equatable, Sendable {
    private let passwords: [String: String]

    /// New passwords; they last as long as this `moat up`.
    init(_ randomness: Randomness) {
        passwords = (["moat"] + Blueprint.services).reduce(into: [:]) { made, name in
            made[name] = (0..<3).map { _ in String(randomness.next(), radix: 36) }.joined()
        }
    }

    /// How this user reaches the bus.
    func url(of name: String, port: Int) -> String { "nats://\(name):\(passwords[name] ?? "")@127.0.0.1:\(port)" }

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
