internal import Base
@testable internal import Bus
internal import Testing

struct AccessTests {
    static let file = #"""
        {"authorization": {"users": [
          {"user": "all", "password": "secret"},
          {"user": "tickets", "password": "pw", "permissions": {
            "publish": {"allow": ["events.tickets.>"], "deny": ["events.tickets.secret"]},
            "subscribe": {"allow": ["tickets.>"], "deny": ["tickets.private"]},
            "allow_responses": {"max": 1, "expires": "30s"}}}]}}
        """#

    private func list() throws -> AccessList { try AccessList.parse(Array(Self.file.utf8)).get() }

    @Test func `credentials are required when there are users or a token`() throws {
        for access in [try list(), AccessList(token: "t")] {
            let bus = TestBus(access: access)
            for text in [
                "PING\r\n", "SUB a 1\r\n", "PUB a 0\r\n\r\n", "CONNECT {}\r\n", "CONNECT {\"user\":\"all\"}\r\n",
            ] {
                let session = bus.open()
                #expect(bus.say(session, text) == "-ERR 'Authorization Violation'\r\n")
                #expect(session.ending == .authorization)
            }
        }
        #expect(TestBus(access: try list()).connect(#"{"user":"all","pass":"secret"}"#).connected)
        #expect(TestBus(access: AccessList(token: "t")).connect(#"{"auth_token":"t"}"#).connected)
    }

    @Test func `who says nothing is not waited for`() throws {
        let bus = TestBus(access: try list())
        let session = bus.open()
        bus.wait(.seconds(3))
        #expect(bus.heard(session) == "-ERR 'Authentication Timeout'\r\n")
    }

    @Test func `permissions limit publishing, subscribing and delivery`() throws {
        let bus = TestBus(access: try list())
        let tickets = bus.connect(#"{"verbose":false,"user":"tickets","pass":"pw"}"#)
        let all = bus.connect(#"{"verbose":false,"user":"all","pass":"secret"}"#)
        bus.say(all, "SUB events.> 1\r\n")
        #expect(
            bus.say(tickets, "PUB events.tickets.secret 0\r\n\r\nPUB events.tickets.a 0\r\n\r\nPUB x 0\r\n\r\n")
                == "-ERR 'Permissions Violation for Publish to \"events.tickets.secret\"'\r\n"
                + "-ERR 'Permissions Violation for Publish to \"x\"'\r\n")
        #expect(bus.heard(all) == "MSG events.tickets.a 1 0\r\n\r\n")
        #expect(
            bus.say(tickets, "SUB > 1\r\nSUB tickets.private q 2\r\nSUB tickets.* 3\r\n")
                == "-ERR 'Permissions Violation for Subscription to \">\"'\r\n"
                + "-ERR 'Permissions Violation for Subscription to \"tickets.private\" using queue \"q\"'\r\n")
        bus.say(all, "PUB tickets.private 0\r\n\r\nPUB tickets.open 0\r\n\r\n")
        #expect(bus.heard(tickets) == "MSG tickets.open 3 0\r\n\r\n")
        #expect(bus.broker.counts.permissionViolations == 4)
    }

    @Test func `an answer is allowed once and only in time`() throws {
        let bus = TestBus(access: try list())
        let tickets = bus.connect(#"{"verbose":false,"user":"tickets","pass":"pw"}"#)
        let all = bus.connect(#"{"verbose":false,"user":"all","pass":"secret"}"#)
        bus.say(tickets, "SUB tickets.> 1\r\n")
        bus.say(all, "SUB in.* 1\r\nPUB tickets.a in.1 0\r\n\r\nPUB tickets.a in.2 0\r\n\r\n")
        _ = bus.heard(tickets)
        #expect(bus.say(tickets, "PUB in.1 1\r\na\r\n") == "")
        #expect(bus.heard(all) == "MSG in.1 1 1\r\na\r\n")
        #expect(bus.say(tickets, "PUB in.1 1\r\na\r\n").contains("Permissions Violation for Publish to \"in.1\""))
        bus.now = bus.now + .seconds(31)
        #expect(bus.say(tickets, "PUB in.2 1\r\na\r\n").contains("Permissions Violation for Publish to \"in.2\""))
    }

    @Test func `every mistake of the users' file is told at once`() {
        let file = #"""
            {"users": [{"user": "a"}, {"user": "b", "password": "x"}, {"user": "b", "password": "y", "permissions":
              {"publish": ["a..b"], "subscribe": 3, "allow_responses": {"expires": "soon"}}},
              {"user": "c", "password": "$2a$11$xyz"}]}
            """#
        guard case .failure(let mistakes) = AccessList.parse(Array(file.utf8)) else {
            Issue.record("it was accepted")
            return
        }
        #expect(mistakes.list.count == 6, "\(mistakes.list)")
        for text in ["", "[", "{}", #"{"users":[]}"#, #"{"users":3}"#] {
            #expect(throws: AccessList.Mistakes.self) { try AccessList.parse(Array(text.utf8)).get() }
        }
    }
}
