internal import Base
internal import BusWire

/// Who may connect: anybody, who knows a token, or the users of a file.
struct AccessList: Sendable {
    struct User: Equatable, Sendable {
        var name: String
        var password: String
        var permissions: Permissions?
    }

    var token: String?
    var users: [String: User] = [:]

    /// Must a client say who it is.
    var required: Bool { token != nil || !users.isEmpty }

    /// The user of these credentials and what it may do (nil: everything); nil when there is none.
    func admit(user: String?, password: String?, token given: String?) -> (user: String?, permissions: Permissions?)? {
        if let token { return Self.same(given ?? "", token) ? (nil, nil) : nil }
        guard !users.isEmpty else { return (user, nil) }
        guard let found = users[user ?? ""], Self.same(password ?? "", found.password) else { return nil }
        return (found.name, found.permissions)
    }

    /// Compares in a time that does not tell how much was right.
    private static func same(_ a: String, _ b: String) -> Bool {
        var difference = a.utf8.count ^ b.utf8.count
        var other = b.utf8.makeIterator()
        for byte in a.utf8 { difference |= Int(byte ^ (other.next() ?? 0)) }
        return difference == 0
    }
}

extension AccessList {
    /// Reads the `authorization` section of a nats-server configuration written as JSON, so that one file serves both
    /// brokers. Returns every mistake at once.
    static func parse(_ bytes: [UInt8]) -> Result<AccessList, Mistakes> {
        guard let json = try? JSON(parsing: bytes) else { return .failure(Mistakes(["it is not valid JSON"])) }
        let section = json["authorization"] ?? json
        guard let entries = section["users"]?.array, !entries.isEmpty else {
            return .failure(Mistakes([#"it has no users: expected {"authorization": {"users": [{"user": …}]}}"#]))
        }
        var reader = UserReader(defaults: section["default_permissions"])
        var list = AccessList()
        for (index, entry) in entries.enumerated() {
            guard let user = reader.user(entry, at: "users[\(index)]") else { continue }
            if list.users[user.name] != nil { reader.mistakes.append("users[\(index)]: '\(user.name)' is there twice") }
            list.users[user.name] = user
        }
        return reader.mistakes.isEmpty ? .success(list) : .failure(Mistakes(reader.mistakes))
    }

    /// Sentences that say what is wrong.
    struct Mistakes: Error, Equatable {
        let list: [String]
        init(_ list: [String]) { self.list = list }
    }
}

/// Reads users from JSON and collects what is wrong.
private struct UserReader {
    let defaults: JSON?
    var mistakes: [String] = []

    init(defaults: JSON?) { self.defaults = defaults }

    mutating func user(_ json: JSON, at place: String) -> AccessList.User? {
        guard let name = (json["user"] ?? json["username"])?.string, !name.isEmpty,
            let password = (json["password"] ?? json["pass"])?.string, !password.isEmpty
        else {
            mistakes.append("\(place): 'user' and 'password' must be texts that are not empty")
            return nil
        }
        if password.hasPrefix("$2") {
            mistakes.append("\(place): bcrypt passwords are not understood, write the password itself")
        }
        let permissions = (json["permissions"] ?? defaults).map { self.permissions($0, at: "\(place).permissions") }
        return AccessList.User(name: name, password: password, permissions: permissions)
    }

    private mutating func permissions(_ json: JSON, at place: String) -> Permissions {
        var permissions = Permissions()
        if let publish = json["publish"] ?? json["pub"] { permissions.publish = rules(publish, at: "\(place).publish") }
        if let subscribe = json["subscribe"] ?? json["sub"] {
            permissions.subscribe = rules(subscribe, at: "\(place).subscribe")
        }
        permissions.responses = responses(json["allow_responses"] ?? json["allow_response"], at: place)
        // As in NATS: who may answer and has no list of its own may publish nothing else.
        if permissions.responses != nil, permissions.publish.allow == nil { permissions.publish.allow = [] }
        return permissions
    }

    private mutating func rules(_ json: JSON, at place: String) -> Permissions.Rules {
        guard json.object != nil else { return Permissions.Rules(allow: patterns(json, at: place)) }
        return Permissions.Rules(
            allow: json["allow"].map { patterns($0, at: "\(place).allow") },
            deny: json["deny"].map { patterns($0, at: "\(place).deny") } ?? [])
    }

    private mutating func patterns(_ json: JSON, at place: String) -> [[UInt8]] {
        let texts = json.string.map { [JSON.string($0)] } ?? json.array
        guard let texts else {
            mistakes.append("\(place): expected a pattern or a list of patterns")
            return []
        }
        return texts.enumerated().compactMap { index, item in
            guard let text = item.string, Subject.isPattern(text) else {
                mistakes.append("\(place)[\(index)]: '\(item.string ?? item.text)' is no subject pattern")
                return nil
            }
            return Array(text.utf8)
        }
    }

    private mutating func responses(_ json: JSON?, at place: String) -> Permissions.Responses? {
        guard let json, json != .bool(false) else { return nil }
        if json == .bool(true) { return Permissions.Responses() }
        guard json.object != nil else {
            mistakes.append("\(place).allow_responses: expected true, or {\"max\": 1, \"expires\": \"2m\"}")
            return nil
        }
        var responses = Permissions.Responses()
        if let maximum = json["max"]?.int { responses.maximum = maximum < 0 ? Int.max : max(1, Int(maximum)) }
        if let text = json["expires"]?.string {
            if let span = Duration.span(text) {
                responses.expires = span
            } else {
                mistakes.append("\(place).allow_responses.expires: '\(text)' is no time like 30s, 2m or 1h")
            }
        }
        return responses
    }
}

/// Times as configuration writes them.
enum Duration {
    /// `500ms`, `30s`, `2m`, `1h`, or a bare number of seconds; nil for anything else.
    static func span(_ text: String) -> Instant.Span? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number < 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return .milliseconds(number)
        case "", "s": return .seconds(number)
        case "m": return .minutes(number)
        case "h": return .hours(number)
        default: return nil
        }
    }
}
