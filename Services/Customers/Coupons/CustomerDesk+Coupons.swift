internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension Reader {
    /// A coupon by its code, shown as its owner's of now.
    func coupon(_ code: String) throws -> Coupon {
        let row = try first("SELECT * FROM coupons WHERE code = \(CouponDraft.spelled(String(code.prefix(100))))")
        guard let row else { throw Problem.notFound("coupon", "of this code") }
        return try Coupon(row, customer: CustomerReader(self).survivor(of: row.string("customer")))
    }

    /// Newest first, of the customer and everything joined into it.
    func coupons(_ request: ListCoupons) throws -> Page<Coupon> {
        let reader = CustomerReader(self)
        guard let survivor = try reader.survivor(of: request.customer) else {
            throw Problem.notFound("customer", String(request.customer.prefix(100)))
        }
        var sql: SQL = "SELECT * FROM coupons WHERE customer IN (\(list: try reader.family(of: survivor)))"
        if let state = request.state { sql += " AND state = \(state)" }
        return try page(sql, newestBy: "at", after: request.after, limit: request.limit) {
            try Coupon($0, customer: survivor)
        }
    }
}

extension Coupon {
    fileprivate init(_ row: Row, customer: String?) throws {
        self = try row.decode(Coupon.self, "body")
        self.customer = customer ?? self.customer
    }
}

extension CustomerDesk {
    static let couponTimer = "coupon expiry"

    /// A coupon for a customer; for the same reference again it is the one there is.
    func issue(_ request: IssueCoupon) throws -> Coupon {
        let draft = try CouponDraft(request, now: now)
        let owner = try standing(request.customer).id
        if let reference = draft.request.reference,
            let row = try tx.first("SELECT code FROM coupons WHERE reference = \(reference)")
        {
            let known = try tx.coupon(row.string("code"))
            guard known.customer == owner, known.promises(draft) else {
                throw Problem.conflict("coupon.different", "For this reference another coupon was issued.")
            }
            return known
        }
        let wanted = draft.request
        let coupon = Coupon(
            id: identifiers.next(), customer: owner, code: wanted.code ?? CouponDraft.code(from: identifiers.next()),
            name: wanted.name, unit: wanted.unit, value: wanted.value, currency: wanted.currency,
            campaign: wanted.campaign, reference: wanted.reference, issuedAt: now, by: context.actor,
            expiresAt: wanted.expiresAt)
        let added = try tx.execute(
            """
            INSERT INTO coupons (id, customer, code, reference, state, at, body) VALUES (\(coupon.id), \(owner),
                \(coupon.code), \(coupon.reference), \(coupon.state), \(now), \(json: coupon)) ON CONFLICT DO NOTHING
            """)
        guard added == 1 else { throw Problem.conflict("coupon.taken", "Another coupon has this code.") }
        if let end = coupon.expiresAt {
            try tx.schedule(Timer(kind: CustomerDesk.couponTimer, reference: coupon.id, due: end))
        }
        try tell(coupon, CustomersAPI.couponIssued, "couponIssued")
        return coupon
    }

    func redeem(_ request: RedeemCoupon) throws -> Coupon {
        let order = request.order.trimmingWhitespace()
        guard (1...200).contains(order.count) else {
            throw Problem.invalid("coupon.order", "Say which order, in 1 to 200 characters.")
        }
        let before = try tx.coupon(request.code)
        if let customer = request.customer, try standing(customer).id != before.customer {
            throw Problem.conflict("coupon.foreign", "It is another customer's.")
        }
        var coupon = before
        try coupon.redeem(for: order, now: now)
        guard coupon != before else { return coupon }
        try end(coupon, CustomersAPI.couponRedeemed, "couponRedeemed")
        return coupon
    }

    func revoke(_ request: ByCouponCode) throws -> Coupon {
        let before = try tx.coupon(request.code)
        var coupon = before
        try coupon.revoke(now: now)
        guard coupon != before else { return coupon }
        try end(coupon, CustomersAPI.couponRevoked, "couponRevoked")
        return coupon
    }

    /// Its moment has come. One that was used or taken back meanwhile stays what it is.
    func expire(_ id: String) throws {
        guard let row = try tx.first("SELECT code FROM coupons WHERE id = \(id)") else { return }
        var coupon = try tx.coupon(row.string("code"))
        guard coupon.state == .issued, let end = coupon.expiresAt, end <= now else { return }
        (coupon.state, coupon.endedAt) = (.expired, end)
        try self.end(coupon, CustomersAPI.couponExpired, "couponExpired")
    }

    private func end(_ coupon: Coupon, _ type: EventType<CouponEvent>, _ kind: String) throws {
        try tx.execute(
            "UPDATE coupons SET state = \(coupon.state), body = \(json: coupon) WHERE id = \(coupon.id)")
        try tx.cancelTimers(kind: CustomerDesk.couponTimer, reference: coupon.id)
        try tell(coupon, type, kind)
    }

    private func tell(_ coupon: Coupon, _ type: EventType<CouponEvent>, _ kind: String) throws {
        let draft = try context.event(
            type, subject: "customer/\(coupon.customer)", data: CouponEvent(coupon: coupon), replayed: replayed)
        try TimelineWriter(tx: tx).add(
            try tx.append(draft), to: coupon.customer, kind: kind, summary: "\(coupon.name) · \(coupon.code)")
    }
}
