internal import BusWire
internal import Testing

struct ClientFrameEncoderTests {
    @Test func `what a client encodes the broker parses`() throws {
        var out: [UInt8] = []
        var options = ConnectOptions()
        (options.name, options.headers, options.user, options.password) = ("tickets", true, "u", "p")
        try ClientFrameEncoder.connect(options, into: &out)
        ClientFrameEncoder.ping(into: &out)
        ClientFrameEncoder.pong(into: &out)
        try ClientFrameEncoder.subscribe(subject: "a.*", sid: 1, into: &out)
        try ClientFrameEncoder.subscribe(subject: "a.>", queue: "q", sid: 2, into: &out)
        ClientFrameEncoder.unsubscribe(sid: 2, maximum: 3, into: &out)
        ClientFrameEncoder.unsubscribe(sid: 1, into: &out)
        try ClientFrameEncoder.publish(subject: "a.b", reply: "r", payload: Array("x".utf8), into: &out)
        try ClientFrameEncoder.publish(subject: "a.b", headers: Headers([("K", "v")]), payload: [], into: &out)
        let frames = try Frame.parse([out])
        guard case .connect(let json) = frames.first else {
            Issue.record("no CONNECT")
            return
        }
        #expect(try ConnectOptions(json: Array(json.utf8)) == options)
        #expect(
            frames.dropFirst() == [
                .ping, .pong, .subscribe(subject: "a.*", queue: "", sid: "1"),
                .subscribe(subject: "a.>", queue: "q", sid: "2"), .unsubscribe(sid: "2", maximum: 3),
                .unsubscribe(sid: "1", maximum: 0), .publish(subject: "a.b", reply: "r", header: "", payload: "x"),
                .publish(subject: "a.b", reply: "", header: "NATS/1.0\r\nK: v\r\n\r\n", payload: ""),
            ])
    }

    @Test func `what would break the protocol is refused and nothing is appended`() {
        var out: [UInt8] = []
        for subject in ["", "a b", "a\r\nPUB x 0", "a.*", "a.>", ".a", "a.", "a..b", "\t"] {
            #expect(throws: WireError.self) {
                try ClientFrameEncoder.publish(subject: subject, payload: [], into: &out)
            }
            #expect(throws: WireError.self) {
                try ClientFrameEncoder.publish(subject: "a", reply: subject, payload: [], into: &out)
            }
        }
        for headers in [
            Headers([("a:b", "c")]), Headers([("", "c")]), Headers([("a", "c\r\nd: e")]), Headers(status: 1),
        ] {
            #expect(throws: WireError.self) {
                try ClientFrameEncoder.publish(subject: "a", headers: headers, payload: [], into: &out)
            }
        }
        #expect(throws: WireError.self) { try ClientFrameEncoder.subscribe(subject: "a.>.b", sid: 1, into: &out) }
        #expect(throws: WireError.self) {
            try ClientFrameEncoder.subscribe(subject: "a", queue: "q q", sid: 1, into: &out)
        }
        #expect(out.isEmpty)
    }

    @Test func `missing connect options have the defaults of NATS`() throws {
        let options = try ConnectOptions(json: Array("{\"lang\":\"x\",\"sig\":\"y\",\"tls_required\":false}".utf8))
        #expect(options.echo && options.verbose && !options.headers && options.lang == "x")
        #expect(throws: (any Error).self) { try ConnectOptions(json: Array("{\"verbose\":3}".utf8)) }
    }
}
