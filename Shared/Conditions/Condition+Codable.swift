internal import Base

extension Condition: Codable {
    /// The deepest place in a document at which a condition is still read: keeps hostile nesting off the stack.
    private static let codingDepth = 64

    package init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count <= Self.codingDepth else { throw Self.wrong(decoder, "nested too deeply") }
        let container = try decoder.container(keyedBy: JSON.AnyKey.self)
        let keys = Set(container.allKeys.map(\.stringValue))
        if keys == ["all"] {
            self = .all(try container.decode([Condition].self, forKey: JSON.AnyKey(stringValue: "all")))
        } else if keys == ["any"] {
            self = .any(try container.decode([Condition].self, forKey: JSON.AnyKey(stringValue: "any")))
        } else if keys == ["not"] {
            self = .not(try container.decode(Condition.self, forKey: JSON.AnyKey(stringValue: "not")))
        } else if keys.contains("count"), keys.isSubset(of: ["count", "where", "atLeast", "atMost"]) {
            self = .count(try Count(from: decoder))
        } else if keys.contains("field"), keys.isSubset(of: ["field", "is", "value", "caseSensitive"]) {
            self = .test(try Test(from: decoder))
        } else {
            throw Self.wrong(
                decoder,
                "a condition is one of {all}, {any}, {not}, {count, where, atLeast, atMost} or "
                    + "{field, is, value, caseSensitive}")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: JSON.AnyKey.self)
        switch self {
        case .all(let parts): try container.encode(parts, forKey: JSON.AnyKey(stringValue: "all"))
        case .any(let parts): try container.encode(parts, forKey: JSON.AnyKey(stringValue: "any"))
        case .not(let part): try container.encode(part, forKey: JSON.AnyKey(stringValue: "not"))
        case .count(let count): try count.encode(to: encoder)
        case .test(let test): try test.encode(to: encoder)
        }
    }

    private static func wrong(_ decoder: any Decoder, _ sentence: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: sentence))
    }
}

extension Condition.Test: Codable {
    private enum CodingKeys: String, CodingKey {
        case field
        case name = "is"
        case value, caseSensitive
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        field = try container.decode(String.self, forKey: .field)
        name = try container.decode(String.self, forKey: .name)
        // Not `? … : nil`: JSON is a nil literal itself, and an absent value is not a null one.
        value = container.contains(.value) ? .some(try container.decode(JSON.self, forKey: .value)) : .none
        caseSensitive = try container.decodeIfPresent(Bool.self, forKey: .caseSensitive) ?? false
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(field, forKey: .field)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(value, forKey: .value)
        if caseSensitive { try container.encode(true, forKey: .caseSensitive) }
    }
}
