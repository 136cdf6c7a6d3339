package import Base

/// One person on one page (row 95): four blocks, each with its source and the time it is of. A source that cannot be
/// asked leaves its block as it was last known, or empty, and says so; the others are there.
package struct CustomerCard: Codable, Hashable, Sendable {
    package enum Freshness: String, Codable, Sendable, CaseIterable {
        case fresh
        /// The source does not answer: this is what was last known.
        case stale
    }

    /// Where a block comes from.
    package struct Origin: Codable, Hashable, Sendable {
        package var source: String
        package var asOf: Instant
        package var state: Freshness

        package init(source: String, asOf: Instant, state: Freshness = .fresh) {
            (self.source, self.asOf, self.state) = (source, asOf, state)
        }
    }

    package struct Identity: Codable, Hashable, Sendable {
        package var origin: Origin
        package var customer: Customer

        package init(origin: Origin, customer: Customer) {
            (self.origin, self.customer) = (origin, customer)
        }
    }

    package struct Value: Codable, Hashable, Sendable {
        package var origin: Origin
        package var purchases: Int
        /// Everything ever spent.
        package var spent: Double
        package var lastPurchaseAt: Instant?
        package var rfm: RFMScore?
        /// Those that can be used, at most five.
        package var coupons: [Coupon]?

        package init(
            origin: Origin, purchases: Int, spent: Double, lastPurchaseAt: Instant?, rfm: RFMScore?,
            coupons: [Coupon]? = nil
        ) {
            (self.origin, self.purchases, self.spent) = (origin, purchases, spent)
            (self.lastPurchaseAt, self.rfm, self.coupons) = (lastPurchaseAt, rfm, coupons)
        }
    }

    package struct Relationship: Codable, Hashable, Sendable {
        package var origin: Origin
        package var openTickets: Int
        package var tickets: Int
        package var lastRating: Int?
        /// The newest, at most five; none while the source does not answer.
        package var recent: [Ticket]

        package init(origin: Origin, openTickets: Int, tickets: Int, lastRating: Int?, recent: [Ticket]) {
            (self.origin, self.openTickets, self.tickets) = (origin, openTickets, tickets)
            (self.lastRating, self.recent) = (lastRating, recent)
        }
    }

    package struct Activity: Codable, Hashable, Sendable {
        package var origin: Origin
        package var lastContactAt: Instant?
        package var standing: Standing
        /// The newest of the timeline, at most five.
        package var recent: [TimelineEntry]

        package init(origin: Origin, lastContactAt: Instant?, standing: Standing, recent: [TimelineEntry]) {
            (self.origin, self.lastContactAt) = (origin, lastContactAt)
            (self.standing, self.recent) = (standing, recent)
        }
    }

    package var identity: Identity
    package var value: Value
    package var relationship: Relationship
    package var activity: Activity

    package init(identity: Identity, value: Value, relationship: Relationship, activity: Activity) {
        (self.identity, self.value, self.relationship, self.activity) = (identity, value, relationship, activity)
    }
}
