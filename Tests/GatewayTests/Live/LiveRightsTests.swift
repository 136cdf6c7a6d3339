@testable import Gateway
import Base
import Contracts
import Testing

@Suite struct LiveRightsTests {
    private static func item(_ service: String, _ subject: String, _ ticket: JSON = .null, agent: String? = nil)
        -> LiveHub.Item
    {
        let payload: JSON = [
            "type": "moat.tickets.changed", "subject": .string(subject), "data": ["ticket": ticket],
        ]
        return LiveHub.Item(source: service, sequence: 7, bytes: [1], agent: agent, payload: payload.bytes)
    }

    private static func caller(_ grants: Grants?) -> Caller {
        Caller(kind: .agent, id: "ann", roles: [.agent], teams: ["east"], grants: grants)
    }

    private static let tickets: [JSON] = [
        ["assignee": "ann", "team": "west"], ["assignee": "bob", "team": "east"], ["assignee": "bob", "team": "west"],
    ]

    private static func shown(_ grants: Grants?) -> [Bool] {
        tickets.map { item("tickets", "ticket/1", $0).shown(to: caller(grants)) != nil }
    }

    @Test func `everybody hears of the tickets that they may see`() {
        #expect(LiveRightsTests.shown(nil) == [true, true, true])
        #expect(LiveRightsTests.shown(Grants([.agent])) == [true, true, true])
        #expect(LiveRightsTests.shown(Grants(allowed: ["tickets:read": .team])) == [true, true, false])
        #expect(LiveRightsTests.shown(Grants(allowed: ["tickets:read": .own])) == [true, false, false])
        #expect(LiveRightsTests.shown(Grants(allowed: ["customers:read": .all])) == [false, false, false])
        #expect(
            LiveRightsTests.shown(Grants([.agent]).joined(with: Grants(denied: ["tickets:read"]))) == [
                false, false, false,
            ])
    }

    @Test func `what is for somebody else is for nobody else`() {
        let own = LiveRightsTests.item("rules", "agent/ann", agent: "ann")
        let other = LiveRightsTests.item("rules", "agent/bob", agent: "bob")
        for grants in [nil, Grants([.owner]), Grants()] {
            #expect(own.shown(to: LiveRightsTests.caller(grants)) != nil)
            #expect(other.shown(to: LiveRightsTests.caller(grants)) == nil)
        }
    }

    @Test func `an event of no ticket is the whole desk's`() {
        let event = LiveRightsTests.item("tickets", "team/east")
        #expect(event.shown(to: LiveRightsTests.caller(Grants(allowed: ["tickets:read": .own]))) != nil)
    }

    @Test func `masked fields do not go out live either`() throws {
        let requester: JSON = ["id": "c1", "name": "李雷", "address": "li@example.org"]
        let event = LiveRightsTests.item("tickets", "ticket/1", ["assignee": "ann", "requester": requester])
        let grants = Grants(allowed: ["tickets:read": .all], masked: [.contact])
        let bytes = try #require(event.shown(to: LiveRightsTests.caller(grants)))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("李雷") && !text.contains("li@example.org") && text.hasPrefix("id: tickets:7\n"))
    }
}
