/// The way from the root of a tree to a place in it, for errors and logs: made of links, since most ways are never
/// told.
final class TreePath {
    private let key: any CodingKey
    private let above: TreePath?

    init(_ key: any CodingKey, below above: TreePath?) { (self.key, self.above) = (key, above) }

    var keys: [any CodingKey] { (above?.keys ?? []) + [key] }
}

/// A decoder over a JSON tree.
struct TreeDecoder: Decoder, SingleValueDecodingContainer {
    let value: JSON
    /// Nil at the root.
    let path: TreePath?
    /// Nil when nobody wants to know which members were asked for.
    let log: MemberLog?
    var codingPath: [any CodingKey] { path?.keys ?? [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ value: JSON, _ path: TreePath?, _ log: MemberLog?) {
        (self.value, self.path, self.log) = (value, path, log)
    }

    var pointer: String { codingPath.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined() }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw mismatch([String: JSON].self, "an object") }
        log?.open(pointer, members.keys)
        return KeyedDecodingContainer(TreeMembers<Key>(decoder: self, members: members))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let items) = value else { throw mismatch([JSON].self, "an array") }
        return TreeItems(decoder: self, items: items)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func mismatch(_ type: any Any.Type, _ expected: String) -> DecodingError {
        .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "expected \(expected)"))
    }

    func decodeNil() -> Bool { value.isNull }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard let flag = value.bool else { throw mismatch(type, "true or false") }
        return flag
    }

    func decode(_ type: String.Type) throws -> String {
        guard let text = value.string else { throw mismatch(type, "a text") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let number = value.double else { throw mismatch(type, "a number") }
        return number
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        guard let number = value.int, let exact = T(exactly: number) else { throw mismatch(type, "a whole number") }
        return exact
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if type == JSON.self, let tree = value as? T {
            askEverything(value)
            return tree
        }
        return try T(from: self)
    }

    /// A free-form value has no unknown members.
    private func askEverything(_ value: JSON) {
        guard let log, case .object(let members) = value else { return }
        for member in members.keys { log.ask(pointer, member) }
    }

    func child(_ value: JSON, _ key: any CodingKey) -> TreeDecoder {
        TreeDecoder(value, TreePath(key, below: path), log)
    }
}

/// The members of an object.
struct TreeMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: TreeDecoder
    let members: [String: JSON]
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { members.keys.sorted().compactMap(Key.init(stringValue:)) }

    private func value(_ key: Key) -> JSON? {
        if let log = decoder.log { log.ask(decoder.pointer, key.stringValue) }
        return members[key.stringValue]
    }

    func contains(_ key: Key) -> Bool { value(key) != nil }

    private func member(_ key: Key) throws -> TreeDecoder {
        guard let value = value(key) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "missing"))
        }
        return decoder.child(value, key)
    }

    /// Nil for a member that is not there or null.
    private func present(_ key: Key) -> TreeDecoder? {
        guard let value = value(key), !value.isNull else { return nil }
        return decoder.child(value, key)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try member(key).decodeNil() }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try member(key).decode(type) }

    // The kinds that most members are of, without a decoder of their own.
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        if case .string(let text) = value(key) { return text }
        return try member(key).decode(type)
    }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        if case .int(let number) = value(key), let exact = Int(exactly: number) { return exact }
        return try member(key).decode(type)
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        if case .bool(let flag) = value(key) { return flag }
        return try member(key).decode(type)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        if case .string(let text) = value(key) { return text }
        return try present(key)?.decode(type)
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.decode(type) }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try present(key)?.decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try member(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

/// The items of an array.
struct TreeItems: UnkeyedDecodingContainer {
    let decoder: TreeDecoder
    let items: [JSON]
    var currentIndex = 0
    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex >= items.count }

    init(decoder: TreeDecoder, items: [JSON]) { (self.decoder, self.items) = (decoder, items) }

    private mutating func next() throws -> TreeDecoder {
        guard currentIndex < items.count else {
            throw DecodingError.valueNotFound(JSON.self, .init(codingPath: codingPath, debugDescription: "too short"))
        }
        defer { currentIndex += 1 }
        return decoder.child(items[currentIndex], JSON.AnyKey(intValue: currentIndex))
    }

    mutating func decodeNil() throws -> Bool {
        guard currentIndex < items.count, items[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }
}
