import Base
import Conditions
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 109: the house's own fields, secret ones among them.
struct AttributeTests {
    private static let account = "6222 0000 1234 5678"

    private func house() async throws -> (House, String) {
        let house = try await House()
        for field in [
            AttributeField(id: "account", name: "Account", kind: .text, secret: true),
            AttributeField(id: "machine", name: "Machine", kind: .choice, options: ["E1", "E2"]),
            AttributeField(id: "born", name: "Born", kind: .date),
            AttributeField(id: "seats", name: "Seats", kind: .number),
        ] { try await house.work { try $0.save(field) } }
        return (house, try await house.identify(.email, "a@x.co").id)
    }

    private func set(_ house: House, _ id: String, _ values: [String: JSON]) async throws -> [AttributeValue] {
        try await house.work { try $0.save(SaveAttributes(customer: id, values: values)) }.items
    }

    @Test func `a secret is masked, and each look at it is in the journal`() async throws {
        let (house, ada) = try await house()
        let shown = try await set(
            house, ada, ["account": .string(Self.account), "machine": "E2", "born": "1990-01-02"])
        let account = try #require(shown.first { $0.field == "account" })
        #expect(account.value == nil && account.masked == "••••78")
        let reveal = RevealAttribute(customer: ada, field: "account", reason: "refund by bank")
        #expect(try await house.work { try $0.reveal(reveal) }.value == .string(Self.account))
        let unsaid = RevealAttribute(customer: ada, field: "account", reason: " ")
        #expect(await House.problem { try await house.work { try $0.reveal(unsaid) } }?.code == "attribute.reason")
        let events = try await house.store.feed(after: 0, limit: 100).events
        let look = try #require(events.first { $0.type == CustomersAPI.attributeRevealed.name })
        #expect(look.data["reason"] == "refund by bank" && look.data["fields"] == ["account"])
        #expect(!events.map(\.data.text).joined().contains("6222"))
        let fields = try await house.store.read { try house.calls.memo.groups(in: $0).catalogue }
        #expect(
            fields.field("customer.attributes.machine") != nil && fields.field("customer.attributes.account") == nil)
    }

    @Test(
        arguments: [
            ("machine", "E3"), ("born", "yesterday"), ("seats", "many"), ("account", ""),
        ] as [(String, JSON)])
    func `a value is what its field asks for`(_ field: String, _ value: JSON) async throws {
        let (house, ada) = try await house()
        var values: [String: JSON] = ["machine": "E1", "seats": 3]
        values[field] = value
        let wrong = values
        let problem = await House.problem { _ = try await set(house, ada, wrong) }
        #expect(problem?.code == "attribute.value" && problem?.errors?.first?.pointer == "#/values/\(field)")
        #expect(try await house.store.read { try $0.attributes(of: ada) }.items.isEmpty, "nothing half done")
    }

    @Test func `segments follow values, and a field that is asked for stays`() async throws {
        let (house, ada) = try await house()
        let segment = Segment(id: "e2", name: "E2", condition: .test("customer.attributes.machine", .equal, "E2"))
        try await house.work { try $0.save(segment) }
        try await house.settle()
        _ = try await set(house, ada, ["machine": "E2", "born": "1990-01-02"])
        #expect(try await house.members("e2") == [ada])
        let used = await House.problem { try await house.work { try $0.removeAttributeField("machine") } }
        #expect(used?.code == "attribute.in_use")
        let valued = await House.problem { try await house.work { try $0.removeAttributeField("born") } }
        #expect(valued?.code == "attribute.in_use")
        _ = try await set(house, ada, ["machine": .null, "born": .null])
        #expect(try await house.members("e2").isEmpty)
        try await house.work { try $0.removeAttributeField("born") }
        let other = AttributeField(id: "machine", name: "Machine", kind: .text, version: 1)
        #expect(await House.problem { try await house.work { try $0.save(other) } }?.code == "attribute.in_use")
    }

    @Test func `whoever is joined brings values along, and takes them away again`() async throws {
        let (house, ada) = try await house()
        let bob = try await house.identify(.email, "b@x.co").id
        _ = try await set(house, ada, ["machine": "E1"])
        house.time.advance(by: .seconds(1))
        _ = try await set(house, bob, ["machine": "E2", "seats": 4])
        _ = try await house.join(ada, bob)
        #expect(try await house.store.read { try $0.attributes(of: ada) }.items.map(\.value) == ["E2", 4])
        _ = try await house.undo(house.merges()[0])
        #expect(try await house.store.read { try $0.attributes(of: ada) }.items.map(\.value) == ["E1"])
    }
}
