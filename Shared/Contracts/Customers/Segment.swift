package import Base
package import Conditions

/// A tag that follows from what is known (row 104): its first level whose condition holds.
package struct ComputedTag: Codable, Hashable, Sendable {
    package struct Level: Codable, Hashable, Sendable {
        package var value: String
        package var name: String
        /// The name in other languages.
        package var names: [String: String]?
        package var colour: String?
        package var condition: Condition

        package init(
            value: String, name: String, names: [String: String]? = nil, colour: String? = nil, condition: Condition
        ) {
            (self.value, self.name, self.names) = (value, name, names)
            (self.colour, self.condition) = (colour, condition)
        }
    }

    /// Lower-case letters, digits and `_`: `customer.computed.<id>` in conditions.
    package var id: String
    package var name: String
    package var names: [String: String]?
    package var levels: [Level]
    /// Customers are being looked through after a change.
    package var building: Bool?
    package var version: Int

    package init(
        id: String, name: String, names: [String: String]? = nil, levels: [Level], building: Bool? = nil,
        version: Int = 0
    ) {
        (self.id, self.name, self.names, self.levels) = (id, name, names, levels)
        (self.building, self.version) = (building, version)
    }
}

/// A group of customers that keeps itself (row 105): whoever meets its condition.
package struct Segment: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var note: String?
    package var condition: Condition
    /// How many there are now; while `building`, how many were found so far.
    package var size: Int?
    package var building: Bool?
    package var version: Int

    package init(
        id: String, name: String, note: String? = nil, condition: Condition, size: Int? = nil, building: Bool? = nil,
        version: Int = 0
    ) {
        (self.id, self.name, self.note, self.condition) = (id, name, note, condition)
        (self.size, self.building, self.version) = (size, building, version)
    }
}

package struct TrySegment: Codable, Hashable, Sendable {
    package var condition: Condition

    package init(condition: Condition) {
        self.condition = condition
    }
}

/// What a condition finds: exactly where there are few customers, from a sample of them where there are many.
package struct TriedSegment: Codable, Hashable, Sendable {
    package var size: Int
    package var exact: Bool
    /// The true size is within this of `size` in 19 cases of 20.
    package var margin: Int
    package var sample: [Customer]

    package init(size: Int, exact: Bool, margin: Int, sample: [Customer]) {
        (self.size, self.exact, self.margin, self.sample) = (size, exact, margin, sample)
    }
}

package struct ListSegmentMembers: Codable, Hashable, Sendable {
    package var segment: String
    /// Those of a moment in the past; nil: of now.
    package var at: Instant?
    package var limit: Int?
    package var after: String?

    package init(segment: String, at: Instant? = nil, limit: Int? = nil, after: String? = nil) {
        (self.segment, self.at, self.limit, self.after) = (segment, at, limit, after)
    }
}

package struct SegmentMember: Codable, Hashable, Sendable {
    package var customer: Customer
    package var since: Instant
    package var until: Instant?

    package init(customer: Customer, since: Instant, until: Instant? = nil) {
        (self.customer, self.since, self.until) = (customer, since, until)
    }
}

/// Somebody came into a segment or left it.
package struct SegmentMove: Codable, Hashable, Sendable {
    package var customer: String
    package var name: String
    package var at: Instant
    package var entered: Bool

    package init(customer: String, name: String, at: Instant, entered: Bool) {
        (self.customer, self.name, self.at, self.entered) = (customer, name, at, entered)
    }
}

package struct ListSegmentMoves: Codable, Hashable, Sendable {
    package var segment: String
    package var limit: Int?

    package init(segment: String, limit: Int? = nil) {
        (self.segment, self.limit) = (segment, limit)
    }
}

/// Where a customer stands: computed tags, segments, and the score of purchases.
package struct Standing: Codable, Hashable, Sendable {
    /// A tag's value or a segment, since when, and until when.
    package struct Span: Codable, Hashable, Sendable {
        package var id: String
        package var name: String
        package var value: String?
        package var since: Instant
        package var until: Instant?

        package init(id: String, name: String, value: String? = nil, since: Instant, until: Instant? = nil) {
            (self.id, self.name, self.value, self.since, self.until) = (id, name, value, since, until)
        }
    }

    package var tags: [Span]
    package var segments: [Span]
    package var rfm: RFMScore?

    package init(tags: [Span], segments: [Span], rfm: RFMScore? = nil) {
        (self.tags, self.segments, self.rfm) = (tags, segments, rfm)
    }
}

package struct AskStanding: Codable, Hashable, Sendable {
    package var customer: String
    /// A moment in the past; nil: now.
    package var at: Instant?

    package init(customer: String, at: Instant? = nil) {
        (self.customer, self.at) = (customer, at)
    }
}

/// How purchases are scored (row 106).
package struct RFMRules: Codable, Hashable, Sendable {
    package enum Method: String, Codable, Sendable, CaseIterable {
        /// By rank among all buyers, five equal parts; or by limits that the house sets.
        case quintiles, limits
    }

    package var method: Method
    /// The window: 6 to 24 months.
    package var months: Int
    /// For `limits`: where score 2, 3, 4 and 5 begin. Recency in days, longest first.
    package var recency: [Double]
    package var frequency: [Double]
    package var money: [Double]
    /// When the ranks were last taken, and among how many buyers.
    package var rankedAt: Instant?
    package var buyers: Int?
    package var version: Int

    package init(
        method: Method = .quintiles, months: Int = 12, recency: [Double] = [180, 90, 45, 15],
        frequency: [Double] = [2, 3, 5, 10], money: [Double] = [100, 500, 1_000, 5_000], rankedAt: Instant? = nil,
        buyers: Int? = nil, version: Int = 1
    ) {
        (self.method, self.months, self.recency) = (method, months, recency)
        (self.frequency, self.money, self.rankedAt) = (frequency, money, rankedAt)
        (self.buyers, self.version) = (buyers, version)
    }
}

/// Scores from 1 to 5: how lately, how often and for how much somebody buys.
package struct RFMScore: Codable, Hashable, Sendable {
    package var recency: Int
    package var frequency: Int
    package var money: Int

    package init(recency: Int, frequency: Int, money: Int) {
        (self.recency, self.frequency, self.money) = (recency, frequency, money)
    }

    package var sum: Int { recency + frequency + money }
    /// `555` are champions, `111` are gone.
    package var code: String { "\(recency)\(frequency)\(money)" }
}

/// Somebody came into a segment or left it.
package struct SegmentEvent: Codable, Hashable, Sendable {
    package var segment: String
    package var name: String
    package var customer: String

    package init(segment: String, name: String, customer: String) {
        (self.segment, self.name, self.customer) = (segment, name, customer)
    }
}

/// A computed tag of somebody has another value.
package struct TagEvent: Codable, Hashable, Sendable {
    package var tag: String
    package var customer: String
    package var before: String?
    package var after: String?

    package init(tag: String, customer: String, before: String? = nil, after: String? = nil) {
        (self.tag, self.customer, self.before, self.after) = (tag, customer, before, after)
    }
}
