import Base
import Contracts
import Testing

@testable import Customers

/// Row 100 as a decision: whose addresses these are.
struct MatchingTests {
    private typealias Key = Identity.Key

    private static func id(_ kind: Identity.Kind, _ value: String, verified: Bool = false) -> Identity {
        Identity(kind: kind, value: value, verified: verified)
    }

    /// `people` have these addresses.
    private static func match(
        _ given: [Identity], _ people: [String: [Identity]], joins: Bool = false
    ) -> Matching {
        var rules = IdentityRules.standard
        rules.joins = joins
        var holders: [Identity.Key: String] = [:]
        for (person, identities) in people { for identity in identities { holders[identity.key] = person } }
        return Matching(given, holders: holders, holdings: people, rules: rules)
    }

    @Test func `nobody, one, several`() {
        let mail = Self.id(.email, "a@x.co")
        let phone = Self.id(.phone, "+8613800138000")
        #expect(Self.match([mail, phone], [:]).match == .nobody)
        let one = Self.match([mail, phone], ["p": [mail]])
        #expect(one.match == .one("p") && one.added == [phone] && one.dropped.isEmpty)
        let several = Self.match([mail, phone], ["p": [mail], "q": [phone]])
        #expect(several.match == .one("q"), "the weightier address says who it is")
        #expect(several.added.isEmpty && several.dropped == [.init(identity: mail, reason: .taken, customer: "p")])
    }

    @Test func `records join by themselves only where the rules allow it and both are proved`() {
        let (mail, phone) = (
            Self.id(.email, "a@x.co", verified: true), Self.id(.phone, "+8613800138000", verified: true)
        )
        let people = ["p": [mail], "q": [phone]]
        #expect(Self.match([mail, phone], people).match == .one("q"))
        #expect(Self.match([mail, phone], people, joins: true).match == .several(survivor: "q", others: ["p"]))
        let said = Self.id(.email, "a@x.co")
        #expect(Self.match([said, phone], people, joins: true).match == .one("q"))
    }

    @Test func `a new user with a known mail address is a new person`() {
        let (mail, first, second) = (
            Self.id(.email, "shared@x.co", verified: true), Self.id(.external, "1"),
            Self.id(.external, "2", verified: true)
        )
        let result = Self.match([mail, second], ["p": [mail, first]], joins: true)
        #expect(result.match == .nobody && result.added == [second])
        #expect(result.dropped == [.init(identity: mail, reason: .strong, customer: "p")])
    }

    @Test func `a sixth mail address is left out, and leads nobody else astray`() {
        let user = Self.id(.external, "1")
        let mails = (0..<5).map { Self.id(.email, "\($0)@x.co") }
        let sixth = Self.id(.email, "6@x.co")
        let result = Self.match([user, sixth], ["p": mails + [user]])
        #expect(result.match == .one("p") && result.added.isEmpty)
        #expect(result.dropped.map(\.reason) == [.limit])
        let fresh = Self.match(mails + [sixth], [:])
        #expect(fresh.match == .nobody && fresh.added == mails && fresh.dropped.map(\.identity) == [sixth])
    }

    /// Whatever comes together: two different strong ids are never of one person, and no limit is passed.
    @Test func `different strong ids never come together by themselves`() {
        for seed in 0..<400 as Range<UInt64> {
            let random = Randomness.seeded(seed)
            var people: [String: [Identity]] = [:]
            var taken: Set<Identity.Key> = []
            for person in 0..<4 {
                var mine: [Identity] = []
                for _ in 0..<random.below(5) {
                    let kind = Identity.Kind.allCases[random.below(Identity.Kind.allCases.count)]
                    let identity = Self.id(kind, "\(random.below(6))", verified: random.below(2) == 0)
                    let isStrong = IdentityRules.standard.rule(kind).strong
                    if isStrong, mine.contains(where: { $0.kind == kind }) { continue }
                    if taken.insert(identity.key).inserted { mine.append(identity) }
                }
                if !mine.isEmpty { people["p\(person)"] = mine }
            }
            let given = (0...random.below(6)).map { _ in
                Self.id(
                    Identity.Kind.allCases[random.below(Identity.Kind.allCases.count)], "\(random.below(6))",
                    verified: random.below(3) > 0)
            }
            let result = Self.match(given, people, joins: true)
            var together = result.added
            switch result.match {
            case .nobody: #expect(!result.added.isEmpty, "seed \(seed)")
            case .one(let person): together += people[person] ?? []
            case .several(let survivor, let others):
                together += ([survivor] + others).flatMap { people[$0] ?? [] }
                #expect(!others.isEmpty && !others.contains(survivor), "seed \(seed)")
            }
            for rule in IdentityRules.standard.kinds {
                let values = Set(together.filter { $0.kind == rule.kind }.map(\.value))
                #expect(values.count <= rule.limit, "seed \(seed): \(rule.kind)")
            }
            #expect(Set(together.map(\.key)).count == together.count, "seed \(seed)")
        }
    }
}
