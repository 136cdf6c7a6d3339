import Base
import Contracts
import Crypto
import Store
import TestSupport
import Testing

@testable import Customers

/// Rows 99, 100 and 102 on a real store.
struct ResolutionTests {
    private func resolve(_ house: House, _ identities: Identity..., name: String? = nil) async throws -> Resolution {
        try await house.calls.resolve(
            IdentifyCustomer(identity: identities[0], also: Array(identities.dropFirst()), name: name), house.context())
    }

    @Test func `three outcomes`() async throws {
        let house = try await House()
        let (mail, phone) = (Identity(kind: .email, value: "A@x.co"), Identity(kind: .phone, value: "138 0013 8000"))
        let first = try await resolve(house, mail, name: "A")
        #expect(first.outcome == .created && first.customer.identities.map(\.value) == ["a@x.co"])
        let second = try await resolve(house, mail, phone)
        #expect(second.outcome == .attached && second.customer.id == first.customer.id)
        #expect(try await resolve(house, phone, mail).outcome == .known)
        let other = try await resolve(house, Identity(kind: .wechat, value: "o@wx"), name: "B")
        let several = try await resolve(house, mail, Identity(kind: .wechat, value: "o@wx"))
        #expect(several.customer.id == other.customer.id && several.dropped.map(\.reason) == [.taken])
        let pairs = try await house.store.read { try $0.rows("SELECT kind FROM duplicates") }
        #expect(try pairs.map { try $0.string("kind") } == ["email"], "people are told that the two may be one")
    }

    @Test func `what is wrong is left out, and said`() async throws {
        let house = try await House()
        let result = try await resolve(
            house, Identity(kind: .phone, value: "12"), Identity(kind: .email, value: "support@shop.example"),
            Identity(kind: .email, value: "a@x.co"))
        #expect(result.outcome == .created && result.customer.identities.map(\.value) == ["a@x.co"])
        #expect(result.dropped.map(\.reason) == [.invalid, .blocked])
        let problem = await House.problem {
            _ = try await resolve(house, Identity(kind: .email, value: "support@x.co"))
        }
        #expect(problem?.code == "identity.blocked")
    }

    @Test func `proof is kept with its time and source`() async throws {
        let house = try await House()
        let said = try await house.identify(.email, "a@x.co")
        #expect(said.identities.first?.verified == false && said.identities.first?.verifiedAt == nil)
        house.time.advance(by: .minutes(1))
        let proved = try await resolve(
            house, Identity(kind: .email, value: "a@x.co", verified: true, source: "channels"))
        #expect(proved.customer.identities.first?.verifiedAt == house.time.now())
        let name = NameIdentity(customer: said.id, kind: .email, value: "A@x.co")
        #expect(try await house.work { try $0.verify(name) } == house.get(said.id), "twice is once")
        let without = try await house.work { try $0.remove(name) }
        #expect(without.identities.isEmpty)
        #expect(await House.status { try await house.work { try $0.remove(name) } } == 404)
        #expect(try await house.identify(.email, "a@x.co").id != said.id)
    }

    @Test func `rules join proved records by themselves, when the house says so`() async throws {
        let house = try await House()
        var rules = try await house.store.read { try $0.identityRules() }
        rules.joins = true
        let saved = try await house.work { [rules] in try $0.tx.save(rules) }
        #expect(saved.version == 2)
        #expect(await House.status { try await house.work { [rules] in try $0.tx.save(rules) } } == 412)
        let mail = Identity(kind: .email, value: "a@x.co", verified: true)
        let phone = Identity(kind: .phone, value: "13800138000", verified: true)
        let (one, two) = (try await resolve(house, mail), try await resolve(house, phone))
        let joined = try await resolve(house, mail, phone)
        #expect(joined.outcome == .joined && joined.customer.id == two.customer.id)
        #expect(try await house.get(one.customer.id).id == two.customer.id)
        #expect(try await house.undo(house.merges()[0]).customer.id == one.customer.id)
    }

    @Test func `a visitor who signs in brings along what they did`() async throws {
        let house = try await House()
        let visitor = try await house.identify(.widget, "w-1")
        #expect(visitor.visitor == true)
        let secret = try await house.work { WidgetSecret(secret: try $0.tx.widgetSecret()) }.secret
        @Sendable func promotion(_ visitor: String, _ user: String, key: String? = nil) -> PromoteVisitor {
            let hash = Hex.encode(HMAC.sha256(Array(user.utf8), key: Array((key ?? secret).utf8)))
            return PromoteVisitor(visitor: visitor, user: user, hash: hash, name: "Ada", email: "ada@x.co")
        }
        let wrong = await House.problem { try await house.work { try $0.promote(promotion("w-1", "7", key: "x")) } }
        #expect(wrong?.code == "visitor.hash" && wrong?.status == 403)
        let first = try await house.work { try $0.promote(promotion("w-1", "7")) }
        #expect(first.customer.id == visitor.id && first.customer.visitor == nil && first.customer.name == "Ada")
        let identities = Dictionary(uniqueKeysWithValues: first.customer.identities.map { ($0.kind, $0) })
        #expect(identities[.external]?.verified == true && identities[.email]?.verified == false)

        let elsewhere = try await house.identify(.widget, "w-2")
        let second = try await house.work { try $0.promote(promotion("w-2", "7")) }
        #expect(second.outcome == .joined && second.customer.id == visitor.id)
        #expect(try await house.get(elsewhere.id).id == visitor.id)
        #expect(try await house.story(visitor.id).contains { $0.hasPrefix("created w-2") })
        let taken = await House.problem { try await house.work { try $0.promote(promotion("w-1", "8")) } }
        #expect(taken?.code == "visitor.taken")
    }

    @Test func `many at once, from all sides, make one`() async throws {
        let house = try await House()
        let mail = Identity(kind: .email, value: "a@x.co")
        let phone = Identity(kind: .phone, value: "13800138000")
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let request =
                        number % 2 == 0
                        ? IdentifyCustomer(identity: mail, also: [phone])
                        : IdentifyCustomer(identity: phone, also: [mail])
                    return try await house.calls.resolve(request, house.context()).customer.id
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
    }
}
