internal import Base

/// What a client says of itself and asks for in CONNECT. Unknown members are ignored. Members that are
/// missing in JSON have nats-server's defaults: verbose, pedantic and echo on, the rest off.
package struct ConnectOptions: Codable, Equatable, Sendable {
    /// Answer every frame with +OK.
    package var verbose = false
    /// Check subjects strictly.
    package var pedantic = false
    /// Deliver a client's own messages to its own subscriptions.
    package var echo = true
    /// The client reads HMSG.
    package var headers = false
    /// Answer requests that nobody listens to with status 503; needs `headers`.
    package var noResponders = false
    /// 1: the client understands INFO at any time.
    package var proto = 0
    package var name: String?
    package var lang: String?
    package var version: String?
    package var user: String?
    package var password: String?
    package var token: String?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case verbose, pedantic, echo, headers, name, lang, version, user
        case proto = "protocol", noResponders = "no_responders", password = "pass", token = "auth_token"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        verbose = try values.decodeIfPresent(Bool.self, forKey: .verbose) ?? true
        pedantic = try values.decodeIfPresent(Bool.self, forKey: .pedantic) ?? true
        echo = try values.decodeIfPresent(Bool.self, forKey: .echo) ?? true
        headers = try values.decodeIfPresent(Bool.self, forKey: .headers) ?? false
        noResponders = try values.decodeIfPresent(Bool.self, forKey: .noResponders) ?? false
        proto = try values.decodeIfPresent(Int.self, forKey: .proto) ?? 0
        name = try values.decodeIfPresent(String.self, forKey: .name)
        lang = try values.decodeIfPresent(String.self, forKey: .lang)
        version = try values.decodeIfPresent(String.self, forKey: .version)
        user = try values.decodeIfPresent(String.self, forKey: .user)
        password = try values.decodeIfPresent(String.self, forKey: .password)
        token = try values.decodeIfPresent(String.self, forKey: .token)
    }

    /// Reads the JSON of a CONNECT line.
    package init(json: [UInt8]) throws { self = try JSON.decode(ConnectOptions.self, from: json) }

    package var json: [UInt8] { get throws { try JSON.encode(self) } }
}
