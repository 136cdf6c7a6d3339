import Base
import Contracts
import Testing

@testable import Customers

struct IdentityTests {
    @Test(arguments: [
        (Identity.Kind.email, "  Li.Lei@Example.COM ", "li.lei@example.com"), (.email, "a+b@x.co", "a+b@x.co"),
        (.phone, "138 0013 8000", "+8613800138000"), (.phone, "+86 138-0013-8000", "+8613800138000"),
        (.phone, "0086 13800138000", "+8613800138000"), (.phone, "(010) 6552 9988", "+861065529988"),
        (.phone, "+1 (415) 555-0100", "+14155550100"), (.wechat, " oAbC123@wx1 ", "oAbC123@wx1"),
        (.external, "CRM-7", "CRM-7"),
        (.phone, "１３８－００１３－８０００", "+8613800138000"), (.phone, "86 138 0013 8000", "+8613800138000"),
        (.phone, "+44 (0)20 7946 0958", "+442079460958"), (.phone, "0044 20 7946 0958", "+442079460958"),
        (.phone, "+49 0151 23456789", "+4915123456789"), (.phone, "+39 06 6982", "+39066982"),
        (.phone, "400-810-8888", "+864008108888"), (.phone, "+852 2123 4567", "+85221234567"),
        (.phone, "+7 8 912 345 67 89", "+79123456789"), (.phone, "+290 22222", "+29022222"),
        (.phone, "0755-8888 9999", "+8675588889999"), (.email, "J.Doe+shop@googlemail.com", "jdoe@gmail.com"),
        (.wecom, "wmAbc", "wmAbc"), (.weibo, " 1234567 ", "1234567"), (.widget, "w-1", "w-1"),
    ])
    func `one address has one spelling`(_ kind: Identity.Kind, _ typed: String, _ kept: String) throws {
        let identity = try Identity(kind: kind, value: typed).normalised()
        #expect(identity.value == kept)
        #expect(try identity.normalised() == identity)
    }

    @Test(arguments: [
        (Identity.Kind.email, "nobody"), (.email, "a@b"), (.email, "a@@b.c"), (.email, "a b@c.de"), (.email, "@c.de"),
        (.email, "a@.de"), (.email, "a@de."), (.phone, "12x45678"), (.phone, "123"), (.phone, "1380013+8000"),
        (.phone, "+1234567890123456"), (.wechat, ""), (.wechat, "   "), (.external, String(repeating: "x", count: 321)),
        (.external, "unknown"), (.phone, "65529988"), (.phone, "+86 12345678901"), (.phone, "+86 1380013800"),
        (.phone, "+1 415 555 010"), (.phone, "+852 212 345"), (.email, "+tag@gmail.com"), (.phone, "138００１x"),
        (.email, "NULL"), (.phone, "0"), (.unionid, " undefined "),
    ])
    func `what is no address is refused`(_ kind: Identity.Kind, _ typed: String) {
        let problem = #expect(throws: Problem.self) { try Identity(kind: kind, value: typed).normalised() }
        #expect(problem?.status == 422)
    }
}

struct CustomerChangeTests {
    private static let customer = Customer(
        id: "1", name: "李雷", tags: ["a", "b"], createdAt: Instant(seconds: 1), updatedAt: Instant(seconds: 1),
        version: 3)

    @Test func `a change says what was and what is`() throws {
        let update = UpdateCustomer(id: "1", name: " Li Lei ", tier: .vip, addTags: ["c", "a"], removeTags: ["b"])
        let (after, changes) = try Self.customer.applying(update)
        #expect(after.name == "Li Lei" && after.tier == .vip && after.tags == ["a", "c"])
        #expect(changes.map(\.field) == ["name", "tier", "tags"])
        #expect(changes.first?.before == "李雷" && changes.first?.after == "Li Lei")
    }

    @Test func `nothing changed is no change`() throws {
        let (after, changes) = try Self.customer.applying(UpdateCustomer(id: "1", name: "李雷", addTags: ["a"]))
        #expect(after == Self.customer && changes.isEmpty)
    }

    @Test func `empty text clears a field`() throws {
        var customer = Self.customer
        (customer.company, customer.note) = ("Moat", "x")
        let (after, _) = try customer.applying(UpdateCustomer(id: "1", company: "", note: ""))
        #expect(after.company == nil && after.note == nil)
    }

    @Test(arguments: [
        UpdateCustomer(id: "1", name: " "), UpdateCustomer(id: "1", name: String(repeating: "x", count: 201)),
        UpdateCustomer(id: "1", company: String(repeating: "x", count: 201)),
        UpdateCustomer(id: "1", note: String(repeating: "x", count: 10_001)),
        UpdateCustomer(id: "1", tags: (0...50).map { "\($0)" }),
    ])
    func `what is too long is refused`(_ update: UpdateCustomer) {
        #expect(#expect(throws: Problem.self) { try Self.customer.applying(update) }?.status == 422)
    }

    @Test func `a search finds by any part that people remember`() {
        var customer = Self.customer
        customer.name = "VIP欧阳Anna O'Neil"
        customer.identities = [
            Identity(kind: .email, value: "anna.oneil@example.com"), Identity(kind: .phone, value: "+8613800138000"),
        ]
        let words = customer.searchWords
        for word in ["vip", "欧阳", "阳", "anna", "neil", "oneil", "example", "8613800138000", "13800138000", "8000", "a"]
        {
            #expect(words.contains(word), "\(word)")
        }
        #expect(SearchWords.typed("+86 138-0013") == ["861380013"])
        #expect(SearchWords.typed("张三 Ltd") == ["张三", "ltd"])
    }
}
