import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 97: facts are told by other systems, late, twice and in any order.
struct FactTests {
    private func order(
        _ id: String, of customer: String, _ amount: Double = 10, revision: Int? = nil, daysAgo: Int = 1,
        in house: House
    ) -> RecordFact {
        return RecordFact(
            customer: customer, type: "order", source: "shop", externalID: id,
            occurredAt: house.time.now() - .days(daysAgo), revision: revision, data: ["amount": .double(amount)])
    }

    @Test func `a fact is told once, however often`() async throws {
        let house = try await House()
        let id = try await house.identify(.email, "a@x.co").id
        let fact = order("1", of: id, in: house)
        let first = try await house.work { try $0.record(fact) }
        house.time.advance(by: .minutes(1))
        #expect(try await house.work { try $0.record(fact) } == first)
        let other = order("1", of: id, 11, in: house)
        #expect(await House.problem { try await house.work { try $0.record(other) } }?.code == "fact.different")
        let corrected = order("1", of: id, 12, revision: 2, in: house)
        let second = try await house.work { try $0.record(corrected) }
        #expect(second.id == first.id && second.data["amount"] == 12)
        let late = order("1", of: id, 11, revision: 1, in: house)
        #expect(try await house.work { try $0.record(late) }.data["amount"] == 12, "an older revision says nothing new")
    }

    @Test func `whose it is: an id, an alias, an address of somebody, of nobody yet`() async throws {
        let house = try await House()
        let one = try await house.identify(.email, "a@x.co").id
        let two = try await house.identify(.phone, "13800138000").id
        _ = try await house.join(one, two)
        for (number, reference) in [one, two, "email:A@x.co", "phone:138 0013 8000"].enumerated() {
            let fact = order("\(number)", of: reference, in: house)
            #expect(try await house.work { try $0.record(fact) }.customer == one)
        }
        #expect(try await house.store.read { try $0.facts(ListFacts(customer: two)) }.items.count == 4)
        let apart = try await house.undo(house.merges()[0])
        let theirs = try await house.store.read { try $0.facts(ListFacts(customer: apart.customer.id)) }
        #expect(Set(theirs.items.map(\.externalID)) == ["1", "3"])
        let fresh = order("new", of: "email:new@x.co", in: house)
        #expect(try await house.search("new").isEmpty)
        let made = try await house.work { try $0.record(fresh) }
        #expect(try await house.get(made.customer).identities.first?.source == "shop")
    }

    @Test(arguments: [
        ("nobody", "order", 404, "customer.not_found"), ("email:a@x.co", "thing", 422, "fact.type"),
        ("phone:12", "order", 422, "identity.invalid"),
    ]) func `what cannot be is refused`(_ customer: String, _ type: String, _ status: Int, _ code: String) async throws
    {
        let house = try await House()
        var fact = order("1", of: customer, in: house)
        fact.type = type
        let wrong = fact
        let problem = await House.problem { try await house.work { try $0.record(wrong) } }
        #expect(problem?.status == status && problem?.code == code)
    }

    @Test func `data that do not fit and times to come are refused`() async throws {
        let house = try await House()
        let cheap = order("1", of: "email:a@x.co", -1, in: house)
        let problem = await House.problem { try await house.work { try $0.record(cheap) } }
        #expect(problem?.code == "fact.schema" && problem?.errors?.first?.pointer == "#/data/amount")
        let future = order("1", of: "email:a@x.co", daysAgo: -2, in: house)
        #expect(await House.problem { try await house.work { try $0.record(future) } }?.code == "fact.future")
        #expect(try await house.calls.list(ListCustomers(), house.context()).items.isEmpty, "nothing half done")
    }

    @Test func `facts come newest first, page by page`() async throws {
        let house = try await House()
        for number in 0..<23 {
            let fact = order("\(number)", of: "email:a@x.co", daysAgo: number % 5, in: house)
            try await house.work { try $0.record(fact) }
        }
        let id = try await house.identify(.email, "a@x.co").id
        var (seen, after) = ([Fact](), String?.none)
        repeat {
            let request = ListFacts(customer: id, type: "order", limit: 5, after: after)
            let page = try await house.store.read { try $0.facts(request) }
            (seen, after) = (seen + page.items, page.after)
        } while after != nil
        #expect(Set(seen.map(\.id)).count == 23)
        #expect(seen.map(\.occurredAt) == seen.map(\.occurredAt).sorted(by: >))
    }

    @Test func `a kind in use stays, and keeps what is asked for`() async throws {
        let house = try await House()
        let fact = order("1", of: "email:a@x.co", in: house)
        try await house.work { try $0.record(fact) }
        #expect(
            await House.problem { try await house.work { try $0.tx.removeFactType("order") } }?.code
                == "fact_type.in_use")
        var type = FactType(id: "coupon", name: "Coupon", amount: "value")
        for (wrong, code) in [(type, "fact_type.invalid")] {
            #expect(await House.problem { try await house.work { try $0.save(wrong) } }?.code == code)
        }
        type.amount = nil
        let saved = try await house.work { [type] in try $0.save(type) }
        #expect(saved.version == 1)
        #expect(await House.status { try await house.work { [type] in try $0.save(type) } } == 412)
        _ = try await house.work { try $0.tx.removeFactType("coupon") }
        #expect(try await house.store.read { try $0.factTypes() }.map(\.id) == ["login", "order", "shipment", "visit"])
    }
}
