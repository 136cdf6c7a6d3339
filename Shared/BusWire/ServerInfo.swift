internal import Base

/// What a server says of itself first, and again when something changes. Unknown members are ignored.
package struct ServerInfo: Codable, Equatable, Sendable {
    package var serverID = ""
    package var serverName: String?
    package var version = ""
    package var host: String?
    package var port: Int?
    /// The protocol level: 1 or more means that INFO may come again.
    package var proto: Int?
    package var maxPayload = 1_048_576
    package var headers: Bool?
    package var authRequired: Bool?
    package var tlsRequired: Bool?
    package var clientID: Int?
    package var clientIP: String?
    /// The server is about to stop: go elsewhere.
    package var lameDuck: Bool?
    /// Other servers of the cluster.
    package var connectURLs: [String]?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case serverID = "server_id", serverName = "server_name", version, host, port, proto, headers
        case maxPayload = "max_payload", authRequired = "auth_required", tlsRequired = "tls_required"
        case clientID = "client_id", clientIP = "client_ip", lameDuck = "ldm", connectURLs = "connect_urls"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        serverID = try values.decodeIfPresent(String.self, forKey: .serverID) ?? ""
        serverName = try values.decodeIfPresent(String.self, forKey: .serverName)
        version = try values.decodeIfPresent(String.self, forKey: .version) ?? ""
        host = try values.decodeIfPresent(String.self, forKey: .host)
        port = try values.decodeIfPresent(Int.self, forKey: .port)
        proto = try values.decodeIfPresent(Int.self, forKey: .proto)
        maxPayload = try values.decodeIfPresent(Int.self, forKey: .maxPayload) ?? 1_048_576
        headers = try values.decodeIfPresent(Bool.self, forKey: .headers)
        authRequired = try values.decodeIfPresent(Bool.self, forKey: .authRequired)
        tlsRequired = try values.decodeIfPresent(Bool.self, forKey: .tlsRequired)
        clientID = try values.decodeIfPresent(Int.self, forKey: .clientID)
        clientIP = try values.decodeIfPresent(String.self, forKey: .clientIP)
        lameDuck = try values.decodeIfPresent(Bool.self, forKey: .lameDuck)
        connectURLs = try values.decodeIfPresent([String].self, forKey: .connectURLs)
    }

    /// Reads the JSON of an INFO line.
    package init(json: [UInt8]) throws { self = try JSON.decode(ServerInfo.self, from: json) }

    package var json: [UInt8] { get throws { try JSON.encode(self) } }
}
