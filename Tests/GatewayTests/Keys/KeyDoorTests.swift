@testable import Gateway
import Base
import Contracts
import HTTP
import ServiceKit
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct KeyDoorTests {
    private static func add(_ body: JSON, by admin: Client) async throws -> (id: String, secret: String) {
        let made = try await admin.send("POST", "/api/v1/api-keys", body)
        #expect(made.status == 201, "\(made.json.text)")
        return (
            try #require(made.json["key"]?["id"]?.string), try #require(made.json["secret"]?.string)
        )
    }

    @Test func `a key may what its roles say, and needs no cookie`() async throws {
        let house = try await GatewayHouse()
        try await house.run { client in
            let admin = try await client.signedIn(.admin)
            let key = try await KeyDoorTests.add(["name": "ERP", "roles": ["agent"]], by: admin)
            #expect(try await client.byKey(key.secret, "GET", "/api/v1/tickets").status == 200)
            let opened = try await client.byKey(
                key.secret, "POST", "/api/v1/tickets",
                ["subject": "x", "text": "y", "requester": ["id": "c1", "name": "c1"]])
            #expect(opened.status == 201)
            let seen = try #require(house.calls.all.last { $0.call == "open" })
            #expect(seen.caller.id == "admin" && seen.caller.key == key.id && seen.caller.name == "admin (ERP)")
            #expect(try await client.byKey(key.secret, "GET", "/api/v1/audit").status == 403)
            #expect(
                try await client.byKey(key.secret, "PUT", "/api/v1/session/password", ["password": "x"]).status == 403)
            #expect(try await client.byKey(key.secret, "GET", "/api/v1/session").status == 200)
            let listed = try await admin.send("GET", "/api/v1/api-keys")
            let shown = try #require(listed.json["data"]?.array?.first)
            #expect(key.secret.hasPrefix(shown["prefix"]?.string ?? "x") && shown["lastUsedAt"]?.string != nil)
            #expect(!listed.json.text.contains(key.secret))
        }
    }

    @Test func `a key that ended, is over or unknown opens nothing`() async throws {
        let house = try await GatewayHouse()
        try await house.run { client in
            let admin = try await client.signedIn(.admin)
            let key = try await KeyDoorTests.add(["name": "ERP", "roles": ["agent"]], by: admin)
            #expect(try await admin.send("DELETE", "/api/v1/api-keys/\(key.id)").status == 200)
            for secret in [key.secret, "moat_guess", "", key.id] {
                let answer = try await client.byKey(secret, "GET", "/api/v1/tickets")
                #expect(answer.status == 401 && answer.code == "auth.key", "\(answer.json.text)")
            }
            let past = try await admin.send(
                "POST", "/api/v1/api-keys", ["name": "x", "roles": ["agent"], "expiresAt": "2001-01-01T00:00:00Z"])
            Promise.expect(past, 422, "key.invalid", "post", "/api-keys")
            let soon = try await KeyDoorTests.add(
                ["name": "x", "roles": ["agent"], "expiresAt": "2999-01-01T00:00:00Z"], by: admin)
            // As if its time had come.
            try await house.gateways[0].store.write { tx in
                var key = try #require(try KeyTable.key(soon.id, tx))
                key.expiresAt = Instant(seconds: 1)
                try tx.execute("UPDATE api_keys SET body = \(json: key) WHERE id = \(key.id)")
            }
            #expect(try await client.byKey(soon.secret, "GET", "/api/v1/tickets").status == 401)
            // What is stored opens nothing.
            let stored = try await house.gateways[0].store.read {
                try $0.rows("SELECT hash, body FROM api_keys").map { (try $0.string("hash"), try $0.string("body")) }
            }
            for (hash, body) in stored {
                #expect(!body.contains(soon.secret) && !body.contains(key.secret))
                #expect(try await client.byKey(hash, "GET", "/api/v1/tickets").status == 401)
            }
        }
    }

    @Test func `a key may not more than its person`() async throws {
        try await GatewayHouse().run { client in
            let admin = try await client.signedIn(.admin)
            let clerk = try await Staff.add(
                "clerk",
                ["name": "C", "allowed": ["keys:manage": "all", "account:own": "all"], "denied": ["tickets:read"]],
                builtIn: ["light"], by: admin)
            let key = try await KeyDoorTests.add(["name": "K", "roles": ["owner"]], by: clerk)
            #expect(try await client.byKey(key.secret, "GET", "/api/v1/tickets").status == 403)
            #expect(try await client.byKey(key.secret, "GET", "/api/v1/audit").status == 403)
            #expect(try await client.byKey(key.secret, "GET", "/api/v1/api-keys").status == 200)
        }
    }

    @Test func `who asks too often waits as long as they are told`() async throws {
        try await GatewayHouse().run { client in
            let admin = try await client.signedIn(.admin)
            let key = try await KeyDoorTests.add(["name": "K", "roles": ["agent"], "perMinute": 8], by: admin)
            var statuses: [Int] = []
            for _ in 1...4 {
                let answer = try await client.byKey(key.secret, "GET", "/api/v1/tickets")
                statuses.append(answer.status)
                if answer.status == 429 {
                    #expect(answer.code == "rate.limit")
                    #expect((answer.headers["Retry-After"].flatMap(Int.init) ?? 0) >= 1)
                }
            }
            #expect(statuses.contains(429) && statuses.first == 200)
        }
    }

    @Test func `a bucket holds a quarter of a minute's and fills again`() {
        let limits = RateLimits()
        let now = Instant(seconds: 1_000)
        for _ in 1...15 { #expect(limits.take("a", perMinute: 60, now: now) == nil) }
        #expect(limits.take("a", perMinute: 60, now: now) == 1)
        #expect(limits.take("b", perMinute: 60, now: now) == nil)
        #expect(limits.take("a", perMinute: 60, now: now + .seconds(1)) == nil)
        #expect(limits.take("a", perMinute: 60, now: now + .seconds(1)) == 1)
        #expect(limits.take("c", perMinute: 0, now: now) == nil)
        // A clock that was set back gives nothing away.
        #expect(limits.take("a", perMinute: 60, now: now - .hours(1)) != nil)
    }
}
