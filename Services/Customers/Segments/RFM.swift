internal import Base
internal import Contracts

/// Purchases of one customer within the window.
struct Purchases: Hashable, Sendable {
    var last: Instant
    var count: Int
    var money: Double

    static func + (a: Purchases, b: Purchases) -> Purchases {
        Purchases(last: max(a.last, b.last), count: a.count + b.count, money: a.money + b.money)
    }
}

/// Where the scores 2, 3, 4 and 5 begin, the least value of each; a score nobody reaches begins at infinity.
struct RFMRanks: Codable, Hashable, Sendable {
    /// Of the time of the last purchase, in seconds since 1970.
    var recency: [Double]
    var frequency: [Double]
    var money: [Double]

    /// By rank among all buyers (row 106): five parts of equal size, not of equal width; the same value has the same
    /// score.
    init(_ buyers: some Collection<Purchases>) {
        recency = RFMRanks.limits(buyers.map { Double($0.last.microseconds) / 1_000_000 })
        frequency = RFMRanks.limits(buyers.map { Double($0.count) })
        money = RFMRanks.limits(buyers.map(\.money))
    }

    /// By what the house says.
    init(_ rules: RFMRules, now: Instant) {
        recency = rules.recency.map { Double(now.microseconds) / 1_000_000 - $0 * 86_400 }
        (frequency, money) = (rules.frequency, rules.money)
    }

    /// The least values of the scores 2 to 5: a value's score is one more than how many fifths of all are below it.
    static func limits(_ values: [Double]) -> [Double] {
        let sorted = values.sorted()
        var limits = [Double](repeating: .greatestFiniteMagnitude, count: 4)
        var start = 0
        while start < sorted.count {
            // All of one value share the place of the first.
            let score = min(4, 5 * start / sorted.count)
            for place in 0..<score where limits[place] == .greatestFiniteMagnitude { limits[place] = sorted[start] }
            let value = sorted[start]
            while start < sorted.count, sorted[start] == value { start += 1 }
        }
        return limits
    }

    func score(_ purchases: Purchases) -> RFMScore {
        func score(_ value: Double, _ limits: [Double]) -> Int { 1 + limits.count { value >= $0 } }
        return RFMScore(
            recency: score(Double(purchases.last.microseconds) / 1_000_000, recency),
            frequency: score(Double(purchases.count), frequency), money: score(purchases.money, money))
    }
}

extension RFMRules {
    /// Throws 422 `rfm.invalid`.
    func checked() throws -> RFMRules {
        func rises(_ limits: [Double]) -> Bool {
            limits.count == 4 && limits.allSatisfy { $0.isFinite && $0 >= 0 } && limits == limits.sorted()
        }
        guard (6...24).contains(months), rises(recency.reversed()), rises(frequency), rises(money) else {
            throw Problem.invalid("rfm.invalid", "6 to 24 months, and four limits of each kind in their order.")
        }
        return self
    }

    /// Where the window begins: months of 30 days and a half.
    func start(_ now: Instant) -> Instant { now - .hours(months * 732) }
}
