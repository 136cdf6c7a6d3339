internal import Base
@testable internal import Bus
internal import BusWire
internal import Testing

struct RoutingTests {
    @Test func `a message reaches every subscription and keeps its bytes`() {
        let bus = TestBus()
        let (a, b, publisher) = (bus.connect(), bus.connect(), bus.connect())
        bus.say(a, "SUB x.* 1\r\nSUB x.> 22\r\n")
        bus.say(b, "SUB x.y 7\r\n")
        bus.say(publisher, "PUB x.y r.e 5\r\n\r\nab\n\r\nPUB x 1\r\nq\r\n")
        #expect(bus.heard(a).count == "MSG x.y 22 r.e 5\r\n\r\nab\n\r\nMSG x.y 1 r.e 5\r\n\r\nab\n\r\n".count)
        #expect(bus.heard(b) == "MSG x.y 7 r.e 5\r\n\r\nab\n\r\n")
    }

    @Test(arguments: [
        "PUB  a  2\r\nhi\r\n", "pub\ta\t2\r\nhi\r\n", "PUB a 2\nhi\r\n", "PUB a 002\r\nhi\r\n", "PUB a  2\nhi\r\n",
        "PUB a 2 \r\nhi\r\n",
    ])
    func `an unusual way of writing is delivered in the usual one`(text: String) {
        let bus = TestBus()
        let session = bus.connect()
        bus.say(session, "SUB a 1\r\n")
        #expect(bus.say(session, text) == "MSG a 1 2\r\nhi\r\n")
    }

    @Test(arguments: [
        ("PUB a r  2\r\nhi\r\n", "MSG a 1 r 2\r\nhi\r\n"), ("PUB a\tr\t2\r\nhi\r\n", "MSG a 1 r 2\r\nhi\r\n"),
        ("HPUB a 12\t14\r\nNATS/1.0\r\n\r\nhi\r\n", "HMSG a 1 12 14\r\nNATS/1.0\r\n\r\nhi\r\n"),
        ("HPUB a r 12 14\r\nNATS/1.0\r\n\r\nhi\r\n", "HMSG a 1 r 12 14\r\nNATS/1.0\r\n\r\nhi\r\n"),
    ])
    func `replies and headers are rewritten likewise`(text: String, delivered: String) {
        let bus = TestBus()
        let session = bus.connect()
        bus.say(session, "SUB a 1\r\n")
        #expect(bus.say(session, text) == delivered)
    }

    @Test func `headers are stripped for who cannot read them`() {
        let bus = TestBus()
        let (old, new) = (bus.connect(#"{"verbose":false}"#), bus.connect())
        bus.say(old, "SUB a 1\r\n")
        bus.say(new, "HPUB a r 12 14\r\nNATS/1.0\r\n\r\nhi\r\n")
        #expect(bus.heard(old) == "MSG a 1 r 2\r\nhi\r\n")
    }

    @Test func `a queue group takes turns and passes over who is gone`() {
        let bus = TestBus()
        let workers = (0..<3).map { _ in bus.connect() }
        for worker in workers { bus.say(worker, "SUB jobs q 1\r\n") }
        let publisher = bus.connect()
        for _ in 0..<30 { bus.say(publisher, "PUB jobs 0\r\n\r\n") }
        #expect(workers.map { $0.sent.messages } == [10, 10, 10])
        bus.broker.close(workers[1])
        for _ in 0..<30 { bus.say(publisher, "PUB jobs 0\r\n\r\n") }
        #expect(workers.map { $0.sent.messages } == [25, 10, 25])
    }

    @Test func `groups of one name on two patterns are one group`() {
        let bus = TestBus()
        let (a, b) = (bus.connect(), bus.connect())
        bus.say(a, "SUB jobs.* q 1\r\n")
        bus.say(b, "SUB jobs.x q 1\r\n")
        for _ in 0..<20 { bus.say(a, "PUB jobs.x 0\r\n\r\n") }
        #expect(a.sent.messages + b.sent.messages == 20)
        #expect(min(a.sent.messages, b.sent.messages) >= 5)
    }

    @Test func `nobody there is told by status 503`() {
        let bus = TestBus()
        let session = bus.connect()
        bus.say(session, "SUB in.* 3\r\n")
        #expect(bus.say(session, "PUB no in.1 0\r\n\r\n") == "HMSG in.1 3 16 16\r\nNATS/1.0 503\r\n\r\n\r\n")
        let old = bus.connect(#"{"verbose":false}"#)
        bus.say(old, "SUB in.* 3\r\n")
        #expect(bus.say(old, "PUB no in.1 0\r\n\r\n") == "")
    }

    @Test func `no echo, unsubscribe, and unsubscribe after some`() {
        let bus = TestBus()
        let session = bus.connect(#"{"verbose":false,"echo":false}"#)
        let other = bus.connect()
        bus.say(session, "SUB a 1\r\n")
        bus.say(other, "SUB a 1\r\nUNSUB 1 2\r\nSUB a 2\r\nUNSUB 2\r\n")
        for _ in 0..<3 { bus.say(session, "PUB a 1\r\nx\r\n") }
        #expect(bus.heard(session) == "")
        #expect(bus.heard(other) == "MSG a 1 1\r\nx\r\nMSG a 1 1\r\nx\r\n")
        #expect(bus.broker.trie.count == 1)
    }

    @Test(arguments: 1...40)
    func `the trie agrees with matching pattern by pattern`(seed: Int) {
        let random = Randomness.seeded(UInt64(seed))
        let bus = TestBus(seed: UInt64(seed))
        func subject(_ words: [String]) -> String {
            (0...random.below(3)).map { _ in words[random.below(words.count)] }.joined(separator: ".")
        }
        let (listener, publisher) = (bus.connect(), bus.connect())
        var patterns: [Int: String] = [:]
        for step in 0..<400 {
            switch random.below(4) {
            case 0:
                patterns[step] = subject(["a", "b", "c", "*"]) + (random.below(4) == 0 ? ".>" : "")
                bus.say(listener, "SUB \(patterns[step] ?? "") \(step)\r\n")
            case 1:
                guard let sid = patterns.keys.sorted().randomElement(random) else { continue }
                patterns[sid] = nil
                bus.say(listener, "UNSUB \(sid)\r\n")
            default:
                let subject = subject(["a", "b", "c"])
                bus.say(publisher, "PUB \(subject) 0\r\n\r\n")
                let expected = patterns.filter { Subject.matches(pattern: $0.value, subject: subject) }.keys
                let lines = bus.heard(listener).split(separator: "\r\n").map(String.init)
                #expect(lines.sorted() == expected.map { "MSG \(subject) \($0) 0" }.sorted())
            }
        }
        #expect(bus.broker.trie.count == patterns.count)
        bus.broker.close(listener)
        #expect(bus.broker.trie.count == 0)
    }
}

extension [Int] {
    fileprivate func randomElement(_ random: Randomness) -> Int? { isEmpty ? nil : self[random.below(count)] }
}
