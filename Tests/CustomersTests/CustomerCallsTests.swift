import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// The calls on a real store.
struct CustomerCallsTests {
    @Test func `the same address is the same person, however it is spelled`() async throws {
        let house = try await House()
        let first = try await house.identify(.email, "Li@Example.com", name: "李雷")
        let second = try await house.identify(.email, " li@example.COM ")
        #expect(first.id == second.id && second.name == "李雷")
    }

    @Test func `a name comes with a later message`() async throws {
        let house = try await House()
        let first = try await house.identify(.email, "li@example.com")
        #expect(first.name == "li@example.com" && first.version == 1)
        let second = try await house.identify(.email, "li@example.com", name: " 李雷 ")
        #expect(second.id == first.id && second.name == "李雷" && second.version == 2)
        #expect(try await house.identify(.email, "li@example.com", name: "Other").name == "李雷")
        #expect(try await house.events() == ["created", "changed"])
    }

    @Test func `identifying twice under one key is once`() async throws {
        let house = try await House()
        let first = try await house.identify(.wechat, "o1@wx", name: "韩梅梅", key: "k")
        let second = try await house.identify(.wechat, "o1@wx", name: "韩梅梅", key: "k")
        #expect(first == second)
        #expect(try await house.events() == ["created"])
        #expect(try await house.story(first.id) == ["created 韩梅梅"])
    }

