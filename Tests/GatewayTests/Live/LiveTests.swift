@testable import Gateway
import Base
import Contracts
import HTTP
import MessageBus
import ServiceKit
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct LiveTests {
    private func event(_ n: Int, subject: String = "ticket/1", type: String = "moat.tickets.noted", size: Int = 1)
        -> Event
    {
        Event(
            id: "e\(n)", source: "/moat/\(type.split(separator: ".")[1])", type: type, subject: subject,
            time: Instant(seconds: 0),
            data: ["n": .int(Int64(n)), "fill": .string(String(repeating: "x", count: size))], sequence: Int64(n))
    }

    private func publish(_ events: [Event], _ house: GatewayHouse) async throws {
        for event in events {
            let subject = "events." + event.type.dropFirst("moat.".count)
            try await house.tickets.bus.publish(.init(subject: subject, payload: try JSON.encode(event)))
        }
        try await house.tickets.bus.flush()
    }

    private func page(_ client: Client, last: String? = nil) async throws -> RawSocket {
        let socket = try await RawSocket.connect(port: client.port)
        let resume = last.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        try await socket.send(
            "GET /api/v1/stream HTTP/1.1\r\nHost: a\r\nCookie: moat_session=\(client.cookie ?? "")\r\n\(resume)\r\n")
        let head = try await socket.read(until: "retry: 1000\n\n")
        #expect(head.contains("text/event-stream"))
        return socket
    }

    @Test func `a page hears what happens, and goes on where it was`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let agent = try await browser.signedIn(.agent)
            let socket = try await page(agent)
            try await publish((1...3).map { event($0) }, house)
            let heard = try await socket.read(until: #""n":3"#)
            #expect(heard.contains("id: tickets:1\n") && heard.contains("event: moat.tickets.noted\n"))
            socket.shutDown()
            let again = try await page(agent, last: "tickets:1")
            let missed = try await again.read(until: #""n":3"#)
            #expect(missed.contains("id: tickets:2\n") && !missed.contains("id: tickets:1\n"))
        }
    }

    @Test func `a page from another copy, which heard the events in another order, misses none`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let agent = try await browser.signedIn(.agent)
            let socket = try await page(agent)
            // There, the last that the page heard was 2; the notice and 3 came after it.
            try await publish([event(1), event(3), event(1, type: "moat.rules.ran"), event(2), event(4)], house)
            _ = try await socket.read(until: #""n":4"#)
            let again = try await page(agent, last: "tickets:2")
            let missed = try await again.read(until: #""n":4"#)
            #expect(missed.contains("id: tickets:3\n") && missed.contains("moat.rules.ran"))
            #expect(!missed.contains("id: tickets:1\n") && !missed.contains("id: tickets:2\n"))
        }
    }

    @Test func `who was away too long is told to fetch again`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let agent = try await browser.signedIn(.agent)
            let socket = try await page(agent, last: "tickets:99999")
            _ = try await socket.read(until: "event: gap\n")
            // More than are kept: the first is forgotten, once the gateway has heard them all.
            for start in stride(from: 1, through: 2_401, by: 100) {
                try await publish((start..<start + 100).map { event($0) }, house)
                _ = try await socket.read(until: "\"n\":\(start + 99)")
            }
            let other = try await page(agent, last: "tickets:1")
            _ = try await other.read(until: "event: gap\n")
        }
    }

    @Test func `a page that was there before the house is heard is told to fetch again`() async throws {
        let house = try await ServiceHouse()
        let bus = try house.bus("gateway")
        let hub = LiveHub()
        let server = try HTTPServer(.init(host: "127.0.0.1", port: 0, name: "live"), time: SystemTime()) { _ in
            HTTPResponse(
                body: .stream {
                    try await hub.serve($0, to: Caller(kind: .agent, id: "a"), after: nil, time: SystemTime())
                })
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await server.run() }
            let socket = try await RawSocket.connect(port: server.port)
            try await socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await socket.read(until: "retry: 1000\n\n")
            group.addTask { try? await bus.run() }
            group.addTask { try? await hub.listen(to: bus, log: Log(service: "test", level: .error)) }
            _ = try await socket.read(until: "event: gap\n")
            #expect(bus.isConnected)
            // Who fetches now and then waits must hear of whatever happens from now on.
            try await bus.publish(.init(subject: "events.tickets.noted", payload: try JSON.encode(event(1))))
            _ = try await socket.read(until: #""n":1"#)
        }
    }

    @Test func `a notice is for its agent only`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let (agent, admin) = (try await browser.signedIn(.agent), try await browser.signedIn(.admin))
            let (first, second) = (try await page(agent), try await page(admin))
            let notice = event(1, subject: "agent/agent", type: "moat.rules.notified")
            try await publish([notice, event(2)], house)
            let mine = try await first.read(until: #""n":2"#)
            let theirs = try await second.read(until: #""n":2"#)
            #expect(mine.contains("moat.rules.notified") && !theirs.contains("moat.rules.notified"))
            let replay = try await page(admin, last: "rules:1")
            let missed = try await replay.read(until: #""n":2"#)
            #expect(!missed.contains("moat.rules.notified"))
        }
    }

    @Test func `a page that does not read is cut off, and others go on`() async throws {
        let house = try await GatewayHouse()
        try await house.run { browser in
            let (agent, admin) = (try await browser.signedIn(.agent), try await browser.signedIn(.admin))
            let (slow, quick) = (try await page(agent), try await page(admin))
            for start in stride(from: 1, to: 1_900, by: 100) {
                try await publish((start..<start + 100).map { event($0, size: 8_000) }, house)
                _ = try await quick.read(until: "\"n\":\(start + 99)")
            }
            let rest = try await slow.read(until: "\r\n0\r\n\r\n")
            #expect(!rest.contains("id: tickets:1900\n") && rest.contains("id: tickets:1\n"))
        }
    }
}
