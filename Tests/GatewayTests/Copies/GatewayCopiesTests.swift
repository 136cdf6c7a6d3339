@testable import Gateway
import Base
import Contracts
import HTTP
import ServiceKit
import Store
import TestSupport
import Testing

/// Two copies of the gateway on one store, as behind a balancer: it does not matter at which door somebody knocks.
@Suite(.timeLimit(.minutes(5))) struct GatewayCopiesTests {
    private typealias Body =
        @Sendable (_ one: Client, _ other: Client, _ caller: BusCaller, GatewayHouse) async throws
        -> Void

    private func between(_ place: SharedPlace, _ body: @escaping Body) async throws {
        let folder = TemporaryFolder()
        let house = try await GatewayHouse(
            realTickets: true, copies: 2, storeURL: try await place.url("gateway", in: folder))
        try await house.run { clients, caller in try await body(clients[0], clients[1], caller, house) }
    }

    /// What a gateway says of the session that a browser has.
    private func session(_ client: Client) async throws -> Client.Answer {
        try await client.send("GET", "/api/v1/session")
    }

    private static func at(_ door: Client, _ browser: Client) -> Client {
        Client(http: door.http, port: door.port, cookie: browser.cookie, csrf: browser.csrf)
    }

    private static func question(_ subject: JSON) -> JSON {
        ["subject": subject, "text": "please", "requester": ["id": "c1", "name": "Li"]]
    }

    @Test(arguments: SharedPlace.allCases)
    func `who came in at one door is known at the other, until they leave by either`(place: SharedPlace) async throws {
        try await between(place) { one, other, _, _ in
            let here = try await one.signedIn(.agent)
            let there = Self.at(other, here)
            let (known, same) = (try await session(here), try await session(there))
            #expect(known.status == 200 && same.json == known.json && same.json["csrf"]?.string == here.csrf)
            let opened = try await there.send("POST", "/api/v1/tickets", Self.question("From the other door"))
            #expect(opened.status == 201, "\(opened.json.text)")
            var stranger = there
            for token in [nil, "00000000000000000000000000000000"] {
                stranger.csrf = token
                let refused = try await stranger.send("POST", "/api/v1/tickets", Self.question("Forged"))
                #expect(refused.status == 403 && refused.code == "auth.csrf", "\(refused.json.text)")
            }
            #expect(try await there.send("DELETE", "/api/v1/session").status == 204)
            let (gone, left) = (try await session(here).status, try await session(there).status)
            #expect(gone == 401 && left == 401)
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `a link shown at both doors at once opens one of them`(place: SharedPlace) async throws {
        try await between(place) { one, other, caller, _ in
            for _ in 1...5 {
                let link = SignInLink(email: "agent@example.com")
                let token = try await caller.call(GatewayAPI.signInLink, link, as: .system).token
                async let first = one.send("POST", "/api/v1/session", ["token": .string(token)])
                async let second = other.send("POST", "/api/v1/session", ["token": .string(token)])
                let found = [try await first.status, try await second.status].sorted()
                #expect(found == [200, 401])
            }
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `wrong passwords count, whichever door they are tried at`(place: SharedPlace) async throws {
        try await between(place) { one, other, _, house in
            for n in 1...5 {
                let door = n % 2 == 0 ? one : other
                let wrong: JSON = ["email": "agent@example.com", "password": .string("a wrong one \(n)")]
                #expect(try await door.send("POST", "/api/v1/session", wrong).code == "auth.wrong")
            }
            let row = try await house.gateways[0].store.read { db in
                let row = try db.first("SELECT count, until FROM sign_in_failures")
                return (try row?.int("count"), try row?.instant("until"))
            }
            // The fifth begins a pause of a second, from the moment it came.
            #expect(row.0 == 5)
            #expect(row.1 != nil)
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `an account that is closed or changed is so at both doors at once`(place: SharedPlace) async throws {
        try await between(place) { one, other, caller, _ in
            let here = try await one.signedIn(.agent)
            let there = Self.at(other, try await other.signedIn(.agent))
            var account = try #require(
                try await caller.call(GatewayAPI.accounts, Empty(), as: .system).items.first { $0.id == "agent" })
            account.name = "安"
            _ = try await caller.call(GatewayAPI.saveAccount, SaveAccount(account: account), as: .system)
            for browser in [here, there] {
                #expect(try await session(browser).json["account"]?["name"] == "安")
            }
            account.active = false
            _ = try await caller.call(GatewayAPI.saveAccount, SaveAccount(account: account), as: .system)
            for browser in [here, there] { #expect(try await session(browser).status == 401) }
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `a request that is made at both doors is done once`(place: SharedPlace) async throws {
        try await between(place) { one, other, _, _ in
            let here = try await one.signedIn(.agent)
            let there = Self.at(other, here)
            for n in 1...5 {
                let question = Self.question(.string("Twice \(n)"))
                let key: HTTPHeaders = ["Idempotency-Key": "once-\(n)"]
                async let first = here.send("POST", "/api/v1/tickets", question, key)
                async let second = there.send("POST", "/api/v1/tickets", question, key)
                let (mine, theirs) = (try await first, try await second)
                #expect(mine.status == 201 && theirs.status == 201, "\(mine.json.text) \(theirs.json.text)")
                #expect(mine.json["id"] != nil && mine.json["id"] == theirs.json["id"])
            }
            let listed = try await there.send("GET", "/api/v1/tickets?view=all")
            #expect(listed.json["data"]?.array?.count == 5)
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `a page hears the same at both doors, and goes on at the other`(place: SharedPlace) async throws {
        try await between(place) { one, other, _, _ in
            let here = try await one.signedIn(.agent)
            let there = Self.at(other, here)
            let (first, second) = (try await LivePage(here), try await LivePage(there))
            var subjects: [String] = []
            for n in 1...3 {
                let opened = try await (n == 2 ? there : here).send(
                    "POST", "/api/v1/tickets", Self.question(.string("Number \(n)")))
                subjects.append("\"ticket/\(try #require(opened.json["id"]?.string))\"")
            }
            let heard = try await first.read(until: subjects[2])
            let same = try await second.read(until: subjects[2])
            for subject in subjects { #expect(heard.contains(subject) && same.contains(subject)) }
            let lines = heard.split(whereSeparator: \.isNewline)
            let last = try #require(lines.first { $0.hasPrefix("id: ") }?.dropFirst(4))
            first.leave()
            // It went away after the first event.
            let again = try await LivePage(there, last: String(last))
            let missed = try await again.read(until: subjects[2])
            #expect(missed.contains(subjects[1]) && !missed.contains("id: \(last)\n") && !missed.contains("event: gap"))
        }
    }
}

/// An open page's stream of events.
private struct LivePage {
    private let socket: RawSocket

    init(_ client: Client, last: String? = nil) async throws {
        socket = try await RawSocket.connect(port: client.port)
        let resume = last.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        try await socket.send(
            "GET /api/v1/stream HTTP/1.1\r\nHost: a\r\nCookie: moat_session=\(client.cookie ?? "")\r\n\(resume)\r\n")
        _ = try await socket.read(until: "retry: 1000\n\n")
    }

    func read(until mark: String) async throws -> String { try await socket.read(until: mark) }
    func leave() { socket.shutDown() }
}
