import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// A coupon is issued once, used once, and comes to its end by itself.
struct CouponTests {
    private func wish(_ customer: String, _ change: (inout IssueCoupon) -> Void = { _ in }) -> IssueCoupon {
        var wish = IssueCoupon(customer: customer, name: "Sorry", unit: .amount, value: 20, currency: "cny")
        change(&wish)
        return wish
    }

    @Test func `for one reference there is one, and what differs is refused`() async throws {
        let house = try await House()
        let ada = try await house.identify(.email, "a@x.co").id
        let first = try await house.work { try $0.issue(wish(ada) { $0.reference = "ticket-7" }) }
        #expect(first.currency == "CNY" && first.state == .issued && first.code.count == 14)
        #expect(try await house.work { try $0.issue(wish(ada) { $0.reference = "ticket-7" }) } == first)
        let other = await House.problem {
            try await house.work { try $0.issue(wish(ada) { ($0.reference, $0.value) = ("ticket-7", 30) }) }
        }
        #expect(other?.code == "coupon.different")
        let second = try await house.work { try $0.issue(wish(ada)) }
        #expect(second.code != first.code)
        let taken = await House.problem { try await house.work { try $0.issue(wish(ada) { $0.code = first.code }) } }
        #expect(taken?.code == "coupon.taken")
        #expect(try await house.told("coupon.issued") == 2)
        #expect(try await house.story(ada).first?.hasPrefix("couponIssued Sorry") == true)
    }

    @Test func `an order uses it once, however often it is told, also by many at once`() async throws {
        let house = try await House()
        let ada = try await house.identify(.email, "a@x.co").id
        let coupon = try await house.work { try $0.issue(wish(ada)) }
        let used = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                let request = RedeemCoupon(code: coupon.code.lowercased(), order: "o-\(number % 2)")
                group.addTask { await House.status { try await house.work { try $0.redeem(request) } } == 200 }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(used == 10)
        #expect(try await house.told("coupon.redeemed") == 1)
        let bob = try await house.identify(.email, "b@x.co").id
        let theirs = try await house.work { try $0.issue(wish(bob)) }
        let foreign = await House.problem {
            try await house.work { try $0.redeem(RedeemCoupon(code: theirs.code, order: "1", customer: ada)) }
        }
        #expect(foreign?.code == "coupon.foreign")
        _ = try await house.join(ada, bob)
        let joined = try await house.work { try $0.redeem(RedeemCoupon(code: theirs.code, order: "1", customer: ada)) }
        #expect(joined.state == .redeemed && joined.customer == ada)
        #expect(try await house.store.read { try $0.coupons(ListCoupons(customer: ada)) }.items.count == 2)
    }

    @Test func `its time comes by a timer, and what was used stays used`() async throws {
        let house = try await House()
        let ada = try await house.identify(.email, "a@x.co").id
        let end = house.time.now() + .days(3)
        let (late, used) = (
            try await house.work { try $0.issue(wish(ada) { $0.expiresAt = end }) },
            try await house.work { try $0.issue(wish(ada) { $0.expiresAt = end }) }
        )
        try await house.work { try $0.redeem(RedeemCoupon(code: used.code, order: "1")) }
        #expect(try await house.store.read { try $0.timers(reference: late.id) }.map(\.due) == [end])
        #expect(try await house.store.read { try $0.timers(reference: used.id) }.isEmpty)
        try await house.work {
            try $0.expire(late.id); return Empty()
        }
        #expect(try await house.store.read { try $0.coupon(late.code) }.state == .issued, "it is not over yet")
        house.time.advance(by: .days(3))
        let before = await House.problem {
            try await house.work { try $0.redeem(RedeemCoupon(code: late.code, order: "2")) }
        }
        #expect(before?.code == "coupon.expired", "the moment counts, not the timer")
        for coupon in [late, used] {
            try await house.work {
                try $0.expire(coupon.id); return Empty()
            }
        }
        #expect(try await house.store.read { try $0.coupon(late.code) }.state == .expired)
        #expect(try await house.store.read { try $0.coupon(used.code) }.state == .redeemed)
        #expect(try await house.told("coupon.expired") == 1)
        let ended = await House.problem { try await house.work { try $0.revoke(ByCouponCode(code: late.code)) } }
        #expect(ended?.code == "coupon.ended")
    }

    private static let nothing = [
        IssueCoupon(customer: "", name: " ", unit: .percent, value: 5),
        IssueCoupon(customer: "", name: "x", unit: .percent, value: 0),
        IssueCoupon(customer: "", name: "x", unit: .item, value: .infinity),
        IssueCoupon(customer: "", name: "x", unit: .amount, value: 5),
        IssueCoupon(customer: "", name: "x", unit: .percent, value: 5, currency: "CNY"),
        IssueCoupon(customer: "", name: "x", unit: .percent, value: 101),
        IssueCoupon(customer: "", name: "x", unit: .item, value: 1, code: "a b!"),
        IssueCoupon(customer: "", name: "x", unit: .item, value: 1, expiresAt: Instant(seconds: 1)),
        IssueCoupon(customer: "", name: "x", unit: .amount, value: 1, currency: "EURO"),
    ]

    @Test(arguments: CouponTests.nothing)
    func `what promises nothing is refused`(_ wrong: IssueCoupon) async throws {
        let house = try await House()
        var request = wrong
        request.customer = try await house.identify(.email, "a@x.co").id
        let problem = await House.problem { [request] in try await house.work { try $0.issue(request) } }
        #expect(problem?.code == "coupon.invalid" && problem?.errors?.count == 1)
    }
}
