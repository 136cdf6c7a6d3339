internal import Base
@testable internal import Bus
internal import Testing

struct BusConfigurationTests {
    private func configuration(
        _ arguments: [String] = [], _ environment: [String: String] = [:]
    ) throws -> BusConfiguration {
        try BusConfiguration(arguments: arguments, environment: environment, read: { $0 == "/secret" ? " tok\n" : nil })
    }

    @Test func `flags win over variables, variables over defaults`() throws {
        let plain = try configuration()
        #expect(plain.host == "127.0.0.1" && plain.port == 4_222 && plain.limits == Limits())
        let set = try configuration(
            ["-p", "7000", "--token", "t"], ["BUS_PORT": "1", "BUS_HOST": "0.0.0.0", "BUS_PING_INTERVAL": "1m"])
        #expect(set.port == 7_000 && set.host == "0.0.0.0" && set.token == "t")
        #expect(set.limits.pingInterval == .minutes(1))
        #expect(try configuration([], ["BUS_TOKEN_FILE": "/secret"]).token == "tok")
    }

    @Test func `all mistakes are told together`() {
        let environment = [
            "BUS_PORT": "abc", "BUS_MAX_PAYLOAD": "0", "BUS_PING_INTERVAL": "often", "BUS_LOG_LEVEL": "loud",
            "BUS_TOKEN_FILE": "/none", "BUS_USERS": "/u", "BUS_TOKEN": "t", "BUS_LAME_DUCK": "1h",
        ]
        let error = #expect(throws: BusConfiguration.Mistakes.self) { try configuration(["-x"], environment) }
        #expect(error?.list.count == 8, "\(error?.list ?? [])")
        #expect(error?.list.contains { $0.contains("BUS_PORT is 'abc': expected a whole number") } == true)
    }

    @Test func `a port that is taken is explained`() throws {
        let first = try Socket.listen(host: "127.0.0.1", port: 0)
        defer { first.close() }
        let error = #expect(throws: SocketError.self) {
            try Socket.listen(host: "127.0.0.1", port: first.localPort)
        }
        #expect(error?.description.contains("is taken by another program") == true)
        #expect(throws: SocketError.self) { try Socket.listen(host: "no.such.host.invalid", port: 0) }
    }
}
