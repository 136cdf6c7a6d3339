import Base
import Conditions
import Testing

private let now = Instant(seconds: 1_800_000_000)

private func ago(_ span: Instant.Span) -> JSON { .string((now - span).description) }

private func holds(
    _ field: String, _ comparison: Operator, _ value: JSON? = nil, in facts: JSON, was previous: JSON? = nil,
    caseSensitive: Bool = false
) -> Bool {
    Condition.test(field, comparison, value, caseSensitive: caseSensitive)
        .evaluate(in: Evaluation(facts: facts, previous: previous, now: now))
}

struct ConditionEvaluationTests {
    private let ticket: JSON = [
        "ticket": [
            "priority": "High", "subject": "Refund for order ４２, bitte", "tags": ["vip", "EU", "late"], "count": 5,
            "text": "我想申请退款，谢谢", "open": true, "empty": "  ", "nothing": nil, "none": [],
        ],
        "customer": ["orders": [["status": "paid", "total": 10], ["status": "shipped", "total": 250.5]]],
    ]

    @Test func `texts compare without case and width unless asked`() {
        #expect(holds("ticket.priority", .equal, "high", in: ticket))
        #expect(!holds("ticket.priority", .equal, "high", in: ticket, caseSensitive: true))
        #expect(holds("ticket.subject", .contains, "order 42", in: ticket))
        #expect(!holds("ticket.subject", .contains, "order 42", in: ticket, caseSensitive: true))
        #expect(holds("ticket.subject", .startsWith, "REFUND", in: ticket))
        #expect(holds("ticket.subject", .endsWith, "bitte", in: ticket))
        #expect(!holds("ticket.subject", .endsWith, "bitt", in: ticket))
    }

    @Test(arguments: ["vip", "eu", "late"]) func `a list value tests all entries, not only the first`(tag: String) {
        #expect(holds("ticket.tags", .equal, .string(tag), in: ticket))
        #expect(holds("ticket.tags", .anyOf, ["x", .string(tag)], in: ticket))
        #expect(holds("ticket.tags", .contains, .string(tag), in: ticket))
        #expect(!holds("ticket.tags", .noneOf, [.string(tag)], in: ticket))
        #expect(!holds("ticket.tags", .notEqual, .string(tag), in: ticket))
        #expect(!holds("ticket.tags", .notContains, .string(tag), in: ticket))
    }

    @Test func `a list operand of equal means the same entries in any order`() {
        #expect(holds("ticket.tags", .equal, ["late", "vip", "eu"], in: ticket))
        #expect(!holds("ticket.tags", .equal, ["late", "vip"], in: ticket))
        #expect(holds("ticket.none", .equal, [], in: ticket))
    }

    @Test func `paths walk through lists of objects`() {
        #expect(holds("customer.orders.status", .equal, "shipped", in: ticket))
        #expect(holds("customer.orders.total", .greater, 250, in: ticket))
        #expect(!holds("customer.orders.total", .greater, 251, in: ticket))
        #expect(!holds("customer.orders.gone.further", .present, in: ticket))
        #expect(!holds("ticket.priority.deeper", .present, in: ticket))
    }

    @Test func `words match whole in English and anywhere in Chinese`() {
        #expect(holds("ticket.subject", .matches, "refund", in: ticket))
        #expect(!holds("ticket.subject", .matches, "fund", in: ticket))
        #expect(!holds("ticket.subject", .matches, "ref", in: ticket))
        #expect(holds("ticket.subject", .matches, ["nothing", "for order"], in: ticket))
        #expect(holds("ticket.text", .matches, "退款", in: ticket))
        #expect(holds("ticket.text", .contains, ["发票", "退款"], in: ticket))
    }

    @Test func `presence looks through null, blanks and empty lists`() {
        for field in ["ticket.empty", "ticket.nothing", "ticket.none", "ticket.unknown", "else.where"] {
            #expect(holds(field, .absent, in: ticket))
            #expect(!holds(field, .present, in: ticket))
        }
        #expect(holds("ticket.count", .present, in: ticket))
        #expect(holds("ticket.nothing", .equal, nil as JSON? ?? .null, in: ticket))
    }

    @Test func `numbers compare as numbers, also when written as text`() {
        #expect(holds("ticket.count", .equal, 5, in: ticket))
        #expect(holds("ticket.count", .equal, 5.0, in: ticket))
        #expect(holds("ticket.count", .equal, "5", in: ticket))
        #expect(holds("n", .greater, 9, in: ["n": "10"]))
        #expect(holds("ticket.count", .between, [5, 6], in: ticket))
        #expect(holds("ticket.count", .atLeast, 5, in: ticket))
        #expect(holds("ticket.count", .atMost, 5, in: ticket))
        #expect(!holds("ticket.count", .greater, 5, in: ticket))
        #expect(!holds("ticket.count", .less, 5, in: ticket))
        #expect(!holds("ticket.subject", .less, 5, in: ticket))
        #expect(!holds("n", .greater, 1, in: ["n": "nan"]))
    }

