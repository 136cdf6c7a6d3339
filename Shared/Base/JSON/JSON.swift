/// Any JSON value, for data whose shape is decided at run time (event data, condition operands, custom fields).
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// The member of an object, or nil.
    package subscript(key: String) -> JSON? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The value at a dotted path (`ticket.customer.tier`), or nil where a step is missing.
    package func value(at path: String) -> JSON? {
        var here = self
        for step in path.split(separator: ".") {
            guard let next = here[String(step)] else { return nil }
            here = next
        }
        return here
    }

    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var int: Int64? {
        switch self {
        case .int(let value): value
        case .double(let value): Int64(exactly: value)
        default: nil
        }
    }
    package var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    package var object: [String: JSON]? { if case .object(let value) = self { value } else { nil } }
    package var isNull: Bool { self == .null }
}

extension JSON: Codable {
    package init(from decoder: any Decoder) throws {
        if let decoder = decoder as? TreeDecoder {
            self = decoder.value
            return
        }
        // A failed try is dear: the usual kinds first.
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
            return
        }
        if let value = try? container.decode(String.self) {
            self = .string(value)
            return
        }
        if let container = try? decoder.container(keyedBy: AnyKey.self) {
            var members: [String: JSON] = [:]
            for key in container.allKeys { members[key.stringValue] = try container.decode(JSON.self, forKey: key) }
            self = .object(members)
            return
        }
        if var container = try? decoder.unkeyedContainer() {
            var items: [JSON] = []
            while !container.isAtEnd { items.append(try container.decode(JSON.self)) }
            self = .array(items)
            return
        }
        if let value = try? container.decode(Int64.self) {
            self = .int(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else {
            self = .double(try container.decode(Double.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// A coding key of any name.
    package struct AnyKey: CodingKey {
        package let stringValue: String
        package let intValue: Int?
        package init(stringValue: String) { (self.stringValue, intValue) = (stringValue, Int(stringValue)) }
        package init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
    package init(nilLiteral: ()) { self = .null }
}

extension JSON {
    /// Parses UTF-8 JSON text; throws a 400 `Problem` (`json.malformed`).
    package init(parsing bytes: some Sequence<UInt8>) throws {
        guard let tree = JSONParser.parse(Array(bytes)) else {
            throw Problem.malformed("json.malformed", "The body is not valid JSON in UTF-8.")
        }
        self = tree
    }

    /// Decodes a type from UTF-8 JSON; throws a 400 `Problem` that names the place (`json.malformed`, `json.mismatch`).
    package static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        // Through a tree: a member that is a tree itself is taken as it is, where Foundation's decoder would have to be
        // asked for one type after the other, each wrong guess an error thrown.
        try JSON(parsing: bytes).decoded(as: type)
    }

    /// The bytes of a value as JSON, members sorted, slashes plain.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        // Not by Foundation's encoder: it takes each node of a tree inside the value for a type of its own, several
        // times the cost.
        try TextEncoding.text(of: value)
    }

    /// The same as text.
    package static func text(of value: some Encodable) throws -> String {
        String(decoding: try encode(value), as: UTF8.self)
    }

    /// The value of an encodable as JSON tree.
    package init(encoding value: some Encodable) throws {
        self = try TreeEncoding.tree(of: value)
    }

    /// Decodes a type from this tree; throws a 400 `Problem`.
    package func decoded<T: Decodable>(as type: T.Type) throws -> T {
        do {
            return try TreeDecoder(self, nil, nil).decode(type)
        } catch let error as DecodingError {
            throw Problem(decoding: error)
        }
    }

    /// The text of this value as JSON, members sorted.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The same in UTF-8.
    package var bytes: [UInt8] { JSONWriter.write(self) }
}

extension Problem {
    /// A 400 that says where the input did not fit.
    package init(decoding error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            let pointer = Problem.pointer(context.codingPath + [key])
            self = .malformed(
                "json.missing", "A required member is missing.",
                errors: [.init(pointer: pointer, code: "missing", detail: "This member is required.")])
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let pointer = Problem.pointer(context.codingPath)
            self = .malformed(
                "json.mismatch", "A member has the wrong type.",
                errors: [.init(pointer: pointer, code: "type", detail: "Expected \(type).")])
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            let pointer = Problem.pointer(context.codingPath)
            self = .malformed(
                "json.invalid", "A member has a value that is not allowed.",
                errors: [.init(pointer: pointer, code: "invalid", detail: context.debugDescription)])
        case .dataCorrupted:
            self = .malformed("json.malformed", "The body is not valid JSON in UTF-8.")
        @unknown default:
            self = .malformed("json.malformed", "The body is not valid JSON in UTF-8.")
        }
    }

    private static func pointer(_ path: [any CodingKey]) -> String {
        "#" + path.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
    }
}
