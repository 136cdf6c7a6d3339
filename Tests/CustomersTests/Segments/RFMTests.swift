import Base
import Contracts
import Testing

@testable import Customers

/// Row 106: by rank, in fifths of equal size, ties alike.
struct RFMTests {
    private func scores(_ values: [Double]) -> [Int] {
        let limits = RFMRanks.limits(values)
        return values.map { value in 1 + limits.count { value >= $0 } }
    }

    @Test func `fifths by rank, not by width`() {
        #expect(scores([1, 2, 3, 4, 1_000]) == [1, 2, 3, 4, 5])
        #expect(scores([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    }

    @Test func `the same value has the same score`() {
        #expect(scores([1, 1, 1, 1, 1, 1, 1, 1, 2, 3]) == [1, 1, 1, 1, 1, 1, 1, 1, 5, 5])
        #expect(scores([7, 7, 7]) == [1, 1, 1])
        #expect(scores([5]) == [1] && scores([]) == [])
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>) func `whatever the values`(seed: UInt64) {
        let random = Randomness.seeded(seed)
        let values = (0..<1 + random.below(200)).map { _ in Double(random.below(50)) }
        let scores = scores(values)
        for (value, score) in zip(values, scores) {
            #expect((1...5).contains(score))
            let below = values.count { $0 < value }
            #expect(score == 1 + min(4, 5 * below / values.count))
        }
    }

    @Test func `lately, often and for much is 555`() {
        let buyers = (1...10).map {
            Purchases(last: Instant(seconds: Int64($0) * 86_400), count: $0, money: Double($0))
        }
        let ranks = RFMRanks(buyers)
        #expect(ranks.score(buyers[9]).code == "555" && ranks.score(buyers[0]).code == "111")
        #expect(ranks.score(Purchases(last: buyers[9].last, count: 1, money: 1)).code == "511")
    }

    @Test func `limits of the house`() throws {
        let now = Instant(seconds: 1_800_000_000)
        let rules = try RFMRules(method: .limits).checked()
        let score = RFMRanks(rules, now: now).score(Purchases(last: now - .days(20), count: 3, money: 700))
        #expect(score == RFMScore(recency: 4, frequency: 3, money: 3))
        for wrong in [
            RFMRules(months: 5), RFMRules(recency: [1, 2, 3, 4]), RFMRules(frequency: [2, 1, 3, 4]),
            RFMRules(money: [1]),
        ] { #expect(throws: Problem.self) { try wrong.checked() } }
    }
}
