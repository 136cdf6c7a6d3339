/// A type that says its own JSON Schema, because decoding it does not show its shape.
package protocol SchemaDescribing {
    static var jsonSchema: JSON { get }
    /// Any value: decoding goes on with it.
    static var imagined: Self { get }
}

extension Instant: SchemaDescribing {
    package static var jsonSchema: JSON {
        ["type": "string", "format": "date-time", "examples": ["2026-11-23T08:15:30.250Z"]]
    }
    package static var imagined: Instant { Instant(seconds: 0) }
}

extension Instant.Span: SchemaDescribing {
    package static var jsonSchema: JSON { ["type": "number", "description": "Seconds."] }
    package static var imagined: Instant.Span { .zero }
}

extension JSON: SchemaDescribing {
    package static var jsonSchema: JSON { [:] }
    package static var imagined: JSON { .null }
}

/// Finds the JSON Schema (2020-12) of a decodable type by decoding it from an imagined document and noting what it asks
/// for.
package struct SchemaReader {
    /// Whether objects say `additionalProperties: false`, as requests do.
    private let closed: Bool

    package init(closed: Bool) { self.closed = closed }

    package func schema<T: Decodable>(of type: T.Type) -> JSON {
        if let described = type as? any SchemaDescribing.Type { return described.jsonSchema }
        if let choices = SchemaReader.choices(type) { return ["type": "string", "enum": .array(choices)] }
        if let optional = type as? any OptionalDescribing.Type { return optional.wrappedSchema(self) }
        if let dictionary = type as? any DictionaryDescribing.Type { return dictionary.schema(self) }
        let probe = SchemaProbe(reader: self)
        // The document is imagined: a type may refuse its values after it has asked for them.
        _ = try? T(from: probe)
        return probe.note.schema(closed: closed)
    }

    /// The raw values of an enumeration of texts.
    static func choices(_ type: any Any.Type) -> [JSON]? {
        guard let cases = type as? any CaseIterable.Type else { return nil }
        func values<C: CaseIterable>(_ type: C.Type) -> [JSON]? {
            let texts = type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
            return texts.isEmpty ? nil : texts.map(JSON.string)
        }
        return values(cases)
    }
}

/// Lets an optional's schema be its wrapped type's.
private protocol OptionalDescribing {
    static func wrappedSchema(_ reader: SchemaReader) -> JSON
}

extension Optional: OptionalDescribing where Wrapped: Decodable {
    static func wrappedSchema(_ reader: SchemaReader) -> JSON { reader.schema(of: Wrapped.self) }
}

/// Lets a dictionary say what its values are, and its names when only some are allowed.
private protocol DictionaryDescribing {
    static func schema(_ reader: SchemaReader) -> JSON
    static var nothing: Self { get }
}

extension Dictionary: DictionaryDescribing where Key: CodingKeyRepresentable, Value: Decodable {
    static func schema(_ reader: SchemaReader) -> JSON {
        let values = reader.schema(of: Value.self)
        guard let names = SchemaReader.choices(Key.self) else {
            return ["type": "object", "additionalProperties": values]
        }
        return ["type": "object", "propertyNames": ["enum": .array(names)], "additionalProperties": values]
    }

    static var nothing: [Key: Value] { [:] }
}

/// What a type asked of the imagined document.
private final class SchemaNote {
    var properties: [String: JSON] = [:]
    var required: [String] = []
    var items: JSON?
    var scalar: JSON?

    func schema(closed: Bool) -> JSON {
        if let scalar { return scalar }
        if let items { return ["type": "array", "items": items] }
        var schema: [String: JSON] = ["type": "object"]
        if !properties.isEmpty { schema["properties"] = .object(properties) }
        if !required.isEmpty { schema["required"] = .array(required.map(JSON.string)) }
        if closed { schema["additionalProperties"] = false }
        return .object(schema)
    }
}

private struct SchemaProbe: Decoder {
    let reader: SchemaReader
    let note = SchemaNote()
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(MemberProbe<Key>(reader: reader, note: note))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { ItemProbe(reader: reader, note: note) }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { ScalarProbe(reader: reader, note: note) }
}

/// Makes a value of a type so that decoding goes on, as far as that is possible.
private func imagine<T: Decodable>(_ type: T.Type, _ reader: SchemaReader) throws -> T {
    if let described = type as? any SchemaDescribing.Type, let value = described.imagined as? T { return value }
    if let cases = type as? any CaseIterable.Type, let first = first(cases) as? T { return first }
    if let dictionary = type as? any DictionaryDescribing.Type, let empty = dictionary.nothing as? T { return empty }
    // Any JSON holds any JSON: asked for its members, it would never end.
    if let anything = JSON.null as? T { return anything }
    return try T(from: SchemaProbe(reader: reader))
}

private func first<C: CaseIterable>(_ type: C.Type) -> Any? { type.allCases.first }

private struct MemberProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let reader: SchemaReader
    let note: SchemaNote
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        add(type, key, required: true)
        return try imagine(type, reader)
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        add(type, key, required: false)
        return nil
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { optional(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { optional(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { optional(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { optional(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { optional(type, key) }

    private func optional<T: Decodable>(_ type: T.Type, _ key: Key) -> T? {
        add(type, key, required: false)
        return nil
    }

    private func add<T: Decodable>(_ type: T.Type, _ key: Key, required: Bool) {
        note.properties[key.stringValue] = reader.schema(of: type)
        if required { note.required.append(key.stringValue) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw unimagined }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw unimagined }
    func superDecoder() throws -> any Decoder { throw unimagined }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw unimagined }
}

private struct ItemProbe: UnkeyedDecodingContainer {
    let reader: SchemaReader
    let note: SchemaNote
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var currentIndex = 0
    var isAtEnd: Bool { currentIndex > 0 }

    init(reader: SchemaReader, note: SchemaNote) { (self.reader, self.note) = (reader, note) }

    mutating func decodeNil() throws -> Bool { false }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        currentIndex += 1
        note.items = reader.schema(of: type)
        return try imagine(type, reader)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { throw unimagined }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw unimagined }
    mutating func superDecoder() throws -> any Decoder { throw unimagined }
}

private struct ScalarProbe: SingleValueDecodingContainer {
    let reader: SchemaReader
    let note: SchemaNote
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) throws -> Bool { noted("boolean", false) }
    func decode(_ type: String.Type) throws -> String { noted("string", "") }
    func decode(_ type: Double.Type) throws -> Double { noted("number", 0) }
    func decode(_ type: Float.Type) throws -> Float { noted("number", 0) }
    func decode(_ type: Int.Type) throws -> Int { noted("integer", 0) }
    func decode(_ type: Int8.Type) throws -> Int8 { noted("integer", 0) }
    func decode(_ type: Int16.Type) throws -> Int16 { noted("integer", 0) }
    func decode(_ type: Int32.Type) throws -> Int32 { noted("integer", 0) }
    func decode(_ type: Int64.Type) throws -> Int64 { noted("integer", 0) }
    func decode(_ type: UInt.Type) throws -> UInt { noted("integer", 0) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { noted("integer", 0) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { noted("integer", 0) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { noted("integer", 0) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { noted("integer", 0) }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        note.scalar = reader.schema(of: type)
        return try imagine(type, reader)
    }

    private func noted<T>(_ name: String, _ value: T) -> T {
        note.scalar = ["type": .string(name)]
        return value
    }
}

private let unimagined = DecodingError.dataCorrupted(
    .init(codingPath: [], debugDescription: "the imagined document has no such place"))
