internal import Base
internal import BusWire
internal import Testing

struct ServerFrameDecoderTests {
    static let info: ServerInfo = {
        var info = ServerInfo()
        (info.serverID, info.version, info.headers, info.lameDuck) = ("S1", "1.0.0", true, true)
        return info
    }()

    static let frames: [ServerFrame] = [
        .info(info), .ok, .ping, .pong, .error("Authorization Violation"),
        .message(ServerMessage(subject: "a.b", sid: 7, payload: Array("hello".utf8))),
        .message(ServerMessage(subject: "a.b", sid: 7, reply: "_INBOX.x", payload: Array("\r\nPING\r\n".utf8))),
        .message(ServerMessage(subject: "_INBOX.x", sid: 1, headers: .noResponders, payload: [])),
        .message(
            ServerMessage(
                subject: "q", sid: 12, reply: "r",
                headers: Headers([("Moat-Caller", "{\"a\":1}"), ("X", ""), ("X", "2")]), payload: [0, 255, 10])),
    ]

    static func encode(_ frame: ServerFrame) throws -> [UInt8] {
        var out: [UInt8] = []
        switch frame {
        case .info(let info): try ServerFrameEncoder.info(info, into: &out)
        case .message(let message): try ServerFrameEncoder.message(message, into: &out)
        case .ok: ServerFrameEncoder.ok(into: &out)
        case .error(let text): ServerFrameEncoder.error(text, into: &out)
        case .ping: ServerFrameEncoder.ping(into: &out)
        case .pong: ServerFrameEncoder.pong(into: &out)
        }
        return out
    }

    static func decode(_ pieces: [[UInt8]]) throws(WireError) -> [ServerFrame] {
        var decoder = ServerFrameDecoder()
        var frames: [ServerFrame] = []
        for piece in pieces {
            decoder.append(piece)
            while let frame = try decoder.next() { frames.append(frame) }
        }
        return frames
    }

    @Test func `what is encoded is decoded, byte by byte too`() throws {
        let bytes = try Self.frames.flatMap(Self.encode)
        #expect(try Self.decode([bytes]) == Self.frames)
        #expect(try Self.decode(bytes.map { [$0] }) == Self.frames)
    }

    @Test func `every pair of cuts of every frame gives the same frame`() throws {
        for frame in Self.frames {
            let bytes = try Self.encode(frame)
            for first in 0...bytes.count {
                for second in first...bytes.count {
                    let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]].map(Array.init)
                    if try Self.decode(pieces) != [frame] { Issue.record("\(frame) cut at \(first), \(second)") }
                }
            }
        }
    }

    @Test func `real server lines are understood`() throws {
        let text =
            "INFO {\"server_id\":\"N\",\"version\":\"2.9.10\",\"proto\":1,\"git_commit\":\"x\",\"max_payload\":1048576,"
            + "\"client_ip\":\"127.0.0.1\",\"nonce\":1} \r\nHMSG a 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n-ERR 'x'\r\n"
        let frames = try Self.decode([Array(text.utf8)])
        guard case .info(let info) = frames.first, case .message(let message) = frames.dropFirst().first else {
            Issue.record("\(frames)")
            return
        }
        #expect(info.version == "2.9.10" && info.clientIP == "127.0.0.1" && info.maxPayload == 1_048_576)
        #expect(message.headers?.status == 503 && message.payload.isEmpty)
        #expect(frames.last == .error("x"))
    }

    @Test(arguments: [
        "INFO x\r\n", "INFO {\"max_payload\":\"a\"}\r\n", "MSG a 1\r\n", "MSG a x 1\r\n", "MSG a 1 2\r\nabc\r\n",
        "HELLO\r\n",
        "HMSG a 1 4 4\r\nabcd\r\n", "HMSG a 1 5 4\r\n", "\r\n", "SUB a 1\r\n",
    ])
    func `nonsense is refused`(text: String) {
        #expect(throws: WireError.self) { try Self.decode([Array(text.utf8)]) }
    }

    @Test(arguments: 1...300)
    func `random messages survive random cuts`(seed: Int) throws {
        let random = Randomness.seeded(UInt64(seed))
        var bytes: [UInt8] = []
        var sent: [ServerFrame] = []
        for _ in 0..<random.below(40) {
            var message = ServerMessage(
                subject: "s.\(random.below(9))", sid: random.below(1000),
                payload: (0..<random.below(200)).map { _ in UInt8(random.below(256)) })
            if random.below(2) == 0 { message.reply = "_INBOX.\(random.below(100))" }
            if random.below(2) == 0 { message.headers = Headers([("A", "\(random.next())")]) }
            sent.append(.message(message))
            bytes += try Self.encode(.message(message))
        }
        var pieces: [[UInt8]] = []
        while !bytes.isEmpty {
            let count = min(bytes.count, 1 + random.below(80))
            pieces.append(Array(bytes.prefix(count)))
            bytes.removeFirst(count)
        }
        #expect(try Self.decode(pieces) == sent)
    }

    @Test func `the buffer does not grow with the number of messages`() throws {
        var decoder = ServerFrameDecoder()
        let bytes = try Self.encode(
            .message(ServerMessage(subject: "a", sid: 1, payload: Array(repeating: 1, count: 500))))
        for _ in 0..<10_000 {
            decoder.append(bytes)
            _ = try decoder.next()
        }
        #expect(decoder.pending == 0)
    }
}
