import Base
import Testing

/// What a document has that its schema does not know, and the other way round.
enum Misfits {
    static func of(_ json: JSON, _ schema: JSON, at place: String = "#") -> [String] {
        if let choices = schema["enum"]?.array, !choices.contains(json) { return ["\(place) is none of the choices"] }
        let types = schema["type"]?.array ?? schema["type"].map { [$0] } ?? []
        guard types.isEmpty || types.contains(where: { is_(json, $0.string ?? "") }) else {
            return ["\(place) has another type"]
        }
        switch json {
        case .array(let items):
            return items.enumerated().flatMap { of($1, schema["items"] ?? [:], at: "\(place)/\($0)") }
        case .object(let members):
            let missing = (schema["required"]?.array ?? []).compactMap(\.string).filter { members[$0] == nil }
            return missing.map { "\(place)/\($0) is missing" }
                + members.sorted { $0.key < $1.key }.flatMap { member($0, $1, schema, "\(place)/\($0)") }
        default: return []
        }
    }

    private static func member(_ name: String, _ value: JSON, _ schema: JSON, _ place: String) -> [String] {
        if let known = schema["properties"]?[name] { return of(value, known, at: place) }
        if let names = schema["propertyNames"]?["enum"]?.array, !names.contains(.string(name)) {
            return ["\(place) is none of the choices"]
        }
        if let values = schema["additionalProperties"], values.object != nil { return of(value, values, at: place) }
        return schema["properties"] == nil ? [] : ["\(place) is told nowhere"]
    }

    private static func is_(_ json: JSON, _ type: String) -> Bool {
        switch (json, type) {
        case (.string, "string"), (.bool, "boolean"), (.array, "array"), (.object, "object"), (.null, "null"),
            (.int, "integer"), (.int, "number"), (.double, "number"):
            true
        default: false
        }
    }
}

@Suite struct MisfitsTests {
    private let schema: JSON = [
        "type": "object", "required": ["id"],
        "properties": [
            "id": ["type": "string"], "state": ["type": "string", "enum": ["open", "done"]],
            "sizes": ["type": "object", "additionalProperties": ["type": "integer"]],
            "all": ["type": "array", "items": ["type": ["number", "null"]]],
        ],
    ]

    @Test func `what fits has no misfits`() {
        let fine: JSON = ["id": "a", "state": "open", "sizes": ["s": 1], "all": [1, 0.5, nil]]
        #expect(Misfits.of(fine, schema).isEmpty)
        #expect(Misfits.of(["any": ["thing": 1]], [:]).isEmpty)
    }

    @Test func `each misfit is named`() {
        let wrong: JSON = ["state": "shut", "sizes": ["s": "1"], "all": [true], "more": 1]
        let names = ["#/id", "#/all/0", "#/more", "#/sizes/s", "#/state"]
        let found = Misfits.of(wrong, schema)
        #expect(found.count == names.count && zip(found, names).allSatisfy { $0.hasPrefix($1 + " ") }, "\(found)")
    }
}
