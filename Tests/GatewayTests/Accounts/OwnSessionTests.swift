@testable import Gateway
import Base
import Contracts
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct OwnSessionTests {
    @Test func `people see their sessions and end them`() async throws {
        try await GatewayHouse().run { client in
            let first = try await client.signedIn(.agent)
            let second = try await client.signedIn(.agent)
            let third = try await client.signedIn(.agent)
            let admin = try await client.signedIn(.admin)
            let listed = try await first.send("GET", "/api/v1/sessions")
            let sessions = listed.json["data"]?.array ?? []
            #expect(sessions.count == 3 && sessions.filter { $0["current"] == true }.count == 1)
            #expect(sessions.allSatisfy { $0["address"] == "127.0.0.1" })
            let own = try await second.send("GET", "/api/v1/sessions")
            let id = try #require(own.json["data"]?.array?.first { $0["current"] == true }?["id"]?.string)
            #expect(try await admin.send("DELETE", "/api/v1/sessions/\(id)").status == 404)
            #expect(try await first.send("DELETE", "/api/v1/sessions/\(id)").status == 204)
            #expect(try await second.send("GET", "/api/v1/session").status == 401)
            #expect(try await first.send("DELETE", "/api/v1/sessions/others").status == 204)
            #expect(try await third.send("GET", "/api/v1/session").status == 401)
            #expect(try await first.send("GET", "/api/v1/session").status == 200)
        }
    }

    @Test func `a new password needs the old one and ends the other sessions`() async throws {
        try await GatewayHouse().run { client in
            let (first, second) = (try await client.signedIn(.agent), try await client.signedIn(.agent))
            func change(_ current: String, _ password: String) async throws -> Client.Answer {
                try await first.send(
                    "PUT", "/api/v1/session/password",
                    ["current": .string(current), "password": .string(password)])
            }
            Promise.expect(
                try await change("wrong", "another password"), 422, "password.wrong", "put", "/session/password")
            Promise.expect(
                try await change(GatewayHouse.password, "short"), 422, "password.length", "put", "/session/password")
            #expect(try await change(GatewayHouse.password, "another password").status == 204)
            #expect(try await first.send("GET", "/api/v1/session").status == 200)
            #expect(try await second.send("GET", "/api/v1/session").status == 401)
            await #expect(throws: Problem.self) { try await client.signedIn(.agent) }
            #expect(
                try await client.send(
                    "POST", "/api/v1/session", ["email": "agent@example.com", "password": "another password"]
                ).status == 200)
        }
    }

    private static func token(_ letter: SendLetter?) throws -> String {
        let text = try #require(letter?.text)
        let start = try #require(text.firstRange(of: "choose=")?.upperBound)
        return String(text[start...].prefix { !$0.isWhitespace })
    }

    @Test func `an invitation and a forgotten password lead to a new one, each link once`() async throws {
        let house = try await GatewayHouse(withLetters: true)
        try await house.run { client in
            let admin = try await client.signedIn(.admin)
            let new: JSON = ["email": "mei@example.com", "name": "梅", "roles": ["agent"], "language": "zh"]
            let made = try await admin.send("PUT", "/api/v1/accounts/new", new)
            let id = try #require(made.json["id"]?.string)
            #expect(try await admin.send("POST", "/api/v1/accounts/\(id)/invitation").status == 202)
            let letter = try #require(house.letters.all.last)
            #expect(letter.to == "mei@example.com" && letter.subject.contains("邀请"))
            let token = try OwnSessionTests.token(letter)
            func choose(_ token: String, _ password: String) async throws -> Client.Answer {
                try await client.send(
                    "POST", "/api/v1/session/passwords", ["token": .string(token), "password": .string(password)])
            }
            // A link for a password does not sign in.
            #expect(try await client.send("POST", "/api/v1/session", ["token": .string(token)]).code == "auth.link")
            Promise.expect(try await choose(token, "short"), 422, "password.length", "post", "/session/passwords")
            #expect(try await choose(token, GatewayHouse.password).status == 204)
            Promise.expect(
                try await choose(token, GatewayHouse.password), 401, "auth.link", "post", "/session/passwords")
            let mei = try await client.signedIn("mei@example.com")
            for email in ["mei@example.com", "nobody@example.com"] {
                let asked = try await client.send(
                    "POST", "/api/v1/session/password-resets", ["email": .string(email)])
                #expect(asked.status == 202)
            }
            #expect(house.letters.all.count == 2)
            #expect(
                try await choose(try OwnSessionTests.token(house.letters.all.last), "a third password").status == 204)
            #expect(try await mei.send("GET", "/api/v1/session").status == 401)
            // Nobody fills another's mailbox.
            var statuses: Set<Int> = []
            for _ in 1...8 {
                let asked = try await client.send(
                    "POST", "/api/v1/session/password-resets", ["email": "mei@example.com"]
                )
                statuses.insert(asked.status)
            }
            #expect(statuses == [202, 429])
        }
    }
}
