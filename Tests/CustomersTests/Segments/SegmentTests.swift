import Base
import Conditions
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Rows 104 to 108: tags and segments that keep themselves, by what happens and by the passing of time.
struct SegmentTests {
    /// "最近30天内投诉过物流问题的高价值活跃用户", the seed's own example.
    private static let complained: Condition = .all([
        .test("customer.computed.value", .equal, "high"),
        .test("customer.computed.activity", .anyOf, ["high", "mid"]),
        .count(
            .init(
                "customer.tickets",
                where: .all([
                    .test("fields.category", .equal, "物流"), .test("fields.type", .equal, "投诉"),
                    .test("createdAt", .withinLast, "30d"),
                ]))),
    ])

    private func buy(_ house: House, _ customer: String, _ id: String, _ amount: Double, daysAgo: Int = 1) async throws
    {
        let fact = RecordFact(
            customer: customer, type: "order", source: "shop", externalID: id,
            occurredAt: house.time.now() - .days(daysAgo), data: ["amount": .double(amount)])
        try await house.work { try $0.record(fact) }
    }

    /// Ten buyers of whom the last is the best.
    private func buyers(_ house: House) async throws -> [String] {
        var ids: [String] = []
        for number in 1...10 {
            let id = try await house.identify(.email, "\(number)@x.co", name: "N\(number)").id
            ids.append(id)
            for order in 0..<number {
                try await buy(house, id, "\(number)-\(order)", Double(number), daysAgo: 12 - number + order)
            }
        }
        try await house.settle()
        return ids
    }

    @Test func `the seed's example finds whom it means, and lets go when the time is over`() async throws {
        let house = try await House()
        let ids = try await buyers(house)
        try await house.ranking.run()
        try await house.settle()
        let segment = try await house.work {
            try $0.save(Segment(id: "upset", name: "Upset and valuable", condition: Self.complained))
        }
        #expect(segment.building == true)
        try await house.settle()
        #expect(try await house.members("upset") == [])
        let now = house.time.now().seconds
        let fields: [String: JSON] = ["category": "物流", "type": "投诉"]
        for (number, customer) in [(1, ids[9]), (2, ids[0])] {
            try await house.hear(
                TicketStory.opened("t\(number)", of: customer, at: now, fields: fields))
        }
        let asked: [String: JSON] = ["category": "物流", "type": "咨询"]
        try await house.hear(TicketStory.opened("t3", of: ids[8], at: now, fields: asked))
        try await house.settle()
        #expect(try await house.members("upset") == [ids[9]], "the best buyer complained; the worst did, too")
        #expect(try await house.told("segment.entered") == 1)
        let entered = house.time.now()

        // He goes on buying, so only the complaint grows old.
        house.time.advance(by: .days(20))
        try await house.settle()
        try await buy(house, ids[9], "later", 20, daysAgo: 0)
        house.time.advance(by: .days(10) + .seconds(1))
        try await house.settle()
        #expect(try await house.members("upset") == [], "thirty days have passed, and nothing else")
        #expect(try await house.told("segment.left") == 1)
        #expect(try await house.members("upset", at: entered + .days(5)) == [ids[9]], "as it was then")
        #expect(try await house.members("upset", at: entered - .seconds(1)) == [])
    }

    @Test func `tags follow time without any event`() async throws {
        let house = try await House()
        let id = try await house.identify(.email, "a@x.co").id
        try await house.settle()
        var seen: [String] = []
        for _ in 0..<7 {
            let tags = try await house.standing(id).tags
            seen.append(tags.first { $0.id == "activity" }?.value ?? "-")
            house.time.advance(by: .days(16))
            try await house.settle()
        }
        #expect(seen == ["high", "mid", "low", "low", "leaving", "leaving", "gone"])
        let past = try await house.standing(id, at: house.time.now() - .days(16 * 6 - 1))
        #expect(past.tags.first { $0.id == "activity" }?.value == "mid")
    }