    @Test func `booleans are not numbers and not texts`() {
        #expect(holds("ticket.open", .equal, true, in: ticket))
        #expect(!holds("ticket.open", .equal, 1, in: ticket))
        #expect(!holds("ticket.open", .equal, "true", in: ticket))
    }

    @Test func `times compare with times and with durations back from now`() {
        let facts: JSON = ["at": ago(.hours(2)), "due": .string((now + .minutes(30)).description)]
        #expect(holds("at", .before, "1h", in: facts))
        #expect(!holds("at", .before, "2h", in: facts))
        #expect(!holds("at", .before, "3h", in: facts))
        #expect(holds("at", .after, "3h", in: facts))
        #expect(holds("at", .withinLast, 7_200, in: facts))
        #expect(!holds("at", .withinLast, "119m", in: facts))
        #expect(!holds("due", .withinLast, "9h", in: facts))
        #expect(holds("due", .withinNext, "PT30M", in: facts))
        #expect(!holds("due", .withinNext, "29m", in: facts))
        #expect(holds("at", .after, "2020-01-01", in: facts))
        #expect(holds("at", .before, "2100-01-01T00:00:00+08:00", in: facts))
        #expect(holds("at", .between, ["2020-01-01", "2100-01-01"], in: facts))
        #expect(!holds("at", .before, "soon", in: facts))
    }

    @Test func `changes are seen against the previous facts only`() {
        let was: JSON = ["status": "new", "tags": ["a"]]
        let facts: JSON = ["status": "open", "tags": ["A"]]
        #expect(holds("status", .changed, in: facts, was: was))
        #expect(!holds("tags", .changed, in: facts, was: was))
        #expect(holds("status", .changedFrom, "new", in: facts, was: was))
        #expect(holds("status", .changedTo, ["open", "solved"], in: facts, was: was))
        #expect(!holds("status", .changedFrom, "open", in: facts, was: was))
        #expect(!holds("status", .changed, in: facts))
        #expect(holds("status", .changedFrom, .null, in: facts, was: [:]))
        #expect(!holds("other", .changed, in: facts, was: [:]))
    }

    @Test func `an unknown operator never holds and its explanation says what was asked`() {
        let test = Condition.test(.init(field: "ticket.count", name: "resembles", value: 5))
        let context = Evaluation(facts: ticket, now: now)
        #expect(!test.evaluate(in: context))
        #expect(test.explain(in: context).text == "✗ ticket.count resembles 5 (is 5)")
    }

    @Test func `an explanation shows each place with the actual value`() {
        let condition: Condition = .all([
            .test("ticket.priority", .equal, "high"),
            .any([.test("ticket.tags", .anyOf, ["gold"]), .not(.test("ticket.count", .less, 3))]),
            .test("status", .changedTo, "open"),
        ])
        let context = Evaluation(facts: ticket, previous: ["status": "new"], now: now)
        let explanation = condition.explain(in: context)
        #expect(
            explanation.text == """
                ✗ all
                  ✓ ticket.priority equal "high" (is "High")
                  ✓ any
                    ✗ ticket.tags anyOf ["gold"] (is ["vip","EU","late"])
                    ✓ not
                      ✗ ticket.count less 3 (is 5)
                  ✗ status changedTo "open" (is absent, was "new")
                """)
        #expect(explanation.holds == condition.evaluate(in: context))
    }

    @Test func `the next turn is the moment a time test changes its answer`() throws {
        let facts: JSON = ["at": ago(.hours(2)), "due": .string((now + .hours(4)).description)]
        let condition: Condition = .any([
            .test("at", .before, "2h"), .test("due", .withinNext, "1h"), .not(.test("at", .withinLast, "3h")),
        ])
        var context = Evaluation(facts: facts, now: now)
        #expect(condition.usesClock && !condition.usesPrevious)
        #expect(condition.nextTurn(in: context) == now + Instant.Span(microseconds: 1))
        var turns: [Instant] = []
        while let turn = condition.nextTurn(in: context), turns.count < 10 {
            turns.append(turn)
            context.now = turn
        }
        let micro = Instant.Span(microseconds: 1)
        #expect(turns == [now + micro, now + .hours(1) + micro, now + .hours(3), now + .hours(4) + micro])
    }
}
