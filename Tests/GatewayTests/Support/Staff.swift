@testable import Gateway
import Base
import Contracts
import HTTP

extension Client {
    /// The same browser, signed in by a mail address and whatever else the sign-in wants.
    func signedIn(_ email: String, _ more: [String: JSON] = [:]) async throws -> Client {
        let words = ["email": .string(email), "password": .string(GatewayHouse.password)].merging(more) { $1 }
        let answer = try await send("POST", "/api/v1/session", .object(words))
        guard answer.status == 200, let set = answer.headers["Set-Cookie"] else {
            throw Problem.fault("test.sign_in", "\(answer.status) \(answer.json.text)")
        }
        var client = self
        client.cookie = String(set.dropFirst("moat_session=".count).prefix { $0 != ";" })
        client.csrf = answer.json["csrf"]?.string
        return client
    }

    /// Asks with an API key.
    func byKey(_ secret: String, _ method: String, _ path: String, _ body: JSON? = nil) async throws -> Answer {
        var stranger = self
        (stranger.cookie, stranger.csrf) = (nil, nil)
        return try await stranger.send(method, path, body, ["Authorization": "Bearer \(secret)"])
    }
}

/// People of a house who have roles of its own.
enum Staff {
    /// Makes a role and somebody who has it; returns their browser.
    static func add(
        _ id: String, _ role: JSON, builtIn: [JSON] = [], teams: [JSON] = [], by admin: Client
    ) async throws -> Client {
        let made = try await admin.send("PUT", "/api/v1/roles/\(id)", role)
        guard made.status == 200 else { throw Problem.fault("test.role", made.json.text) }
        let account: JSON = [
            "email": .string("\(id)@example.com"), "name": .string(id), "roles": .array(builtIn),
            "customRoles": [.string(id)], "password": .string(GatewayHouse.password), "teams": .array(teams),
        ]
        let saved = try await admin.send("PUT", "/api/v1/accounts/\(id)", account)
        guard saved.status == 200 else { throw Problem.fault("test.account", saved.json.text) }
        return try await admin.signedIn("\(id)@example.com")
    }
}
