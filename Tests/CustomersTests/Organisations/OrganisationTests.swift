import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 98.
struct OrganisationTests {
    private func save(_ house: House, _ organisation: CustomerOrganisation) async throws -> CustomerOrganisation {
        try await house.work { desk in
            try desk.tx.save(organisation, as: organisation.id.isEmpty ? desk.identifiers.next() : organisation.id)
        }
    }

    private func members(_ house: House, _ id: String, limit: Int = 50) async throws -> [String] {
        var (names, after): ([String], String?) = ([], nil)
        repeat {
            let request = ListMembers(organisation: id, limit: limit, after: after)
            let page = try await house.store.read { try $0.members(request) }
            (names, after) = (names + page.items.map(\.name), page.after)
        } while after != nil
        return names.sorted()
    }

    @Test func `a mail address says where somebody belongs, unless a person says otherwise`() async throws {
        let house = try await House()
        let first = try await house.identify(.email, "a@acme.example", name: "A")
        let acme = try await save(house, CustomerOrganisation(id: "", name: " Acme ", domains: ["ACME.example"]))
        #expect(acme.name == "Acme" && acme.version == 1)
        #expect(try await house.get(first.id).organisation == acme.id, "also who was there before")
        let other = try await save(house, CustomerOrganisation(id: "other", name: "Other"))
        let moved = try await house.update(UpdateCustomer(id: first.id, organisation: other.id))
        #expect(moved.organisation == "other")
        #expect(try await members(house, "other") == ["A"])
        #expect(try await members(house, acme.id).isEmpty)
        let removal = await House.problem { try await house.work { try $0.tx.removeOrganisation("other") } }
        #expect(removal?.code == "organisation.in_use")
        _ = try await house.update(UpdateCustomer(id: first.id, organisation: ""))
        #expect(try await house.get(first.id).organisation == acme.id)
        let unknown = await House.problem {
            _ = try await house.update(UpdateCustomer(id: first.id, organisation: "none"))
        }
        #expect(unknown?.code == "customer.organisation")
    }

    @Test func `joined contacts are one member, on every page`() async throws {
        let house = try await House()
        let acme = try await save(house, CustomerOrganisation(id: "", name: "Acme", domains: ["acme.example"]))
        var ids: [String] = []
        for number in 0..<7 {
            ids.append(try await house.identify(.email, "\(number)@acme.example", name: "N\(number)").id)
        }
        _ = try await house.join(ids[5], ids[0])
        _ = try await house.join(ids[1], ids[6])
        #expect(try await members(house, acme.id, limit: 2) == ["N1", "N2", "N3", "N4", "N5"])
    }

    @Test func `who has the right sees the tickets of the others`() async throws {
        let house = try await House()
        _ = try await save(house, CustomerOrganisation(id: "", name: "Acme", domains: ["acme.example"]))
        let one = try await house.identify(.email, "1@acme.example")
        let two = try await house.identify(.email, "2@acme.example")
        _ = try await house.identify(.email, "3@else.example")
        #expect(try await house.store.read { try $0.sharing(one.id) }.customers == [one.id])
        _ = try await house.update(UpdateCustomer(id: one.id, sharesTickets: true))
        #expect(try await house.store.read { try $0.sharing(one.id) }.customers == [one.id, two.id].sorted())
        #expect(try await house.store.read { try $0.sharing(two.id) }.customers == [two.id])
    }

    @Test(arguments: [
        (CustomerOrganisation(id: "", name: " "), "organisation.name"),
        (CustomerOrganisation(id: "", name: "A", domains: ["qq.com"]), "organisation.domain"),
        (CustomerOrganisation(id: "", name: "A", domains: ["a@b.co"]), "organisation.domain"),
        (CustomerOrganisation(id: "", name: "A", domains: ["taken.example"]), "organisation.taken"),
        (CustomerOrganisation(id: "first", name: "A", version: 9), "organisation.stale"),
    ]) func `what cannot be is refused`(_ organisation: CustomerOrganisation, _ code: String) async throws {
        let house = try await House()
        _ = try await save(house, CustomerOrganisation(id: "first", name: "F", domains: ["taken.example"]))
        #expect(await House.problem { _ = try await save(house, organisation) }?.code == code)
    }
}
