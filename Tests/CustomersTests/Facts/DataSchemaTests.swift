import Base
import Contracts
import Testing

@testable import Customers

/// The part of JSON Schema that is understood, and that the rest is refused.
struct DataSchemaTests {
    private static let order: JSON = [
        "type": "object", "required": ["amount"], "additionalProperties": false,
        "properties": [
            "amount": ["type": "number", "minimum": 0, "maximum": 1_000], "count": ["type": "integer"],
            "currency": ["type": "string", "minLength": 3, "maxLength": 3], "state": ["enum": ["paid", "sent"]],
            "at": ["type": "string", "format": "date-time"], "day": ["type": "string", "format": "date"],
            "lines": [
                "type": "array", "minItems": 1, "maxItems": 2,
                "items": ["type": "object", "required": ["sku"], "properties": ["sku": ["type": "string"]]],
            ], "note": ["type": ["string", "null"]], "fixed": ["const": 7],
        ],
    ]

    @Test(
        arguments: [
            (["amount": 5], []), ([:], ["#/data/amount"]), (["amount": -1], ["#/data/amount"]),
            (["amount": "5"], ["#/data/amount"]), (["amount": 5, "other": 1], ["#/data/other"]),
            (["amount": 5, "currency": "EURO"], ["#/data/currency"]),
            (["amount": 5, "state": "lost"], ["#/data/state"]),
            (["amount": 5, "at": "yesterday"], ["#/data/at"]), (["amount": 5, "day": "2026-02-30"], ["#/data/day"]),
            (["amount": 5, "day": "2026-02-28", "at": "2026-02-28T10:00:00Z"], []),
            (["amount": 5, "lines": []], ["#/data/lines"]), (["amount": 5, "lines": [["sku": "a"]]], []),
            (["amount": 5, "lines": [["sku": 1], [:]]], ["#/data/lines/0/sku", "#/data/lines/1/sku"]),
            (["amount": 5, "note": nil, "fixed": 7, "count": 3], []), (["amount": 5, "count": 2.5], ["#/data/count"]),
            (["amount": 5, "fixed": 8], ["#/data/fixed"]), ("text", ["#/data"]),
        ] as [(JSON, [String])])
    func `data fit or the places are named`(_ data: JSON, _ places: [String]) throws {
        #expect(try DataSchema(Self.order).problems(of: data).map(\.pointer).sorted() == places)
    }

    @Test(
        arguments: [
            (["type": "object", "pattern": "x"], "#/pattern"), (["type": "thing"], "#/type"),
            (["type": "object", "properties": ["a": ["oneOf": []]]], "#/properties/a/oneOf"),
            (["type": "object", "properties": ["a": 5]], "#/properties/a"), (["minLength": -1], "#/minLength"),
            (["format": "email"], "#/format"), (["additionalProperties": ["type": "string"]], "#/additionalProperties"),
            (["$ref": "#"], "#/$ref"), (5, "#"), (["required": [1]], "#/required"), (["enum": []], "#/enum"),
        ] as [(JSON, String)])
    func `what is not understood is refused by its place`(_ schema: JSON, _ place: String) {
        let problem = #expect(throws: Problem.self) { try DataSchema(schema) }
        #expect(problem?.code == "fact_type.schema" && problem?.errors?.first?.pointer == place)
    }

    @Test func `a schema cannot be without end`() {
        var schema: JSON = ["type": "object"]
        for _ in 0..<20 { schema = ["type": "object", "properties": ["a": schema]] }
        #expect(throws: Problem.self) { try DataSchema(schema) }
    }

    @Test func `what every house begins with is in order`() throws {
        for type in FactTypes.standard { #expect(try type.checked().id == type.id) }
    }
}
