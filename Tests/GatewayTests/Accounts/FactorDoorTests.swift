@testable import Gateway
import Base
import Contracts
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct FactorDoorTests {
    /// Sets up a second factor as a person would: the code that comes next (that of now is used), the recovery codes.
    private static func setUp(_ client: Client) async throws -> (next: JSON, codes: [String]) {
        let offer = try await client.send("POST", "/api/v1/session/factor")
        #expect(offer.status == 201 && offer.json["picture"]?.string?.hasPrefix("<svg") == true)
        let secret = try #require(offer.json["secret"]?.string.flatMap(bytes))
        let step = TOTP.step(SystemTime().now())
        let code = TOTP.code(secret, step: step)
        let confirmed = try await client.send("POST", "/api/v1/session/factor/confirmation", ["code": .string(code)])
        #expect(confirmed.status == 200, "\(confirmed.json.text)")
        let next = JSON.string(TOTP.code(secret, step: step + 1))
        return (next, confirmed.json["codes"]?.array?.compactMap(\.string) ?? [])
    }

    /// What an app makes of the secret that it is shown.
    static func bytes(_ base32: String) -> [UInt8]? {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (group, bits, out) = (0, 0, [UInt8]())
        for letter in base32 {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            group = (group << 5 | value) & 0xFFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: group >> bits))
            }
        }
        return out
    }

    private static func enter(_ client: Client, _ code: JSON? = nil, _ email: String = "agent@example.com")
        async throws -> Client.Answer
    {
        var body: [String: JSON] = ["email": .string(email), "password": .string(GatewayHouse.password)]
        body["code"] = code
        return try await client.send("POST", "/api/v1/session", .object(body))
    }

    @Test func `whoever has a second factor needs it to sign in`() async throws {
        try await GatewayHouse().run { client in
            let agent = try await client.signedIn(.agent)
            let (code, codes) = try await FactorDoorTests.setUp(agent)
            #expect(codes.count == 10 && Set(codes).count == 10)
            Promise.expect(try await FactorDoorTests.enter(client), 401, "auth.code", "post", "/session")
            Promise.expect(
                try await FactorDoorTests.enter(client, "000000"), 401, "auth.code_wrong", "post", "/session")
            #expect(try await FactorDoorTests.enter(client, code).status == 200)
            // Somebody looked over the shoulder: the same code is worth nothing.
            Promise.expect(
                try await FactorDoorTests.enter(client, code), 401, "auth.code_wrong", "post", "/session")
            let recovery = JSON.string(codes[0].uppercased())
            #expect(try await FactorDoorTests.enter(client, recovery).status == 200)
            #expect(try await FactorDoorTests.enter(client, recovery).status == 401)
            let state = try await agent.send("GET", "/api/v1/session/factor")
            #expect(state.json["enabled"] == true && state.json["codesLeft"] == 9)
            #expect(try await agent.send("POST", "/api/v1/session/factor").code == "factor.present")
        }
    }

    @Test func `a factor goes by a code, or by an admin when it is lost`() async throws {
        try await GatewayHouse().run { client in
            let agent = try await client.signedIn(.agent)
            let (_, codes) = try await FactorDoorTests.setUp(agent)
            Promise.expect(
                try await agent.send("POST", "/api/v1/session/factor/removal", ["code": "123456"]), 422, "factor.code",
                "post", "/session/factor/removal")
            let renewed = try await agent.send(
                "POST", "/api/v1/session/factor/codes", ["code": .string(codes[1])])
            let fresh = renewed.json["codes"]?.array?.compactMap(\.string) ?? []
            #expect(fresh.count == 10 && Set(fresh).isDisjoint(with: codes))
            #expect(
                try await agent.send("POST", "/api/v1/session/factor/removal", ["code": .string(fresh[0])]).status
                    == 204)
            #expect(try await FactorDoorTests.enter(client).status == 200)
            _ = try await FactorDoorTests.setUp(agent)
            let admin = try await client.signedIn(.admin)
            let listed = try await admin.send("GET", "/api/v1/accounts")
            #expect(
                listed.json["data"]?.array?.filter { $0["hasFactor"] == true }.compactMap { $0["id"]?.string }
                    == ["agent"])
            #expect(try await admin.send("DELETE", "/api/v1/accounts/agent/factor").status == 200)
            #expect(try await agent.send("GET", "/api/v1/session").status == 401)
            #expect(try await FactorDoorTests.enter(client).status == 200)
        }
    }

    @Test func `a role that asks for it lets nobody do anything else before`() async throws {
        try await GatewayHouse().run { client in
            let admin = try await client.signedIn(.admin)
            let agent = try await client.signedIn(.agent)
            let role = try await admin.send("PUT", "/api/v1/roles/agent", ["name": "agent", "requiresFactor": true])
            #expect(role.status == 200 && role.json["builtIn"] == true)
            let refused = try await agent.send("GET", "/api/v1/tickets")
            #expect(refused.status == 403 && refused.code == "auth.factor_required")
            #expect(try await agent.send("GET", "/api/v1/session").json["needsFactor"] == true)
            _ = try await FactorDoorTests.setUp(agent)
            #expect(try await agent.send("GET", "/api/v1/tickets").status == 200)
            #expect(try await admin.send("GET", "/api/v1/tickets").status == 200)
        }
    }

    @Test func `codes cannot be guessed`() async throws {
        try await GatewayHouse().run { client in
            let agent = try await client.signedIn(.agent)
            _ = try await FactorDoorTests.setUp(agent)
            var statuses: [Int] = []
            for n in 0..<8 {
                statuses.append(
                    try await agent.send(
                        "POST", "/api/v1/session/factor/removal", ["code": .string("00000\(n)")]
                    ).status)
            }
            #expect(statuses.prefix(5) == [422, 422, 422, 422, 422] && statuses.contains(429))
        }
    }
}
