internal import Base
internal import BusWire
internal import Testing

/// A client frame with its bytes taken out, to compare frames from differently cut streams.
enum Frame: Equatable {
    case connect(String), ping, pong
    case publish(subject: String, reply: String, header: String, payload: String)
    case subscribe(subject: String, queue: String, sid: String)
    case unsubscribe(sid: String, maximum: Int)

    init(_ frame: ClientFrame, _ bytes: [UInt8]) {
        func text(_ place: Range<Int>) -> String { String(decoding: bytes[place], as: UTF8.self) }
        switch frame {
        case .connect(let json): self = .connect(text(json))
        case .ping: self = .ping
        case .pong: self = .pong
        case .publish(let subject, let reply, let header, let payload):
            self = .publish(
                subject: text(subject), reply: text(reply), header: text(header), payload: text(payload))
        case .subscribe(let subject, let queue, let sid):
            self = .subscribe(subject: text(subject), queue: text(queue), sid: text(sid))
        case .unsubscribe(let sid, let maximum): self = .unsubscribe(sid: text(sid), maximum: maximum)
        }
    }

    /// Feeds pieces one after the other as a connection does, keeping what is not consumed.
    static func parse(_ pieces: [[UInt8]], limits: WireLimits = WireLimits()) throws(WireError) -> [Frame] {
        var parser = ClientFrameParser(limits: limits)
        var buffer: [UInt8] = []
        var frames: [Frame] = []
        for piece in pieces {
            buffer += piece
            var position = 0
            while let frame = try parser.next(in: buffer.span, at: &position) { frames.append(Frame(frame, buffer)) }
            buffer.removeFirst(position)
        }
        return frames
    }

    static func parse(_ text: String, limits: WireLimits = WireLimits()) throws(WireError) -> [Frame] {
        try parse([Array(text.utf8)], limits: limits)
    }
}

struct ClientFrameParserTests {
    static let stream: [(text: String, frame: Frame)] = [
        ("CONNECT {\"verbose\":false}\r\n", .connect("{\"verbose\":false}")),
        ("PING\r\n", .ping),
        ("pong\n", .pong),
        ("PUB a.b 5\r\nhello\r\n", .publish(subject: "a.b", reply: "", header: "", payload: "hello")),
        ("pub\ta.b  _INBOX.1 \t 0\r\n\r\n", .publish(subject: "a.b", reply: "_INBOX.1", header: "", payload: "")),
        ("PUB x 4\nA\r\nB\r\n", .publish(subject: "x", reply: "", header: "", payload: "A\r\nB")),
        (
            "HPUB k 12 14\r\nNATS/1.0\r\n\r\nhi\r\n",
            .publish(subject: "k", reply: "", header: "NATS/1.0\r\n\r\n", payload: "hi")
        ),
        (
            "hPub k r 12 12\r\nNATS/1.0\r\n\r\n\r\n",
            .publish(subject: "k", reply: "r", header: "NATS/1.0\r\n\r\n", payload: "")
        ),
        ("SUB foo.* 1\r\n", .subscribe(subject: "foo.*", queue: "", sid: "1")),
        ("SUB foo.> workers 22\r\n", .subscribe(subject: "foo.>", queue: "workers", sid: "22")),
        ("UNSUB 1\r\n", .unsubscribe(sid: "1", maximum: 0)),
        ("UNSUB 22 5\r\n", .unsubscribe(sid: "22", maximum: 5)),
        ("UNSUB 22 x\r\n", .unsubscribe(sid: "22", maximum: 0)),
    ]
    static let bytes = Array(stream.map(\.text).joined().utf8)
    static let frames = stream.map(\.frame)

