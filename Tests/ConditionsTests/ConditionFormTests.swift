import Base
import Conditions
import Testing

struct ConditionFormTests {
    private let catalogue = FieldCatalogue([
        .init("ticket.priority", .choice, allowed: ["low", "normal", "high"]),
        .init("ticket.subject", .text), .init("ticket.tags", .text, list: true), .init("ticket.count", .number),
        .init("ticket.open", .boolean), .init("ticket.updated", .time), .init("ticket.waiting", .duration),
        .init("customer.facts.*", .any),
    ])

    private func decode(_ text: String) throws -> Condition { try JSON.decode(Condition.self, from: Array(text.utf8)) }

    @Test func `the JSON form reads and writes itself`() throws {
        let text =
            #"{"all":[{"field":"a.b","is":"equal","value":"high"},"#
            + #"{"any":[{"caseSensitive":true,"field":"c","is":"in"}]},"#
            + #"{"not":{"field":"d","is":"absent"}},{"field":"e","is":"equal","value":null}]}"#
        let condition = try decode(text)
        #expect(String(decoding: try JSON.encode(condition), as: UTF8.self) == text)
        #expect(condition.fieldsUsed == ["a.b", "c", "d", "e"])
        #expect(condition.depth == 3)
    }

    @Test(arguments: [
        "{}", "[]", "3", #""all""#, #"{"all":{}}"#, #"{"all":[],"any":[]}"#, #"{"field":"a"}"#, #"{"is":"equal"}"#,
        #"{"field":"a","is":"equal","extra":1}"#, #"{"not":[]}"#, #"{"field":1,"is":"equal"}"#, "{\"all\":[",
    ])
    func `malformed input is a 400 problem`(text: String) {
        let problem = #expect(throws: Problem.self) { try decode(text) }
        #expect(problem?.status == 400)
    }

    @Test func `hostile nesting is refused before it reaches the stack`() {
        for levels in [70, 400, 20_000] {
            let text =
                String(repeating: #"{"not":"#, count: levels) + #"{"all":[]}"# + String(repeating: "}", count: levels)
            #expect(throws: Problem.self) { try decode(text) }
        }
    }

    @Test func `a good condition has no problems`() throws {
        let condition = try decode(
            #"""
            {"all":[{"field":"ticket.priority","is":"anyOf","value":["low","high"]},
             {"field":"ticket.subject","is":"contains","value":["refund","退款"]},
             {"field":"ticket.count","is":"between","value":[1,3]},
             {"field":"ticket.updated","is":"before","value":"2h"},
             {"field":"ticket.updated","is":"after","value":"2026-01-01"},
             {"field":"ticket.waiting","is":"greater","value":"PT2H"},
             {"field":"ticket.open","is":"changedTo","value":true},
             {"field":"customer.facts.orders","is":"greater","value":4}]}
            """#)
        #expect(catalogue.validate(condition) == [])
        #expect(throws: Never.self) { try catalogue.check(condition) }
    }

    @Test(arguments: [
        (#"{"field":"nobody","is":"equal","value":1}"#, "#/all/0/field", "unknown"),
        (#"{"field":"customer.facts.","is":"present"}"#, "#/all/0/field", "unknown"),
        (#"{"field":"customer.facts.a.b","is":"present"}"#, "#/all/0/field", "unknown"),
        (#"{"field":"ticket.count","is":"is"}"#, "#/all/0/is", "unknown"),
        (#"{"field":"ticket.count","is":"contains","value":"1"}"#, "#/all/0/is", "operator"),
        (#"{"field":"ticket.count","is":"equal"}"#, "#/all/0/value", "missing"),
        (#"{"field":"ticket.count","is":"present","value":1}"#, "#/all/0/value", "unexpected"),
        (#"{"field":"ticket.count","is":"greater","value":[1]}"#, "#/all/0/value", "value"),
        (#"{"field":"ticket.count","is":"between","value":[1]}"#, "#/all/0/value", "value"),
        (#"{"field":"ticket.count","is":"equal","value":"x"}"#, "#/all/0/value", "type"),
        (#"{"field":"ticket.open","is":"equal","value":1}"#, "#/all/0/value", "type"),
        (#"{"field":"ticket.priority","is":"equal","value":"urgent"}"#, "#/all/0/value", "choice"),
        (#"{"field":"ticket.updated","is":"before","value":"later"}"#, "#/all/0/value", "value"),
        (#"{"field":"ticket.updated","is":"withinLast","value":"-2h"}"#, "#/all/0/value", "value"),
    ])
    func `each mistake is named with its place`(test: String, pointer: String, code: String) throws {
        let items = catalogue.validate(try decode(#"{"all":[\#(test)]}"#))
        #expect(items.map(\.pointer) == [pointer])
        #expect(items.map(\.code) == [code])
    }

    @Test func `depth and size are limited`() {
        var deep = Condition.always
        for _ in 0..<10 { deep = .not(deep) }
        #expect(catalogue.validate(deep).map(\.code) == ["depth"])
        let leaf = Condition.test("ticket.count", .present)
        #expect(catalogue.validate(.all(Array(repeating: leaf, count: 500))) == [])
        #expect(catalogue.validate(.all(Array(repeating: leaf, count: 501))).map(\.code) == ["size"])
    }

    @Test func `catalogues join, later fields win`() {
        let joined = catalogue.merging(FieldCatalogue([.init("ticket.count", .text), .init("more", .text)]))
        #expect(joined.field("ticket.count")?.type == .text)
        #expect(joined.field("more") != nil)
        #expect(joined.fields.count == catalogue.fields.count + 1)
    }

    @Test(
        arguments: [
            ("90", nil), ("90s", 90), ("15m", 900), ("1.5h", 5_400), ("2d", 172_800), ("1w", 604_800),
            ("PT2H30M", 9_000),
            ("P1DT1S", 86_401), ("P", nil), ("PT", nil), ("PT5", nil), ("P1M", nil), ("", nil), ("h", nil),
            ("1e9w", nil),
            ("-1h", nil), ("infs", nil), ("９m", nil),
        ] as [(String, Double?)])
    func `durations are read strictly`(text: String, seconds: Double?) {
        #expect(TimeLength.parse(.string(text))?.seconds == seconds)
    }
}
