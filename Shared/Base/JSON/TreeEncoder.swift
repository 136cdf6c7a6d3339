/// Makes a JSON tree of any encodable value, without a text in between.
enum TreeEncoding {
    static func tree<Value: Encodable>(of value: Value) throws -> JSON {
        if Value.self == JSON.self, let tree = value as? JSON { return tree }
        let node = TreeNode(key: nil, above: nil)
        try value.encode(to: TreeEncoder(node: node))
        return node.tree
    }
}

/// A place of the tree that is being filled. Plain values lie in it as they are, only what may still grow is a node.
private final class TreeNode {
    private enum Content {
        case nothing
        case leaf(JSON)
        case members([String: JSON], growing: [(String, TreeNode)])
        case items([JSON], growing: [(Int, TreeNode)])
    }
    private var content = Content.nothing
    private let key: (any CodingKey)?
    private let above: TreeNode?

    init(key: (any CodingKey)?, above: TreeNode?) { (self.key, self.above) = (key, above) }

    var tree: JSON {
        switch content {
        case .nothing: return .object([:])
        case .leaf(let value): return value
        case .members(var members, let growing):
            content = .nothing
            for (name, node) in growing { members[name] = node.tree }
            return .object(members)
        case .items(var items, let growing):
            content = .nothing
            for (index, node) in growing { items[index] = node.tree }
            return .array(items)
        }
    }

    /// The way from the root, for errors.
    var path: [any CodingKey] { (above?.path ?? []) + (key.map { [$0] } ?? []) }
    var count: Int { if case .items(let items, _) = content { items.count } else { 0 } }

    func set(_ value: JSON) { content = .leaf(value) }
    func beMembers() { if case .members = content {} else { content = .members([:], growing: []) } }
    func beItems() { if case .items = content {} else { content = .items([], growing: []) } }

    func set(_ value: JSON, for name: String) {
        guard case .members(var members, let growing) = content else { return }
        content = .nothing
        members[name] = value
        content = .members(members, growing: growing)
    }

    func append(_ value: JSON) {
        guard case .items(var items, let growing) = content else { return }
        content = .nothing
        items.append(value)
        content = .items(items, growing: growing)
    }

    func member(_ key: any CodingKey) -> TreeNode {
        let node = TreeNode(key: key, above: self)
        guard case .members(let members, var growing) = content else { return node }
        content = .nothing
        growing.append((key.stringValue, node))
        content = .members(members, growing: growing)
        return node
    }

    func item() -> TreeNode {
        let node = TreeNode(key: JSON.AnyKey(intValue: count), above: self)
        guard case .items(var items, var growing) = content else { return node }
        content = .nothing
        growing.append((items.count, node))
        items.append(.null)
        content = .items(items, growing: growing)
        return node
    }
}

extension JSON {
    /// As it comes back from text: a number without a fraction is a whole one. Nil for what JSON has no number for.
    fileprivate init?(number value: Double) {
        guard value.isFinite else { return nil }
        self = Int64(exactly: value).map { .int($0) } ?? .double(value)
    }

    init(whole value: some BinaryInteger) {
        self = Int64(exactly: value).map { .int($0) } ?? .double(Double(value))
    }

    /// A value that is a leaf already and needs no encoder.
    fileprivate init?<Value: Encodable>(leaf value: Value) {
        if Value.self == String.self, let text = value as? String {
            self = .string(text)
        } else if Value.self == JSON.self, let tree = value as? JSON {
            self = tree
        } else {
            return nil
        }
    }
}

private struct TreeEncoder: Encoder, SingleValueEncodingContainer {
    let node: TreeNode
    var codingPath: [any CodingKey] { node.path }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.beMembers()
        return KeyedEncodingContainer(TreeMemberWriter<Key>(node: node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.beItems()
        return TreeItemWriter(node: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { node.set(.null) }
    func encode(_ value: Bool) { node.set(.bool(value)) }
    func encode(_ value: String) { node.set(.string(value)) }
    func encode(_ value: Double) throws { try number(value) }
    func encode(_ value: Float) throws { try number(Double(value)) }
    func encode(_ value: Int) { node.set(.int(Int64(value))) }
    func encode(_ value: Int8) { node.set(.int(Int64(value))) }
    func encode(_ value: Int16) { node.set(.int(Int64(value))) }
    func encode(_ value: Int32) { node.set(.int(Int64(value))) }
    func encode(_ value: Int64) { node.set(.int(value)) }
    func encode(_ value: UInt) { node.set(JSON(whole: value)) }
    func encode(_ value: UInt8) { node.set(.int(Int64(value))) }
    func encode(_ value: UInt16) { node.set(.int(Int64(value))) }
    func encode(_ value: UInt32) { node.set(.int(Int64(value))) }
    func encode(_ value: UInt64) { node.set(JSON(whole: value)) }

    func encode<Value: Encodable>(_ value: Value) throws {
        if let leaf = JSON(leaf: value) { node.set(leaf) } else { try value.encode(to: self) }
    }

    private func number(_ value: Double) throws {
        guard let number = JSON(number: value) else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "JSON has no such number"))
        }
        node.set(number)
    }
}

private struct TreeMemberWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: TreeNode
    var codingPath: [any CodingKey] { node.path }

    private func member(_ key: any CodingKey) -> TreeEncoder { TreeEncoder(node: node.member(key)) }

    func encodeNil(forKey key: Key) { node.set(.null, for: key.stringValue) }
    func encode(_ value: Bool, forKey key: Key) { node.set(.bool(value), for: key.stringValue) }
    func encode(_ value: String, forKey key: Key) { node.set(.string(value), for: key.stringValue) }
    func encode(_ value: Int, forKey key: Key) { node.set(.int(Int64(value)), for: key.stringValue) }
    func encode(_ value: Int64, forKey key: Key) { node.set(.int(value), for: key.stringValue) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        if let leaf = JSON(leaf: value) {
            node.set(leaf, for: key.stringValue)
        } else {
            try value.encode(to: member(key))
        }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { member(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { member(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { member(JSON.AnyKey(stringValue: "super")) }
    func superEncoder(forKey key: Key) -> any Encoder { member(key) }
}

private struct TreeItemWriter: UnkeyedEncodingContainer {
    let node: TreeNode
    var codingPath: [any CodingKey] { node.path }
    var count: Int { node.count }

    private func item() -> TreeEncoder { TreeEncoder(node: node.item()) }

    func encodeNil() { node.append(.null) }

    func encode<Value: Encodable>(_ value: Value) throws {
        if let leaf = JSON(leaf: value) { node.append(leaf) } else { try value.encode(to: item()) }
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        item().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { item().unkeyedContainer() }
    func superEncoder() -> any Encoder { item() }
}
