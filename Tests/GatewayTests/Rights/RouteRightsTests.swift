@testable import Gateway
import Base
import Contracts
import Testing

@Suite struct RouteRightsTests {
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
}
