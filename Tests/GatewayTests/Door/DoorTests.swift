@testable import Gateway
import Base
import Contracts
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct DoorTests {
    private static let opening: JSON = [
        "subject": "s", "text": "t", "requester": ["id": "c1", "name": "李雷"],
    ]

    @Test func `nobody gets in without a session`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            for (method, path) in [
                ("GET", "/tickets"), ("GET", "/session"), ("PATCH", "/tickets/t1"), ("GET", "/stream"),
            ] {
                let answer = try await browser.send(method, "/api/v1" + path, method == "PATCH" ? [:] : nil)
                #expect(answer.status == 401 && answer.code == "auth.required", "\(path)")
                #expect(answer.headers["Content-Type"] == "application/problem+json")
                #expect(answer.json["instance"]?.string == "/api/v1" + path)
                #expect(answer.headers["traceparent"]?.count == 55)
                #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
            }
            var stranger = browser
            stranger.cookie = "0000000000000000"
            let answer = try await stranger.send("GET", "/api/v1/tickets")
            #expect(answer.status == 401)
            #expect(house.calls.all.isEmpty)
        }
    }

    @Test func `signing in, being somebody, and signing out`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let wrong = try await browser.send(
                "POST", "/api/v1/session", ["email": "agent@example.com", "password": "not this one"])
            #expect(wrong.status == 401 && wrong.code == "auth.wrong" && wrong.headers["Set-Cookie"] == nil)
            let right = try await browser.send(
                "POST", "/api/v1/session",
                ["email": "Agent@Example.com", "password": .string(GatewayHouse.password)])
            let cookie = try #require(right.headers["Set-Cookie"])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            #expect(right.headers["Cache-Control"] == "no-store")
            let agent = try await browser.signedIn(.agent)
            let me = try await agent.send("GET", "/api/v1/session")
            #expect(me.json["account"]?["id"] == "agent" && me.json["csrf"]?.string == agent.csrf)
            let out = try await agent.send("DELETE", "/api/v1/session")
            #expect(out.status == 204 && out.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
            let after = try await agent.send("GET", "/api/v1/session")
            #expect(after.status == 401)
        }
        #expect(!house.lines.all.contains { $0.contains(GatewayHouse.password) || $0.contains("not this one") })
    }

    @Test func `a change needs the session's own CSRF value`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let agent = try await browser.signedIn(.agent)
            let other = try await browser.signedIn(.admin)
            for forged in [nil, "", "guess", other.csrf] {
                var page = agent
                page.csrf = forged
                let answer = try await page.send("POST", "/api/v1/tickets", DoorTests.opening)
                #expect(answer.status == 403 && answer.code == "auth.csrf")
            }
            #expect(house.calls.all.isEmpty)
            let answer = try await agent.send("POST", "/api/v1/tickets", DoorTests.opening)
            #expect(answer.status == 201 && answer.json["number"] == 1)
        }
    }

    @Test func `a role may what it may, and the service hears nothing else`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let light = try await browser.signedIn(.light)
            let refused = try await light.send("POST", "/api/v1/tickets", DoorTests.opening)
            #expect(refused.status == 403 && refused.code == "auth.forbidden")
            let agent = try await browser.signedIn(.agent)
            let accounts = try await agent.send("GET", "/api/v1/accounts")
            #expect(accounts.status == 403)
            #expect(house.calls.all.isEmpty)
            let read = try await light.send("GET", "/api/v1/tickets/t1")
            #expect(read.status == 200)
            let seen = try #require(house.calls.all.last)
            #expect(seen.caller.kind == .agent && seen.caller.id == "light" && seen.caller.roles == [.light])
        }
    }

    @Test func `lists have pages, things have tags`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let agent = try await browser.signedIn(.agent)
            let page = try await agent.send("GET", "/api/v1/tickets?view=open&page[size]=1")
            #expect(page.json["data"]?.array?.count == 1 && page.json["meta"]?["has_more"] == true)
            let next = try #require(page.json["links"]?["next"]?.string)
            let last = try await agent.send("GET", next)
            #expect(last.json["meta"]?["has_more"] == false && house.calls.all.last?.version == 1)
            let one = try await agent.send("GET", "/api/v1/tickets/t1")
            #expect(one.headers["ETag"] == "\"7\"")
            let same = try await agent.send("GET", "/api/v1/tickets/t1", nil, ["If-None-Match": "\"7\""])
            #expect(same.status == 304 && same.bytes.isEmpty)
            let change = try await agent.send("PATCH", "/api/v1/tickets/t1", ["subject": "x"], ["If-Match": "\"7\""])
            #expect(change.status == 200 && change.headers["ETag"] == "\"8\"")
            let stale = try await agent.send("PATCH", "/api/v1/tickets/t1", ["subject": "x"], ["If-Match": "\"6\""])
            #expect(stale.status == 412 && stale.code == "ticket.stale")
        }
    }

    @Test func `bad requests are told what is wrong`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let agent = try await browser.signedIn(.agent)
            func post(_ text: String, _ headers: HTTPHeaders = ["Content-Type": "application/json"]) async throws
                -> Client.Answer
            {
                try await agent.send("POST", "/api/v1/tickets", nil, headers, raw: Array(text.utf8))
            }
            let unknown = try await post(
                #"{"subject":"s","text":"t","requester":{"id":"1","name":"n"},"prioritty":"high"}"#)
            #expect(unknown.status == 400 && unknown.json["errors"]?.array?.first?["pointer"] == "#/prioritty")
            let missing = try await post(#"{"subject":"s"}"#)
            #expect(missing.status == 400 && missing.code == "json.missing")
            let cut = try await post(#"{"subject":"s","#)
            #expect(cut.status == 400 && cut.code == "json.malformed")
            let type = try await post("<x/>", ["Content-Type": "text/xml"])
            #expect(type.status == 415)
            let bytes = try await agent.send(
                "POST", "/api/v1/tickets", nil, ["Content-Type": "application/json"], raw: [0x22, 0xFF, 0xFE, 0x22])
            #expect(bytes.status == 400)
            let large = try await post(String(repeating: " ", count: (1 << 20) + 1))
            #expect(large.status == 413)
            let query = try await agent.send("GET", "/api/v1/tickets?colour=red")
            #expect(query.status == 400 && query.code == "query.unknown")
            let key = try await agent.send(
                "POST", "/api/v1/tickets", DoorTests.opening, ["Idempotency-Key": String(repeating: "k", count: 256)])
            #expect(key.status == 400 && key.code == "header.idempotency_key")
            #expect(house.calls.all.isEmpty)
        }
    }

    @Test func `unknown places and wrong methods`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let nowhere = try await browser.send("GET", "/api/v1/nothing")
            #expect(nowhere.status == 404 && nowhere.code == "route.unknown")
            let wrong = try await browser.send("PUT", "/api/v1/tickets/t1")
            #expect(wrong.status == 405 && wrong.headers["Allow"] == "DELETE, GET, HEAD, PATCH")
            let page = try await browser.send("POST", "/", [:])
            #expect(page.status == 405 && page.headers["Allow"] == "GET, HEAD")
            let agent = try await browser.signedIn(.agent)
            let ticket = try await agent.send("GET", "/api/v1/tickets/none")
            #expect(ticket.status == 404 && ticket.code == "ticket.not_found")
            let away = try await agent.send("GET", "/api/v1/customers")
            #expect(away.status == 503 && away.headers["Retry-After"] == "2")
        }
    }

    @Test func `keys and traces travel to the service`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let agent = try await browser.signedIn(.agent)
            let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            let answer = try await agent.send(
                "POST", "/api/v1/tickets", DoorTests.opening, ["Idempotency-Key": "key-1", "traceparent": trace])
            let parent = try #require(TraceContext(trace))
            let door = try #require(answer.headers["traceparent"].flatMap { TraceContext($0) })
            #expect(door.traceID == parent.traceID && door.spanID != parent.spanID && door.isSampled)
            let seen = try #require(house.calls.all.last)
            let service = try #require(seen.trace.flatMap { TraceContext($0) })
            #expect(service.traceID == parent.traceID && ![parent.spanID, door.spanID].contains(service.spanID))
            #expect(seen.key?.hasSuffix("|key-1") == true)
            let refused = try await agent.send("GET", "/api/v1/tickets/none", nil, ["traceparent": trace])
            #expect(refused.json["trace_id"]?.string == parent.traceID)
            let odd = try await agent.send("GET", "/api/v1/tickets/t1", nil, ["traceparent": "00-x\tinjected"])
            #expect(odd.headers["traceparent"] != "00-x\tinjected")
        }
    }
}
