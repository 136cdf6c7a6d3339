import Base
import Contracts
import Testing

@testable import Moat

/// The tables of texts and the small tools of the demo.
struct DemoTextTests {
    @Test(arguments: Language.allCases) func `every scenario has words for every part`(_ language: Language) {
        for scenario in Scenario.all {
            let script = scenario.script(language)
            #expect(script.subjects.count >= 2, "\(scenario.id)")
            #expect(script.openings.count >= 3, "\(scenario.id)")
            #expect(script.replies.count >= 2 && script.followUps.count >= 2, "\(scenario.id)")
            #expect(script.answers.count >= 2, "\(scenario.id)")
        }
        #expect(Script.all[language]?.count == Scenario.all.count)
    }

    @Test func `sixty articles answer the tickets in both languages`() {
        let articles = DemoArticle.all
        #expect(articles.count == 60)
        #expect(Set(articles.map(\.key)).count == 60)
        for language in Language.allCases {
            let own = articles.filter { $0.language == language }
            #expect(own.count == 30)
            #expect(Set(own.map(\.title)).count == 30)
            #expect(Set(Scenario.all.map(\.id)).isSubset(of: own.map(\.topic)))
            #expect(own.allSatisfy { $0.body.count > 90 && $0.body.count < 5_000 })
        }
    }

    @Test func `chance is the same for the same words`() {
        let (a, b, c) = (Dice(1, "x", "2"), Dice(1, "x", "2"), Dice(1, "x", "3"))
        let throwsOfA = (0..<5).map { _ in a.bits() }
        #expect(throwsOfA == (0..<5).map { _ in b.bits() })
        #expect(throwsOfA != (0..<5).map { _ in c.bits() })
        #expect((0..<1_000).map { _ in a.unit() }.allSatisfy { (0..<1).contains($0) })
    }

    /// Saturday 2026-11-21 in Shanghai: open from 9 to 23.
    @Test func `open time passes over the night of a weekend`() throws {
        let hours = ShopHours()
        let night = try #require(Instant("2026-11-21T15:30:00Z"))
        #expect(hours.later(by: 60, from: night) == Instant("2026-11-22T01:01:00Z"))
        #expect(hours.earlier(by: 60, from: night) == Instant("2026-11-21T14:59:00Z"))
        let noon = try #require(Instant("2026-11-21T04:00:00Z"))
        for seconds in [0.0, 59, 3_600, 40_000, 400_000] {
            let there = hours.later(by: seconds, from: noon)
            #expect(hours.earlier(by: seconds, from: there) == noon)
        }
    }

    @Test func `the national day is short, a working Saturday is not`() throws {
        let hours = ShopHours()
        let holiday = try #require(Instant("2026-10-01T00:00:00Z"))
        #expect(hours.later(by: 0, from: holiday) == Instant("2026-10-01T02:00:00Z"))
        let working = try #require(Instant("2026-10-10T00:00:00Z"))
        #expect(hours.later(by: 0, from: working) == working)
    }
}