    @Test func `many at once make one`() async throws {
        let house = try await House()
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await house.identify(.phone, "13800138000").id } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
    }

    @Test func `an address belongs to one`() async throws {
        let house = try await House()
        let one = try await house.identify(.email, "a@example.com")
        let two = try await house.identify(.email, "b@example.com")
        let taken = AddIdentity(customer: two.id, identity: Identity(kind: .email, value: "A@example.com"))
        #expect(await House.status { _ = try await house.calls.addIdentity(taken, house.context()) } == 409)
        let fresh = AddIdentity(customer: one.id, identity: Identity(kind: .phone, value: "13800138000"))
        let after = try await house.calls.addIdentity(fresh, house.context())
        #expect(Set(after.identities.map(\.value)) == ["a@example.com", "+8613800138000"] && after.version == 2)
        #expect(try await house.calls.addIdentity(fresh, house.context()) == house.get(one.id))
        #expect(try await house.identify(.phone, "138 0013 8000").id == one.id)
        let doubled = CreateCustomer(name: "Zeno", identities: [Identity(kind: .email, value: "b@example.com")])
        #expect(await House.status { _ = try await house.create(doubled) } == 409)
        #expect(try await house.search("zeno").isEmpty, "a refused record leaves nothing")
    }

    @Test func `somebody else's change is not overwritten`() async throws {
        let house = try await House()
        let customer = try await house.identify(.email, "a@example.com", name: "A")
        let update = UpdateCustomer(id: customer.id, tier: .gold, version: customer.version)
        let after = try await house.calls.update(update, house.context())
        #expect(after.tier == .gold && after.version == 2)
        #expect(await House.status { _ = try await house.calls.update(update, house.context()) } == 412)
        let unknown = UpdateCustomer(id: "nobody", name: "B")
        #expect(await House.status { _ = try await house.calls.update(unknown, house.context()) } == 404)
    }

    @Test func `joined records are one person under either id`() async throws {
        let house = try await House()
        let mail = try await house.create(
            CreateCustomer(
                name: "李雷", tags: ["a"], identities: [Identity(kind: .email, value: "li@example.com")]))
        let chat = try await house.create(
            CreateCustomer(
                name: "Lei", tier: .vip, tags: ["b"], identities: [Identity(kind: .wechat, value: "o1@wx")],
                company: "Moat", note: "calls on Mondays"))
        let joined = try await house.join(mail.id, chat.id)
        #expect(joined.id == mail.id && joined.tier == .vip && joined.tags == ["a", "b"])
        #expect(joined.company == "Moat" && joined.note == "calls on Mondays")
        #expect(Set(joined.identities.map(\.value)) == ["li@example.com", "o1@wx"])
        #expect(try await house.get(chat.id) == house.get(mail.id))
        #expect(try await house.identify(.wechat, "o1@wx").id == mail.id)
        #expect(try await house.search("o1") == ["李雷"])
        #expect(try await house.search("").count == 1, "aliases are not listed")
        #expect(await House.status { _ = try await house.join(mail.id, chat.id) } == 409)
        #expect(await House.status { _ = try await house.join(chat.id, mail.id) } == 409)
    }

    @Test func `a chain of joins ends at one survivor`() async throws {
        let house = try await House()
        var ids: [String] = []
        for name in ["a", "b", "c", "d"] { ids.append(try await house.identify(.email, "\(name)@example.com").id) }
        _ = try await house.join(ids[1], ids[0])
        _ = try await house.join(ids[2], ids[1])
        let last = try await house.join(ids[3], ids[0])
        #expect(last.id == ids[3] && last.identities.count == 4)
        for id in ids { #expect(try await house.get(id).id == ids[3]) }
        #expect(try await house.story(ids[0]).filter { $0.hasPrefix("joined") }.count == 3)
    }

    @Test func `search reads names, numbers and addresses by their beginnings`() async throws {
        let house = try await House()
        for (name, kind, value) in [
            ("张三丰", Identity.Kind.phone, "13800138000"), ("王小张", .email, "wang@example.com"),
            ("Anna Zhang", .email, "anna.zhang@shop.example"),
        ] { try await house.identify(kind, value, name: name) }
        #expect(try await Set(house.search("张")) == ["张三丰", "王小张"])
        #expect(try await house.search("三丰") == ["张三丰"])
        #expect(try await house.search("ZHANG an") == ["Anna Zhang"])
        #expect(try await house.search("anna.zhang@shop") == ["Anna Zhang"])
        #expect(try await house.search("138 0013") == ["张三丰"])
        #expect(try await house.search("8000") == ["张三丰"])
        #expect(try await house.search("nobody").isEmpty)
    }

    @Test func `pages show everybody once`() async throws {
        let house = try await House()
        for number in 0..<23 {
            if number % 4 == 0 { house.time.advance(by: .seconds(1)) }
            _ = try await house.create(
                CreateCustomer(name: "N\(number)", tier: number % 2 == 0 ? .gold : nil, tags: ["t\(number % 3)"]))
        }
        var (seen, after) = ([Customer](), String?.none)
        repeat {
            let page = try await house.calls.list(ListCustomers(limit: 5, after: after), house.context())
            (seen, after) = (seen + page.items, page.after)
        } while after != nil
        #expect(Set(seen.map(\.id)).count == 23)
        #expect(seen.map(\.updatedAt) == seen.map(\.updatedAt).sorted(by: >))
        let gold = try await house.calls.list(ListCustomers(tier: .gold, tag: "t0"), house.context()).items
        #expect(gold.count == 4 && gold.allSatisfy { $0.tier == .gold && $0.tags == ["t0"] })
        #expect(
            await House.status { _ = try await house.calls.list(ListCustomers(after: "x"), house.context()) } == 400)
    }

    @Test func `bringing in again changes nothing`() async throws {
        let house = try await House()
        let past = Instant(seconds: 1_000)
        let customers = (0..<3).map { number in
            Customer(
                id: "old-\(number)", name: " N\(number) ",
                identities: [Identity(kind: .email, value: "N\(number)@Example.com")], createdAt: past, updatedAt: past)
        }
        let request = BringInCustomers(customers: customers)
        #expect(try await house.calls.bringIn(request, house.context()) == BroughtIn(added: 3, known: 0))
        #expect(try await house.calls.bringIn(request, house.context()) == BroughtIn(added: 0, known: 3))
        let read = try await house.get("old-1")
        #expect(read.name == "N1" && read.identities.first?.value == "n1@example.com" && read.createdAt == past)
        #expect(try await house.store.feed(after: 0, limit: 9).events.allSatisfy { $0.replayed == true })
        var nameless = customers[0]
        nameless.id = ""
        let wrong = BringInCustomers(customers: [nameless])
        #expect(await House.status { _ = try await house.calls.bringIn(wrong, house.context()) } == 422)
    }
}
