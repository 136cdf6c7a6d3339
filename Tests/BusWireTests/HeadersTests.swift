internal import BusWire
internal import Testing

struct HeadersTests {
    static func parse(_ text: String) throws -> Headers { try Headers(parsing: text.utf8) }

    @Test func `status, description and fields are read`() throws {
        #expect(try Self.parse("NATS/1.0\r\n\r\n") == Headers())
        #expect(try Self.parse("NATS/1.0 503\r\n\r\n") == .noResponders)
        #expect(
            try Self.parse("NATS/1.0 100 Idle Heartbeat\r\nA:1\r\nB:  two words \r\n\r\n")
                == Headers(status: 100, description: "Idle Heartbeat", [("A", "1"), ("B", "two words")]))
    }

    @Test func `names compare without case and keep their order`() {
        var headers = Headers([("Key", "1"), ("KEY", "2"), ("Other", "3")])
        #expect(headers["key"] == "1" && headers.values("kEy") == ["1", "2"] && headers["none"] == nil)
        headers["key"] = "9"
        #expect(headers.fields.map(\.name) == ["Other", "key"])
        headers["other"] = nil
        #expect(headers.fields.map(\.value) == ["9"])
    }

    @Test(arguments: [
        "", "NATS", "NATS/1.0", "NATS/1.0\r\n", "NATS/2.0\r\n\r\n", "NATS/1.0 5\r\n\r\n", "NATS/1.0 abc\r\n\r\n",
        "NATS/1.0\r\nnocolon\r\n\r\n", "NATS/1.0\r\n: v\r\n\r\n", "NATS/1.0x\r\n\r\n",
    ])
    func `a block that is none is refused`(text: String) {
        #expect(throws: WireError.self) { try Self.parse(text) }
    }

    @Test func `a block comes back as it went`() throws {
        let headers = Headers(status: 200, description: "OK", [("a", "客户"), ("b", ""), ("b", ": x")])
        var bytes: [UInt8] = []
        try headers.encode(into: &bytes)
        #expect(try Headers(parsing: bytes) == headers)
    }
}
