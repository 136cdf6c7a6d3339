import Base
import Testing

@testable import Conditions

/// Existence and windows over the entries of a list.
struct CountTests {
    private static let now = Instant("2026-11-23T12:00:00Z") ?? Instant(seconds: 0)

    private static let facts: JSON = [
        "customer": [
            "tickets": [
                ["category": "物流", "type": "投诉", "createdAt": "2026-11-01T12:00:00Z"],
                ["category": "物流", "type": "咨询", "createdAt": "2026-11-20T12:00:00Z"],
                ["category": "售后", "type": "投诉", "createdAt": "2026-11-21T12:00:00Z"],
            ]
        ]
    ]

    private static func complained(_ category: JSON, _ window: String = "30d", atLeast: Int = 1) -> Condition {
        .count(
            .init(
                "customer.tickets",
                where: .all([
                    .test("category", .equal, category), .test("type", .equal, "投诉"),
                    .test("createdAt", .withinLast, .string(window)),
                ]), atLeast: atLeast))
    }

    @Test func `one entry must meet everything`() {
        let context = Evaluation(facts: Self.facts, now: Self.now)
        #expect(Self.complained("物流").evaluate(in: context))
        #expect(!Self.complained("物流", "10d").evaluate(in: context), "another ticket is young enough, not this one")
        #expect(!Self.complained("物流", atLeast: 2).evaluate(in: context))
        let praise: Condition = .test("type", .equal, "表扬")
        let none = Condition.count(.init("customer.tickets", where: praise, atLeast: 0, atMost: 0))
        #expect(none.evaluate(in: context))
        #expect(none.evaluate(in: Evaluation(facts: [:], now: Self.now)))
    }

    @Test func `the next turn is when an entry leaves the window`() {
        let context = Evaluation(facts: Self.facts, now: Self.now)
        let turn = Self.complained("物流").nextTurn(in: context)
        #expect(turn.map { $0 - Instant.Span(microseconds: 1) } == Instant("2026-12-01T12:00:00Z"))
    }

    @Test func `it reads as it is written, and says what is wrong`() throws {
        let text = #"{"count":"customer.tickets","where":{"field":"type","is":"equal","value":"投诉"},"atMost":3}"#
        let read = try JSON.decode(Condition.self, from: Array(text.utf8))
        #expect(read == .count(.init("customer.tickets", where: .test("type", .equal, "投诉"), atLeast: 0, atMost: 3)))
        #expect(try JSON.decode(Condition.self, from: JSON.encode(read)) == read)
        #expect(read.fieldsUsed == ["customer.tickets", "customer.tickets.type"] && read.depth == 2)
        let catalogue = FieldCatalogue([.init("customer.tickets.type", .text), .init("customer.name", .text)])
        #expect(catalogue.validate(read).isEmpty)
        let wrong: [(Condition, String)] = [
            (.count(.init("customer.orders", where: .always)), "#/count"),
            (.count(.init("customer.tickets", where: .test("name", .equal, "x"))), "#/where/field"),
            (.count(.init("customer.tickets", where: .test("type", .changed))), "#/where"),
            (.count(.init("customer.tickets", where: .always, atLeast: 2, atMost: 1)), "#/atLeast"),
        ]
        for (condition, pointer) in wrong { #expect(catalogue.validate(condition).map(\.pointer) == [pointer]) }
    }

    @Test func `it explains itself`() {
        let explanation = Self.complained("物流").explain(in: Evaluation(facts: Self.facts, now: Self.now))
        #expect(explanation.kind == .count && explanation.holds && explanation.actual == 1)
        #expect(explanation.text.hasPrefix("✓ customer.tickets count"))
    }
}
