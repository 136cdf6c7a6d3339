import Base
import Testing

@Suite struct StrictDecoderTests {
    enum Colour: String, Codable, CaseIterable { case red, green }
    struct Inner: Codable, Equatable { var id: Int; var note: String? }
    struct Outer: Codable, Equatable {
        var name: String
        var inner: [Inner]
        var free: [String: JSON]?
        var colour: Colour
        var at: Instant?
        var rate: Double?
    }

    private let good: JSON = [
        "name": "x", "inner": [["id": 1], ["id": 2, "note": "n"]], "free": ["any": ["thing": 1]], "colour": "red",
        "at": "2026-11-23T00:00:00Z", "rate": 2,
    ]

    @Test func `a fitting document is read`() throws {
        let value = try StrictDecoder.decode(Outer.self, from: good)
        #expect(value.inner == [Inner(id: 1, note: nil), Inner(id: 2, note: "n")])
        #expect(value.free == ["any": ["thing": 1]])
        #expect(value.rate == 2)
    }

    @Test func `unknown members are named wherever they are`() throws {
        var members = try #require(good.object)
        members["colour2"] = "x"
        members["inner"] = [["id": 1, "di": 2]]
        let problem = #expect(throws: Problem.self) { try StrictDecoder.decode(Outer.self, from: .object(members)) }
        #expect(problem?.errors?.map(\.pointer) == ["#/colour2", "#/inner/0/di"])
        #expect(problem?.code == "json.unknown")
    }

    @Test(arguments: [
        ("name", JSON.int(1), "json.mismatch"), ("colour", "blue", "json.invalid"), ("at", "now", "json.invalid"),
        ("rate", "1", "json.mismatch"), ("inner", .null, "json.mismatch"),
    ]) func `a wrong value is named`(member: String, value: JSON, code: String) throws {
        var members = try #require(good.object)
        members[member] = value
        let problem = #expect(throws: Problem.self) { try StrictDecoder.decode(Outer.self, from: .object(members)) }
        #expect(problem?.code == code)
        #expect(problem?.errors?.first?.pointer == "#/\(member)")
    }

    @Test func `the schema of a type says what it asks for`() {
        let schema = SchemaReader(closed: true).schema(of: Outer.self)
        #expect(schema["required"] == ["name", "inner", "colour"])
        #expect(schema["additionalProperties"] == false)
        #expect(schema["properties"]?["colour"] == ["type": "string", "enum": ["red", "green"]])
        #expect(schema["properties"]?["at"]?["format"] == "date-time")
        #expect(schema["properties"]?["rate"] == ["type": "number"])
        #expect(schema["properties"]?["inner"]?["items"]?["properties"]?["id"] == ["type": "integer"])
        #expect(schema["properties"]?["free"]?["additionalProperties"] == [:])
    }
}
