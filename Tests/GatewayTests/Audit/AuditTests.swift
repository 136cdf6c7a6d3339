@testable import Gateway
import Base
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct AuditTests {
    private static func line(_ n: Int) -> AuditLine {
        AuditLine(
            at: Instant(seconds: 1_795_420_800), actor: Actor(kind: .agent, id: "a", name: "安"),
            action: "rules.save", object: "/rules/\(n)", outcome: 200, before: ["n": 1], after: ["n": .int(Int64(n))],
            address: "192.0.2.1", trace: "t")
    }

    private func withLog(_ body: @escaping @Sendable (Store, AuditCalls) async throws -> Void) async throws {
        let store = try await TestStore.open(
            service: "gateway", migrations: Schema.migrations, time: ManualTime(),
            identifiers: .uuidV7(time: ManualTime(), randomness: .seeded(1)))
        try await store.write { tx in try AuditTable.append((1...5).map(AuditTests.line), tx) }
        try await body(store, AuditCalls(store: store))
        await store.close()
    }

    private static let context = CallContext(caller: .system)

    @Test func `a log as it was written is intact`() async throws {
        try await withLog { store, calls in
            try await store.write { tx in try AuditTable.append((6...1_203).map(AuditTests.line), tx) }
            let check = try await calls.verify(Empty(), AuditTests.context)
            #expect(check.intact && check.lines == 1_203 && check.brokenAt == nil && check.head.count == 64)
        }
    }

    @Test(arguments: [
        ("a word changed", "UPDATE audit SET line = replace(line, '192.0.2.1', '192.0.2.2') WHERE sequence = 3", 3),
        ("a line removed", "DELETE FROM audit WHERE sequence = 2", 2),
        ("the first removed", "DELETE FROM audit WHERE sequence = 1", 1),
        ("the last removed", "DELETE FROM audit WHERE sequence = 5", 5),
        (
            "two exchanged",
            "UPDATE audit SET line = (SELECT line FROM audit b WHERE b.sequence = 7 - audit.sequence) "
                + "WHERE sequence IN (3, 4)",
            3
        ),
        ("a hash changed", "UPDATE audit SET hash = 'x' WHERE sequence = 4", 4),
    ]) func `whoever tampers is found out`(what: String, sql: String, place: Int) async throws {
        try await withLog { store, calls in
            try await store.write { tx in try tx.execute(SQL(unsafeSQL: sql)) }
            let check = try await calls.verify(Empty(), AuditTests.context)
            #expect(!check.intact && check.brokenAt == Int64(place), "\(what): \(check)")
        }
    }

    @Test func `pages go back in time and filter`() async throws {
        try await withLog { store, calls in
            var other = AuditTests.line(6)
            (other.actor, other.action) = (Actor(kind: .agent, id: "b"), "roles.save")
            let added = other
            try await store.write { tx in try AuditTable.append([added], tx) }
            let first = try await calls.list(ListAudit(limit: 4), AuditTests.context)
            #expect(first.items.map(\.sequence) == [6, 5, 4, 3])
            let second = try await calls.list(ListAudit(limit: 4, after: first.after), AuditTests.context)
            #expect(second.items.map(\.sequence) == [2, 1] && second.after == nil)
            #expect(try await calls.list(ListAudit(actor: "b"), AuditTests.context).items.map(\.sequence) == [6])
            #expect(try await calls.list(ListAudit(action: "rules"), AuditTests.context).items.count == 5)
            #expect(try await calls.list(ListAudit(object: "/rules/3"), AuditTests.context).items.count == 1)
            let export = try await calls.export(ExportAudit(from: 4), AuditTests.context)
            #expect(export.lines.count == 2 && export.next == nil)
        }
    }

    @Test func `what is done through the door stands in the log`() async throws {
        let house = try await GatewayHouse()
        try await house.run { client in
            let admin = try await client.signedIn(.admin)
            _ = try await client.send(
                "POST", "/api/v1/session", ["email": "agent@example.com", "password": "not this one"])
            #expect(try await admin.send("PUT", "/api/v1/roles/help", ["name": "Help"]).status == 200)
            #expect(try await admin.send("PUT", "/api/v1/roles/help", ["name": "Helpers", "version": 1]).status == 200)
            let agent = try await client.signedIn(.agent)
            #expect(try await agent.send("PUT", "/api/v1/roles/mine", ["name": "Mine"]).status == 403)
            let words: JSON = ["subject": "geheim", "text": "y", "requester": ["id": "c1", "name": "c1"]]
            #expect(try await agent.send("POST", "/api/v1/tickets", words).status == 201)
            #expect(try await agent.send("GET", "/api/v1/tickets").status == 200)
            var lines: [JSON] = []
            try await eventually("the batch is written") {
                lines = try await admin.send("GET", "/api/v1/audit?page[size]=100").json["data"]?.array ?? []
                return lines.contains { $0["action"] == "tickets.open" }
            }
            func of(_ action: String) -> [JSON] { lines.filter { $0["action"]?.string == action } }
            #expect(of("session.open").count == 2)
            #expect(of("session.refused").first?["object"] == "/accounts/agent")
            #expect(of("session.refused").first?["outcome"] == 401)
            let saves = of("gateway.roles.save")
            #expect(saves.compactMap { $0["outcome"]?.int } == [403, 200, 200])
            let change = try #require(saves.dropFirst().first)
            #expect(change["before"]?["name"] == "Help" && change["after"]?["name"] == "Helpers")
            #expect(change["actor"]?["id"] == "admin" && change["address"] == "127.0.0.1")
            #expect(change["trace"]?.string?.count == 32)
            let ticket = try #require(of("tickets.open").first)
            #expect(ticket["after"] == ["members": ["requester", "subject", "text"]])
            #expect(!lines.contains { $0.text.contains("geheim") || $0.text.contains(GatewayHouse.password) })
            let check = try await admin.send("POST", "/api/v1/audit/verification")
            #expect(check.json["intact"] == true)
        }
    }
}
