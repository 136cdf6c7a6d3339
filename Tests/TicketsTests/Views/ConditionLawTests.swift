import Base
import Conditions
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// What a view shows is what its condition says: random conditions over random tickets, asked of the store and of the
/// evaluator.
@Suite struct ConditionLawTests {
    private static let words = [
        "Refund", "ＲＥＦＵＮＤ", "退款", "5", "05", "", " ", "a-very-long-" + String(repeating: "x", count: 150),
    ]

    private static func pick<T>(_ items: [T], _ random: Randomness) -> T { items[random.below(items.count)] }

    /// Forty tickets in many states, with tags and fields of every kind.
    private func furnished(_ random: Randomness) async throws -> House {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        try await house.hire("Bob", presence: .away)
        for index in 0..<40 {
            house.time.advance(by: .minutes(random.below(300)))
            let id = try await house.mail("m\(index)", from: "c\(index % 5)", subject: Self.pick(Self.words, random)) {
                $0.requester.tier = index % 3 == 0 ? "vip" : nil
                $0.language = index % 4 == 0 ? "zh" : nil
            }.ticket
            let values: [JSON] = [
                .string(Self.pick(Self.words, random)), .int(5), .double(2.5), .bool(true), [], ["Refund", 5],
                [[], [.null, "退款"]], ["a": 1], .string(""),
            ]
            let tags = (0..<2).map { _ in String(Self.pick(Self.words, random).prefix(60)) }
            let value = Self.pick(values, random)
            _ = try await house.update(id, by: .agent("Bob")) {
                if index % 2 == 0 { $0.tags = tags }
                if index % 3 != 0 { $0.fields = ["kind": value] }
                if index % 5 == 0 { $0.assignee = index % 2 == 0 ? "ann" : "Bob" }
                $0.priority = Self.pick(Priority.allCases, random)
            }
            switch index % 6 {
            case 0: _ = try await house.reply(id, by: "ann", status: .solved)
            case 1: _ = try await house.reply(id, by: "Bob", status: .pending)
            case 2: _ = try await house.reply(id, by: "Bob")
            default: break
            }
        }
        return house
    }

    private static func condition(_ depth: Int, _ random: Randomness, _ now: Instant) -> Condition {
        if depth > 0, random.below(3) != 0 {
            let parts = (0..<random.below(4)).map { _ in condition(depth - 1, random, now) }
            switch random.below(3) {
            case 0: return .all(parts)
            case 1: return .any(parts)
            default: return .not(condition(depth - 1, random, now))
            }
        }
        let texts: [JSON] = [
            "ann", "BOB", "Refund", "refund", "退款", "5", 5, "05", 2.5, true, .null, "vip", "zh", "mail", "open",
            "solved",
            "high", "", .string(words[7]), "c1",
        ]
        let moments: [JSON] = ["2h", "1d", .string((now - .hours(30)).description), .string(now.description)]
        let field = pick(ViewFields.catalogue.fields.map { $0.name.replacing("*", with: "kind") }, random)
        let comparison = pick(Operator.allCases, random)
        let isTime = field.hasSuffix("At") || field.hasSuffix("Since")
        let value: JSON? =
            switch comparison.operand {
            case .none: nil
            case .one: isTime ? pick(moments, random) : pick(texts, random)
            case .oneOrMore:
                random.below(2) == 0
                    ? pick(texts, random) : .array((0..<random.below(4)).map { _ in pick(texts, random) })
            case .pair: isTime ? .array([pick(moments, random), pick(moments, random)]) : [1, 5]
            case .moment: pick(moments, random)
            case .duration: pick(["1h", "2d", 60], random)
            }
        return .test(field, comparison, value, caseSensitive: random.below(8) == 0)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `a list shows what the condition says`(seed: UInt64) async throws {
        let random = Randomness.seeded(seed)
        let house = try await furnished(random)
        let now = house.time.now()
        let bodies = try await house.store.read { try $0.rows("SELECT body FROM tickets").map { try $0.json("body") } }
        var kinds: Set<Bool> = []
        for round in 0..<150 {
            let condition = Self.condition(3, random, now)
            let expected = bodies.filter { condition.evaluate(in: Evaluation(facts: ["ticket": $0], now: now)) }
                .compactMap { $0["id"]?.string }
            let sort = TicketSort.allCases[round % 4]
            // Once as it is, once with limits that a handful of tickets exceeds.
            var limits = ListLimits()
            if round % 2 == 0 { (limits.scan, limits.gather, limits.looks) = (7, 2, 5) }
            let found = try await house.store.read { [limits] db in
                try db.all(condition, sort: sort, descending: round % 3 == 0 ? true : nil, limits: limits)
            }
            #expect(found.sorted() == expected.sorted(), "seed \(seed): \(condition)")
            let (count, isMore) = try await house.store.read { [limits] in try $0.count(condition, limits: limits) }
            #expect(isMore ? count <= expected.count : count == expected.count, "seed \(seed): \(condition)")
            kinds.insert(expected.isEmpty)
        }
        #expect(kinds == [true, false])
    }
}

extension Reader {
    /// Every ticket of a condition, in pages of three.
    fileprivate func all(
        _ condition: Condition, sort: TicketSort, descending: Bool?, limits: ListLimits
    ) throws -> [String] {
        var (ids, after): ([String], String?) = ([], nil)
        repeat {
            let page = try tickets(
                condition, sort: sort, descending: descending, after: after, limit: 3, limits: limits)
            ids += page.items.map(\.id)
            after = page.after
        } while after != nil
        return ids
    }
}
