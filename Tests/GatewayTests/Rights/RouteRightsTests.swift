@testable import Gateway
import Base
import Contracts
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct RouteRightsTests {
    @Test func `every route that wants a session belongs to a right, and says the same of who may`() {
        for route in RouteTable.all where route.access == .session {
            let right = Right.of(route.call ?? route.operation)
            #expect(right != nil, "\(route.method) \(route.path) belongs to no right")
            // What is one's own everybody may whom the door lets in.
            if right?.id == "account:own" { continue }
            #expect(right?.level == route.allow.level, "\(route.method) \(route.path)")
            for role in Role.allCases {
                let plain = Caller(kind: .agent, id: "1", roles: [role])
                let granted = Caller(kind: .agent, id: "1", grants: Grants([role]))
                #expect(route.permits(plain) == route.permits(granted), "\(route.path) \(role)")
            }
        }
    }

    @Test func `who has no right gets nowhere`() {
        let nobody = Caller(kind: .agent, id: "1", grants: Grants())
        for route in RouteTable.all where route.access == .session {
            #expect(!route.permits(nobody), "\(route.method) \(route.path)")
        }
    }

    @Test func `nothing opens without a session or a key`() async throws {
        try await GatewayHouse().run { client in
            for route in RouteTable.all where route.access == .session {
                let path = "/api/v1/" + route.segments.map { $0.hasPrefix("{") ? "x" : $0 }.joined(separator: "/")
                let answer = try await client.send(route.method, path)
                #expect(answer.status == 401 && answer.code == "auth.required", "\(route.method) \(path)")
            }
        }
    }
}
