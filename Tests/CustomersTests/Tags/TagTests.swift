import Base
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 103: tags that people give, and who looks after them.
struct TagTests {
    private func goOn(_ house: House, _ name: String, to: String) async throws {
        for _ in 0..<5 { try await house.store.write { tx in try house.desk(tx).goOnRenaming(name, to: to) } }
    }

    @Test func `described, only used, dead`() async throws {
        let house = try await House()
        _ = try await house.create(CreateCustomer(name: "A", tags: ["vip", "loud"]))
        let vip = CustomerTag(name: "vip", group: "value", colour: "#c00", owner: "lin")
        let saved = try await house.work { try $0.save(vip) }
        #expect(saved.version == 1)
        #expect(await House.status { try await house.work { try $0.save(vip) } } == 412)
        _ = try await house.work { try $0.save(CustomerTag(name: "dead")) }
        let tags = try await house.store.read { try $0.tags(unused: false) }
        #expect(tags.map { "\($0.name) \($0.uses ?? -1)" } == ["dead 0", "loud 1", "vip 1"])
        #expect(try await house.store.read { try $0.tags(unused: true) }.map(\.name) == ["dead"])
        #expect(await House.problem { try await house.work { try $0.removeTag("vip") } }?.code == "tag.in_use")
        _ = try await house.work { try $0.removeTag("dead") }
        #expect(await House.status { try await house.work { try $0.removeTag("dead") } } == 404)
    }

    @Test func `another name, also one there is, and history tells`() async throws {
        let house = try await House()
        var ids: [String] = []
        for number in 0..<70 {
            let tags = number % 2 == 0 ? ["old"] : ["old", "new"]
            ids.append(try await house.create(CreateCustomer(name: "N\(number)", tags: tags)).id)
        }
        _ = try await house.work { try $0.save(CustomerTag(name: "old", owner: "lin")) }
        let renamed = try await house.work { try $0.rename(RenameTag(name: "old", to: "new")) }
        #expect(renamed.name == "new" && renamed.owner == "lin")
        try await goOn(house, "old", to: "new")
        for id in ids { #expect(try await house.get(id).tags == ["new"]) }
        let history = try await house.store.events(subject: "customer/\(ids[0])")
        #expect(try history.last?.decode(CustomersAPI.changed).changes.first?.before == ["old"])
        let same = await House.problem { try await house.work { try $0.rename(RenameTag(name: "new", to: "new")) } }
        #expect(same?.code == "tag.invalid")
    }

    @Test func `where tags are closed, people give only described ones`() async throws {
        let house = try await House()
        let id = try await house.create(CreateCustomer(name: "A", tags: ["before"])).id
        _ = try await house.work { try $0.save(TagRules(closed: true)) }
        let agent = CallContext(caller: Caller(kind: .agent, id: "lin", roles: [.agent]), store: house.store)
        let update = UpdateCustomer(id: id, addTags: ["wild"])
        let problem = await House.problem { _ = try await house.calls.update(update, agent) }
        #expect(problem?.code == "customer.tag_unknown")
        _ = try await house.work { try $0.save(CustomerTag(name: "wild")) }
        #expect(try await house.calls.update(update, agent).tags == ["before", "wild"])
        #expect(try await house.update(UpdateCustomer(id: id, addTags: ["ours"])).tags.count == 3, "programs may")
    }
}
