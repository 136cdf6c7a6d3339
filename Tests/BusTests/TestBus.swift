internal import Base
@testable internal import Bus
internal import BusWire

/// A broker without sockets: what clients write goes in as text, what they would read comes back as text.
final class TestBus {
    let broker: Broker
    var now = Instant(seconds: 1_000)
    private var descriptors: Int32 = 10

    init(limits: Limits = Limits(), access: AccessList = AccessList(), seed: UInt64 = 1) {
        var identity = ServerInfo()
        (identity.serverID, identity.headers, identity.proto) = ("TEST", true, 1)
        if access.required { identity.authRequired = true }
        broker = Broker(limits: limits, access: access, identity: identity, randomness: .seeded(seed))
    }

    /// A new session that has read its INFO and sent CONNECT.
    func connect(_ options: String = #"{"verbose":false,"pedantic":false,"headers":true,"no_responders":true}"#)
        -> Session
    {
        let session = open()
        say(session, "CONNECT \(options)\r\n")
        return session
    }

    /// A new session that has read its INFO and nothing else.
    func open() -> Session {
        descriptors += 1
        let session = broker.open(descriptor: descriptors, address: "127.0.0.1", now: now)
        if session.ending == nil { _ = heard(session) }
        return session
    }

    /// Puts bytes in; returns what the session itself hears at once.
    @discardableResult
    func say(_ session: Session, _ text: String) -> String {
        let bytes = Array(text.utf8)
        _ = broker.receive(session, bytes.span, now: now)
        return heard(session)
    }

    /// Takes what waits for a session.
    func heard(_ session: Session) -> String { String(decoding: session.output.take(), as: UTF8.self) }

    func wait(_ span: Instant.Span) {
        now = now + span
        broker.tick(now: now)
    }
}
