import Testing

@testable import MessageBus

struct EndpointTests {
    @Test func `a list of brokers is read in order and credentials are shared`() throws {
        let list = try Endpoint.list("nats://ann:s%40c@one:5000, two ,nats://[::1]:6")
        #expect(list.map(\.place) == ["one:5000", "two:4222", "[::1]:6"])
        #expect(list.allSatisfy { $0.user == "ann" && $0.password == "s@c" })
    }

    @Test func `a token stands alone before the host`() throws {
        let list = try Endpoint.list("nats://t0ken@h:1")
        #expect(list[0].token == "t0ken" && list[0].user == nil)
    }

    @Test(arguments: ["", ",", "tls://x", "nats://", "nats://h:0", "nats://h:x", "h:70000", "nats://%g1@h"])
    func `a wrong list is refused`(_ text: String) {
        #expect(throws: BusError(.protocolViolation, "")) { try Endpoint.list(text) }
    }
}