    @Test func `satisfaction is the last five ratings, churn is high value that stays away`() async throws {
        let house = try await House()
        let ids = try await buyers(house)
        try await house.ranking.run()
        try await house.settle()
        let best = ids[9]
        #expect(try await house.standing(best).rfm?.code == "555")
        func value(_ tag: String) async throws -> String? {
            try await house.standing(best).tags.first { $0.id == tag }?.value
        }
        #expect(try await value("value") == "high")
        #expect(try await value("churn") == nil)
        #expect(try await value("satisfaction") == nil)
        for (number, score) in [5, 1, 5, 2, 5, 5, 5, 5].enumerated() {
            let at = house.time.now().seconds + Int64(number)
            let rating = Rating(score: score, at: Instant(seconds: at))
            try await house.hear(
                TicketStory.opened("r\(number)", of: best, type: TicketsAPI.solved, at: at, rating: rating))
            try await house.settle()
            if number == 0 { #expect(try await value("satisfaction") == "happy") }
            if number == 1 { #expect(try await value("satisfaction") == "mixed") }
            if number == 3 { #expect(try await value("satisfaction") == "unhappy") }
        }
        #expect(try await value("satisfaction") == "mixed", "one of the last five was bad")
        house.time.advance(by: .days(31))
        try await house.settle()
        #expect(try await value("churn") == "yes")
    }

    @Test func `a joined customer is one member, and two again`() async throws {
        let house = try await House()
        let one = try await house.create(CreateCustomer(name: "One", tags: ["a"])).id
        let two = try await house.create(CreateCustomer(name: "Two", tags: ["a"])).id
        try await house.work {
            try $0.save(Segment(id: "a", name: "A", condition: .test("customer.tags", .anyOf, ["a"])))
        }
        try await house.settle()
        #expect(try await house.members("a") == [one, two].sorted())
        _ = try await house.join(one, two)
        #expect(try await house.members("a") == [one])
        _ = try await house.undo(house.merges()[0])
        #expect(try await house.members("a") == [one, two].sorted())
        _ = try await house.update(UpdateCustomer(id: one, removeTags: ["a"]))
        #expect(try await house.members("a") == [two], "at once")
    }

    @Test func `what asks for itself or for nothing is refused`() async throws {
        let house = try await House()
        func save(_ id: String, _ condition: Condition) async -> Problem? {
            await House.problem {
                try await house.work { try $0.save(Segment(id: id, name: id, condition: condition)) }
            }
        }
        #expect(await save("a", .test("customer.segments", .anyOf, ["a"]))?.code == "group.circular")
        #expect(await save("a", .test("customer.segments", .anyOf, ["b"]))?.code == "group.unknown")
        #expect(await save("a", .test("customer.shoe", .equal, 1))?.code == "condition.invalid")
        #expect(await save("a", .test("customer.name", .equal, "x")) == nil)
        #expect(await save("b", .test("customer.segments", .anyOf, ["a"])) == nil)
        let circle: Condition = .test("customer.segments", .anyOf, ["b"])
        let problem = await House.problem {
            try await house.work { try $0.save(Segment(id: "a", name: "a", condition: circle, version: 1)) }
        }
        #expect(problem?.code == "group.circular")
        #expect(await House.problem { try await house.work { try $0.remove(.segment, "a") } }?.code == "segment.in_use")
        #expect(await House.problem { try await house.work { try $0.remove(.tag, "value") } }?.code == "tag.in_use")
        _ = try await house.work { try $0.remove(.tag, "churn") }
        _ = try await house.work { try $0.remove(.tag, "value") }
        #expect(try await house.store.read { try $0.computedTags() }.contains { $0.id == "value" } == false)
        let visit = FactType(id: "visit", name: "Visit", schema: ["type": "object"], version: 1)
        #expect(
            await save("v", .count(.init("customer.facts.visit", where: .test("data.page", .equal, "/")))) == nil)
        #expect(await House.problem { try await house.work { try $0.save(visit) } }?.code == "fact_type.in_use")
        #expect(
            await House.problem {
                try await house.store.write { tx in try house.desk(tx).refuseInUse(factType: "visit") }
            }?.code == "fact_type.in_use")
    }

    @Test func `a trial counts all, or a sample says how sure it is`() async throws {
        let house = try await House()
        for number in 0..<40 {
            _ = try await house.create(CreateCustomer(name: "N\(number)", tags: number % 4 == 0 ? ["a"] : []))
        }
        let condition: Condition = .test("customer.tags", .anyOf, ["a"])
        let tried = try await house.calls.trySegment(TrySegment(condition: condition))
        #expect(tried.size == 10 && tried.exact && tried.sample.count == 10)
        #expect(try await house.events().allSatisfy { $0 == "created" }, "a trial writes nothing")
    }
}
