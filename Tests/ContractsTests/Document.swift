import Base
import Contracts
import Testing

/// A sample document of a type with every member present, made from the type's own schema.
struct Document: Sendable, CustomTestStringConvertible {
    let type: String
    let sample: JSON
    /// The sample read strictly and written again.
    let roundTrip: @Sendable () throws -> JSON
    var testDescription: String { type }

    init<T: Codable & Sendable>(_ type: T.Type) {
        let sample = Document.sample(SchemaReader(closed: true).schema(of: type))
        self.type = String(describing: type)
        self.sample = sample
        roundTrip = { try JSON(encoding: try StrictDecoder.decode(T.self, from: sample)) }
    }

    /// Members whose type a schema does not tell.
    private static let members: [String: JSON] = [
        "condition": ["all": [["field": "ticket.priority", "is": "equal", "value": "high"]]]
    ]

    private static func sample(_ schema: JSON, _ name: String = "") -> JSON {
        if let choices = schema["enum"]?.array, let last = choices.last { return last }
        switch schema["type"]?.string {
        case "string": return schema["format"]?.string == "date-time" ? "2026-11-23T08:15:30.250Z" : "文字"
        case "integer": return 7
        case "number": return 0.5
        case "boolean": return true
        case "array": return [sample(schema["items"] ?? [:])]
        case "object":
            if let known = members[name] { return known }
            if let values = schema["additionalProperties"], values.object != nil {
                return .object([schema["propertyNames"]?["enum"]?.array?.last?.string ?? "name": sample(values)])
            }
            return .object(
                (schema["properties"]?.object ?? [:]).reduce(into: [:]) { all, member in
                    all[member.key] = sample(member.value, member.key)
                })
        default: return members[name] ?? ["any": [1, "thing", nil]]
        }
    }
}
