import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 112: two systems that both keep customers come to rest, and nobody's word is lost.
struct SyncTests {
    private func house() async throws -> (House, String) {
        let house = try await House()
        let sources = FieldSources(fields: [
            .init(field: .tier, source: "crm"), .init(field: .company, source: "erp"),
        ])
        try await house.work { try $0.save(sources) }
        return (house, try await house.identify(.email, "a@x.co", name: "Ada").id)
    }

    private func conflicts(_ house: House) async throws -> [String] {
        try await house.store.read { try $0.conflicts(PageRequest()) }.items.map { conflict in
            "\(conflict.field) \(conflict.source) \(conflict.theirs.string ?? "") against \(conflict.owner)"
        }
    }

    @Test func `the system that decides is believed, others make a conflict`() async throws {
        let (house, ada) = try await house()
        let crm = SyncCustomer(
            customer: "email:A@x.co", source: "crm", name: "Ada L.", tier: .gold, company: "Lovelace")
        let first = try await house.work { try $0.sync(crm) }
        #expect(first.customer.id == ada && first.changed == [.name, .tier] && first.refused == [.company])
        #expect(try await conflicts(house) == ["company crm Lovelace against erp"])
        let before = try await house.told("changed")
        let again = try await house.work { try $0.sync(crm) }
        #expect(again.changed.isEmpty && again.refused == [.company])
        #expect(try await house.told("changed") == before, "an echo changes nothing")
        #expect(try await conflicts(house).count == 1)
        // The one that decides says the same: both agree.
        _ = try await house.work { try $0.sync(SyncCustomer(customer: ada, source: "erp", company: "Lovelace")) }
        #expect(try await conflicts(house).isEmpty)
    }

    @Test func `people leave to a system what it decides, and say who was right`() async throws {
        let (house, ada) = try await house()
        let owned = await House.problem { _ = try await house.update(UpdateCustomer(id: ada, tier: .vip)) }
        #expect(owned?.code == "customer.owned" && owned?.status == 409)
        _ = try await house.update(UpdateCustomer(id: ada, name: "Ada K.", tier: .standard))
        let shop = SyncCustomer(customer: ada, source: "shop", tier: .silver)
        #expect(try await house.work { try $0.sync(shop) }.refused == [.tier])
        let conflict = try #require(try await house.store.read { try $0.conflicts(PageRequest()) }.items.first)
        #expect(conflict.ours == "standard" && conflict.theirs == "silver" && conflict.name == "Ada K.")
        let settled = try await house.work { try $0.resolve(ResolveConflict(id: conflict.id, take: .theirs)) }
        #expect(settled.tier == .silver)
        #expect(try await conflicts(house).isEmpty)
    }

    @Test func `an address that nobody has makes a customer`() async throws {
        let (house, _) = try await house()
        let new = SyncCustomer(customer: "external:C-9", source: "crm", name: "Bob", tier: .gold, addTags: ["b2b"])
        let made = try await house.work { try $0.sync(new) }.customer
        #expect(made.name == "Bob" && made.tier == .gold && made.tags == ["b2b"])
        #expect(try await house.work { try $0.sync(new) }.customer.id == made.id)
    }

    @Test func `changes come in order by a cursor, and say whose word they are`() async throws {
        let (house, ada) = try await house()
        _ = try await house.work { try $0.sync(SyncCustomer(customer: ada, source: "crm", tier: .vip)) }
        var (after, types, sources) = (String?.none, [String](), [String]())
        while true {
            let page = try await house.store.read { [after] in try $0.changes(ListChanges(after: after, limit: 1)) }
            types += page.items.map { String($0.type.dropFirst("moat.customers.".count)) }
            sources += page.items.compactMap { $0.data["source"]?.string }
            after = page.after
            guard page.more else { break }
        }
        #expect(types.filter { $0 != "tagged" } == ["created", "changed"] && sources == ["crm"])
        let rest = try await house.store.read { [after] in try $0.changes(ListChanges(after: after)) }
        #expect(rest.items.isEmpty && rest.after == after, "the cursor goes on from the end")
        _ = try await house.update(UpdateCustomer(id: ada, name: "Ada K."))
        let next = try await house.store.read { [after] in try $0.changes(ListChanges(after: after)) }
        #expect(next.items.count == 1)
        for wrong in ["x", "bm90IG91cnM"] {
            let problem = await House.problem {
                _ = try await house.store.read { try $0.changes(ListChanges(after: wrong)) }
            }
            #expect(problem?.code == "page.cursor")
        }
    }
}
