internal import Base
@testable internal import Bus
internal import BusWire
internal import Testing

struct LimitTests {
    private static func small(_ change: (inout Limits) -> Void) -> Limits {
        var limits = Limits()
        change(&limits)
        return limits
    }

    @Test func `a slow consumer is cut, the others get everything`() {
        let bus = TestBus(limits: Self.small { $0.pending = 10_000 })
        let (slow, good, publisher) = (bus.connect(), bus.connect(), bus.connect())
        bus.say(slow, "SUB a 1\r\n")
        bus.say(good, "SUB a 1\r\n")
        let body = String(repeating: "x", count: 1_000)
        var heard = 0
        for _ in 0..<50 {
            bus.say(publisher, "PUB a 1000\r\n\(body)\r\n")
            heard += bus.heard(good).utf8.count
        }
        #expect(slow.ending == .slowConsumer && slow.output.pending == 0 && slow.subscriptions.isEmpty)
        #expect(good.ending == nil && heard == 50 * ("MSG a 1 1000\r\n".utf8.count + 1_002))
        #expect(bus.broker.counts.endings[.slowConsumer] == 1 && bus.broker.trie.count == 1)
    }

    @Test func `flooding is noticed before the limit`() {
        let bus = TestBus(limits: Self.small { $0.pending = 80_000 })
        let (slow, publisher) = (bus.connect(), bus.connect())
        bus.say(slow, "SUB a 1\r\n")
        for _ in 0..<20 { bus.say(publisher, "PUB a 1000\r\n\(String(repeating: "x", count: 1_000))\r\n") }
        #expect(bus.broker.flooded === slow && slow.ending == nil)
    }

    @Test func `subscriptions over the limit are refused`() {
        let bus = TestBus(limits: Self.small { $0.subscriptions = 2 })
        let session = bus.connect()
        #expect(bus.say(session, "SUB a 1\r\nSUB b 2\r\nSUB b 2\r\n") == "")
        #expect(bus.say(session, "SUB c 3\r\n") == "-ERR 'maximum subscriptions exceeded'\r\n")
        #expect(session.ending == nil && bus.broker.counts.refusedSubscriptions == 1)
    }

    @Test func `connections over the limit are told so and ended`() {
        let bus = TestBus(limits: Self.small { $0.connections = 2 })
        let (first, _) = (bus.connect(), bus.connect())
        let third = bus.open()
        #expect(third.ending == .tooManyConnections)
        #expect(bus.heard(third).hasSuffix("-ERR 'maximum connections exceeded'\r\n"))
        bus.broker.close(third)
        bus.broker.close(first)
        #expect(bus.open().ending == nil)
    }

    @Test func `silence is asked, then ended`() {
        let bus = TestBus()
        let (dead, alive) = (bus.connect(), bus.connect())
        for _ in 0..<4 {
            bus.wait(.minutes(2))
            if alive.ending == nil { bus.say(alive, "PONG\r\n") }
        }
        #expect(dead.ending == .stale && alive.ending == nil)
        #expect(bus.heard(dead) == "PING\r\nPING\r\n-ERR 'Stale Connection'\r\n")
    }

    @Test func `errors end one session only and nothing after them counts`() {
        let bus = TestBus()
        let (bad, good) = (bus.connect(), bus.connect())
        bus.say(good, "SUB > 1\r\n")
        #expect(bus.say(bad, "NONSENSE\r\nPUB a 0\r\n\r\n") == "-ERR 'Unknown Protocol Operation'\r\n")
        #expect(bus.heard(good) == "" && bad.ending == .protocolError)
        #expect(bus.say(good, "PUB a 0\r\n\r\n") == "MSG a 1 0\r\n\r\n")
    }

    @Test func `remembered matches are bounded and forget ended sessions`() {
        let bus = TestBus()
        let (session, publisher) = (bus.connect(), bus.connect())
        weak var subscription: Subscription?
        bus.say(session, "SUB a 1\r\n")
        subscription = session.subscriptions[[49]]
        for _ in 0..<3 { bus.say(publisher, "PUB a 0\r\n\r\nPUB b 0\r\n\r\n") }
        #expect(publisher.recent != nil && subscription != nil)
        bus.broker.close(session)
        bus.wait(.seconds(1))
        #expect(subscription == nil)
    }

    @Test func `a stopping broker tells clients that understand it`() {
        let bus = TestBus()
        let (new, old) = (bus.connect(#"{"verbose":false,"protocol":1}"#), bus.connect(#"{"verbose":false}"#))
        bus.broker.announceEnd()
        #expect(bus.heard(new).contains(#""ldm":true"#) && bus.heard(old) == "")
    }
}