    @Test func `every frame is understood alone`() throws {
        for (text, frame) in Self.stream { #expect(try Frame.parse(text) == [frame]) }
    }

    @Test func `every frame is understood byte by byte`() throws {
        #expect(try Frame.parse(Self.bytes.map { [$0] }) == Self.frames)
    }

    @Test func `every pair of cuts gives the same frames`() throws {
        for first in 0...Self.bytes.count {
            for second in first...Self.bytes.count {
                let pieces = [Self.bytes[..<first], Self.bytes[first..<second], Self.bytes[second...]].map(Array.init)
                let frames = try Frame.parse(pieces)
                if frames != Self.frames { Issue.record("cut at \(first) and \(second)") }
            }
        }
    }

    @Test(arguments: [
        "\r\n", "FOO\r\n", "PUBB a 1\r\n", "PINGPONG\r\n", "CONNECTED {}\r\n", "GET / HTTP/1.1\r\n", "x", "PUX",
        "\0\0\0",
        "PUB a 1\r\nab\r\n", "PUB a 1\r\na\n\n", " PING\r\n",
    ])
    func `what is no operation is refused at once`(text: String) {
        #expect(throws: WireError.unknownOperation) { try Frame.parse(text) }
    }

    @Test(arguments: [
        ("PUB\r\n", "PUB"), ("PUB a\r\n", "PUB"), ("PUB a b c d\r\n", "PUB"), ("PUB a -1\r\n", "PUB"),
        ("PUB a 1x\r\n", "PUB"), ("PUB a 99999999999999999999\r\n", "PUB"), ("HPUB a 1\r\n", "HPUB"),
        ("HPUB a 9 8\r\n", "HPUB"), ("SUB a\r\n", "SUB"), ("SUB a b c d\r\n", "SUB"), ("UNSUB\r\n", "UNSUB"),
        ("HPUB a b c d e f g 9 8\r\n", "HPUB"),
    ])
    func `arguments that do not fit are refused`(text: String, operation: String) {
        #expect(throws: WireError.malformed(operation: operation)) { try Frame.parse(text) }
    }

    @Test func `a line over the limit is refused before its end`() throws {
        let limits = WireLimits(controlLine: 64, payload: 10)
        let long = String(repeating: "s", count: 66)
        for operation in ["PUB", "SUB", "UNSUB", "CONNECT", "PING", "HPUB"] {
            #expect(throws: WireError.controlLineTooLong(limit: 64)) {
                try Frame.parse("\(operation) \(long)", limits: limits)
            }
        }
        // Blank, 61 letters, blank, sid: exactly the limit, however it is cut.
        let exact = Array("SUB \(String(repeating: "s", count: 61)) 1\r\n".utf8)
        #expect(try Frame.parse([exact], limits: limits).count == 1)
        #expect(try Frame.parse(exact.map { [$0] }, limits: limits).count == 1)
    }

    @Test func `a body over the limit is refused before it comes`() throws {
        let limits = WireLimits(payload: 10)
        #expect(try Frame.parse("PUB a 10\r\n0123456789\r\n", limits: limits).count == 1)
        #expect(throws: WireError.payloadTooLarge(size: 11, limit: 10)) {
            try Frame.parse("PUB a 11\r\n", limits: limits)
        }
    }

    @Test func `a large body is asked for once`() throws {
        var parser = ClientFrameParser()
        var position = 0
        let head = Array("PUB a 1000\r\n".utf8)
        #expect(try parser.next(in: head.span, at: &position) == nil)
        #expect(parser.needed == head.count + 1002)
    }

    private static func outcome(_ pieces: [[UInt8]]) -> String {
        do { return "\(try Frame.parse(pieces))" } catch { return "\(error)" }
    }

    @Test(arguments: 1...300)
    func `random bytes never trap`(seed: Int) {
        let random = Randomness.seeded(UInt64(seed))
        let pieces = [
            "PUB ", "HPUB ", "SUB ", "UNSUB ", "CONNECT ", "PING", "\r\n", "\n", " ", "\t", "a.b", "3", "12", "-1",
            "abc",
            "NATS/1.0\r\n\r\n", "999999999", "\0", "\u{FF}",
        ]
        var bytes: [UInt8] = []
        for _ in 0..<random.below(60) {
            if random.below(4) == 0 {
                bytes.append(UInt8(random.below(256)))
            } else {
                bytes += pieces[random.below(pieces.count)].utf8
            }
        }
        #expect(Self.outcome([bytes]) == Self.outcome(bytes.map { [$0] }))
    }
}
