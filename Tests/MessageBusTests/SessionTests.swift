import Base
import BusWire
import Testing

@testable import MessageBus

/// The protocol's decisions without a network.
struct SessionTests {
    private static let inbox = "_INBOX.me"

    @Test func `greeting is answered by CONNECT and PING with credentials`() throws {
        var session = Self.session()
        session.begin(try Endpoint("nats://ann:pw@h:1"))
        _ = try session.take(.info(ServerInfo()))
        let sent = session.sent()
        #expect(sent.hasPrefix("CONNECT {") && sent.hasSuffix("}\r\nPING\r\n"))
        for part in [
            #""verbose":false"#, #""headers":true"#, #""no_responders":true"#, #""echo":true"#, #""user":"ann""#,
            #""pass":"pw""#, #""name":"test""#,
        ] { #expect(sent.contains(part)) }
        #expect(session.phase == .authenticating)
    }

    @Test func `nothing but the handshake is sent before it is over, then all that was asked`() throws {
        var session = Self.session()
        try session.subscribe(sid: 2, subject: "a.*", queue: "q")
        try session.publish(Message(subject: "p", payload: [49]))
        session.flush(9)
        #expect(session.sent() == "")
        session.begin(try Endpoint("h"))
        _ = try session.take(.info(ServerInfo()))
        _ = session.sent()
        try session.publish(Message(subject: "p", payload: [50]))
        _ = try session.take(.pong)
        let expected = "SUB _INBOX.me.* 1\r\nSUB a.* q 2\r\nPUB p 1\r\n1\r\nPUB p 1\r\n2\r\nPING\r\n"
        #expect(session.sent() == expected)
        #expect(session.keptBytes == 0)
        let events = try session.take(.pong)
        guard case .flushed(9)? = events.first else {
            Issue.record("the flush was not reported")
            return
        }
    }

    @Test func `a subscription with a maximum asks only for the rest after a reconnect`() throws {
        var session = try Self.readySession()
        try session.subscribe(sid: 2, subject: "s", queue: nil)
        let endedAlready = session.unsubscribe(sid: 2, maximum: 3)
        #expect(!endedAlready)
        _ = try session.take(.message(ServerMessage(subject: "s", sid: 2, payload: [])))
        let wasInUse = session.lost()
        #expect(wasInUse)
        try session.reconnect()
        #expect(session.sent().hasSuffix("SUB s 2\r\nUNSUB 2 2\r\n"))
        _ = try session.take(.message(ServerMessage(subject: "s", sid: 2, payload: [])))
        let events = try session.take(.message(ServerMessage(subject: "s", sid: 2, payload: [])))
        guard case .message(_, sid: 2, last: true)? = events.first else {
            Issue.record("the third message is the last")
            return
        }
    }

    @Test func `a request that is no longer awaited is not sent after the reconnect`() throws {
        var session = Self.session()
        try session.publish(Message(subject: "r"), request: 7)
        try session.publish(Message(subject: "r"), request: 8)
        session.forget(request: 7)
        try session.reconnect()
        #expect(session.sent().hasSuffix("PUB r _INBOX.me.8 0\r\n\r\n"))
    }

    @Test func `answers find their request by number, strange ones are ignored`() throws {
        var session = try Self.readySession()
        let subjects = ["_INBOX.me.12", "_INBOX.me.", "_INBOX.me.x", "_INBOX.me.99999999999999999999", "_INBOX.me"]
        var requests: [UInt64] = []
        for subject in subjects {
            for case .reply(_, let request) in try session.take(
                .message(ServerMessage(subject: subject, sid: 1, payload: [])))
            { requests.append(request) }
        }
        #expect(requests == [12])
    }

    @Test func `PING is answered, pings of ours are counted until a PONG`() throws {
        var session = try Self.readySession()
        _ = try session.take(.ping)
        #expect(session.sent() == "PONG\r\n")
        session.keepalive()
        session.keepalive()
        #expect(session.unansweredPings == 2)
        _ = try session.take(.pong)
        #expect(session.unansweredPings == 0)
    }

    @Test func `a new limit in INFO holds at once, lame duck and peers are told`() throws {
        var session = try Self.readySession()
        var info = ServerInfo()
        (info.maxPayload, info.lameDuck, info.connectURLs) = (10, true, ["h:1"])
        let events = try session.take(.info(info))
        #expect(events.count == 2)
        #expect(throws: BusError(.payloadTooLarge, "")) {
            try session.publish(Message(subject: "a", payload: [UInt8](repeating: 0, count: 11)))
        }
        // Headers count too: 12 bytes of frame and the field.
        #expect(throws: BusError(.payloadTooLarge, "")) {
            try session.publish(Message(subject: "a", headers: [("A", "1")]))
        }
    }

    @Test(arguments: [
        ("Authorization Violation", BusError.Code.authorization), ("Stale Connection", .disconnected),
        ("Unknown Protocol Operation", .protocolViolation),
    ])
    func `an error of the broker ends the connection with its code`(_ text: String, _ code: BusError.Code) throws {
        var session = try Self.readySession()
        #expect(throws: BusError(code, "")) { try session.take(.error(text)) }
    }

    @Test func `a forbidden subject ends its subscription or names the publication`() throws {
        var session = try Self.readySession()
        try session.subscribe(sid: 2, subject: "secret.>", queue: nil)
        var events = try session.take(.error(#"Permissions Violation for Subscription to "secret.>""#))
        guard case .subscriptionDenied(sid: 2, _)? = events.first else {
            Issue.record("the subscription goes on")
            return
        }
        events = try session.take(.error(#"Permissions Violation for Publish to "x.y""#))
        guard case .publishDenied(subject: "x.y", _)? = events.first else {
            Issue.record("the publication is not named")
            return
        }
        #expect(session.phase == .ready)
    }

    @Test func `pauses double with jitter up to the longest, a good connection starts anew`() throws {
        var reconnection = Reconnection(try Endpoint.list("a,b"))
        let randomness = Randomness.seeded(7)
        #expect([reconnection.take().host, reconnection.take().host, reconnection.take().host] == ["a", "b", "a"])
        #expect(reconnection.pauseAfterFailure(randomness) == .zero)
        var full = 50
        for _ in 0..<20 {
            let pause = reconnection.pauseAfterFailure(randomness)
            #expect(pause >= .milliseconds(full / 2) && pause <= .milliseconds(full))
            let within = reconnection.pauseAfterFailure(randomness)
            #expect(within >= .milliseconds(full / 2) && within <= .milliseconds(full))
            full = min(full * 2, 5_000)
        }
        reconnection.succeeded()
        #expect(reconnection.pauseAfterFailure(randomness) == .zero)
    }

    @Test func `clients may begin anywhere in the list, and go on in its order`() throws {
        var reconnection = Reconnection(try Endpoint.list("a,b,c"), startingAt: 2)
        #expect([reconnection.take().host, reconnection.take().host, reconnection.take().host] == ["c", "a", "b"])
    }

    private static func session() -> Session { Session(name: "test", inbox: inbox, keptMaximum: 1_000) }

    private static func readySession() throws -> Session {
        var session = session()
        try session.reconnect()
        _ = session.sent()
        return session
    }
}

extension Session {
    /// Applies one frame and returns what it meant.
    fileprivate mutating func take(_ frame: ServerFrame) throws -> [Event] {
        var events: [Event] = []
        try received(frame, into: &events)
        return events
    }

    fileprivate mutating func sent() -> String {
        var bytes: [UInt8] = []
        takeOutbound(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    fileprivate mutating func reconnect() throws {
        begin(try Endpoint("h"))
        _ = try take(.info(ServerInfo()))
        _ = try take(.pong)
    }
}
