package import Base

/// A promise to one customer: so much less, or something on top, once.
package struct Coupon: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case issued, redeemed, expired, revoked }

    package enum Unit: String, Codable, Sendable, CaseIterable {
        /// `value` in `currency`; `value` percent of the order; `value` of what the name says.
        case amount, percent, item
    }

    package var id: String
    package var customer: String
    /// What is said at the till; unique, upper-case letters and digits.
    package var code: String
    package var name: String
    package var unit: Unit
    package var value: Double
    /// ISO 4217, of an amount.
    package var currency: String?
    package var campaign: String?
    /// What it was issued for: a second time for the same is the first.
    package var reference: String?
    package var state: State
    package var issuedAt: Instant
    package var by: Actor?
    /// The moment from which it is worth nothing; nil: never.
    package var expiresAt: Instant?
    /// When it came to its end: redeemed, expired or revoked.
    package var endedAt: Instant?
    /// What it was redeemed with: redeeming with the same again is the same.
    package var order: String?

    package init(
        id: String, customer: String, code: String, name: String, unit: Unit, value: Double, currency: String? = nil,
        campaign: String? = nil, reference: String? = nil, state: State = .issued, issuedAt: Instant, by: Actor? = nil,
        expiresAt: Instant? = nil, endedAt: Instant? = nil, order: String? = nil
    ) {
        (self.id, self.customer, self.code, self.name) = (id, customer, code, name)
        (self.unit, self.value, self.currency, self.campaign) = (unit, value, currency, campaign)
        (self.reference, self.state, self.issuedAt, self.by) = (reference, state, issuedAt, by)
        (self.expiresAt, self.endedAt, self.order) = (expiresAt, endedAt, order)
    }
}

package struct IssueCoupon: Codable, Hashable, Sendable {
    package var customer: String
    package var name: String
    package var unit: Coupon.Unit
    package var value: Double
    package var currency: String?
    package var campaign: String?
    package var reference: String?
    /// Nil: one is made up that nobody can guess.
    package var code: String?
    package var expiresAt: Instant?

    package init(
        customer: String, name: String, unit: Coupon.Unit, value: Double, currency: String? = nil,
        campaign: String? = nil, reference: String? = nil, code: String? = nil, expiresAt: Instant? = nil
    ) {
        (self.customer, self.name, self.unit, self.value) = (customer, name, unit, value)
        (self.currency, self.campaign, self.reference) = (currency, campaign, reference)
        (self.code, self.expiresAt) = (code, expiresAt)
    }
}

package struct ListCoupons: Codable, Hashable, Sendable {
    package var customer: String
    package var state: Coupon.State?
    package var limit: Int?
    package var after: String?

    package init(customer: String, state: Coupon.State? = nil, limit: Int? = nil, after: String? = nil) {
        (self.customer, self.state, self.limit, self.after) = (customer, state, limit, after)
    }
}

package struct ByCouponCode: Codable, Hashable, Sendable {
    package var code: String

    package init(code: String) {
        self.code = code
    }
}

package struct RedeemCoupon: Codable, Hashable, Sendable {
    package var code: String
    /// The order it is used for.
    package var order: String
    /// Who uses it; nil: whoever has the code.
    package var customer: String?

    package init(code: String, order: String, customer: String? = nil) {
        (self.code, self.order, self.customer) = (code, order, customer)
    }
}

/// Something became of a coupon: what an ERP hears through a webhook.
package struct CouponEvent: Codable, Hashable, Sendable {
    package var coupon: Coupon

    package init(coupon: Coupon) {
        self.coupon = coupon
    }
}

extension CustomersAPI {
    package static let issueCoupon = Call<IssueCoupon, Coupon>(
        "customers.coupons.issue", allow: [.agents, .rules, .services],
        "Give a customer a coupon; once for one reference.",
        problems: noCustomer.merging([
            "coupon.invalid": "The name, the value, the currency, the code or the time are wrong.",
            "coupon.taken": "Another coupon has the code.",
            "coupon.different": "For this reference another coupon was issued.",
        ]) { $1 })
    package static let coupons = Call<ListCoupons, Page<Coupon>>(
        "customers.coupons", allow: .staff, "The coupons of a customer, newest first.", problems: noCustomer)
    package static let coupon = Call<ByCouponCode, Coupon>(
        "customers.coupons.get", allow: .staff, "What a code is worth.", problems: noCoupon)
    package static let redeemCoupon = Call<RedeemCoupon, Coupon>(
        "customers.coupons.redeem", allow: [.agents, .services], "Use a coupon for an order; once.",
        problems: noCoupon.merging([
            "coupon.order": "Say which order, in 1 to 200 characters.",
            "coupon.redeemed": "It was used for another order.", "coupon.expired": "Its time is over.",
            "coupon.revoked": "It was taken back.", "coupon.foreign": "It is another customer's.",
        ]) { $1 })
    package static let revokeCoupon = Call<ByCouponCode, Coupon>(
        "customers.coupons.revoke", allow: [.supervisors, .services], "Take a coupon back that was not used.",
        problems: noCoupon.merging(["coupon.ended": "It was used, or its time is over."]) { $1 })

    package static let couponIssued = EventType<CouponEvent>("moat.customers.coupon.issued")
    package static let couponRedeemed = EventType<CouponEvent>("moat.customers.coupon.redeemed")
    package static let couponExpired = EventType<CouponEvent>("moat.customers.coupon.expired")
    package static let couponRevoked = EventType<CouponEvent>("moat.customers.coupon.revoked")

    private static let noCoupon = ["coupon.not_found": "There is no such coupon."]
}
