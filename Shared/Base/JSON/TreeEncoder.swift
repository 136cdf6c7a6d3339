/// Makes a JSON tree of any encodable value, without a text in between.
enum TreeEncoding {
    static func tree(of value: some Encodable) throws -> JSON {
        if let tree = value as? JSON { return tree }
        let node = TreeNode()
        try value.encode(to: TreeEncoder(node: node, codingPath: []))
        return node.tree
    }
}

/// A place of the tree that is being filled.
private final class TreeNode {
    private enum Content {
        case nothing
        case leaf(JSON)
        case members([String: TreeNode])
        case items([TreeNode])
    }
    private var content = Content.nothing

    var tree: JSON {
        switch content {
        case .nothing: .object([:])
        case .leaf(let value): value
        case .members(let members): .object(members.mapValues(\.tree))
        case .items(let items): .array(items.map(\.tree))
        }
    }

    var count: Int { if case .items(let items) = content { items.count } else { 0 } }

    func set(_ value: JSON) { content = .leaf(value) }
    func beMembers() { if case .members = content {} else { content = .members([:]) } }
    func beItems() { if case .items = content {} else { content = .items([]) } }

    func member(_ name: String) -> TreeNode {
        let node = TreeNode()
        guard case .members(var members) = content else {
            content = .members([name: node])
            return node
        }
        content = .nothing
        members[name] = node
        content = .members(members)
        return node
    }

    func item() -> TreeNode {
        let node = TreeNode()
        guard case .items(var items) = content else {
            content = .items([node])
            return node
        }
        content = .nothing
        items.append(node)
        content = .items(items)
        return node
    }
}

private struct TreeEncoder: Encoder, SingleValueEncodingContainer {
    let node: TreeNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.beMembers()
        return KeyedEncodingContainer(TreeMemberWriter<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.beItems()
        return TreeItemWriter(encoder: self)
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
    func encode(_ value: UInt) throws { try whole(value) }
    func encode(_ value: UInt8) { node.set(.int(Int64(value))) }
    func encode(_ value: UInt16) { node.set(.int(Int64(value))) }
    func encode(_ value: UInt32) { node.set(.int(Int64(value))) }
    func encode(_ value: UInt64) throws { try whole(value) }

    func encode(_ value: some Encodable) throws {
        if let tree = value as? JSON {
            node.set(tree)
        } else {
            try value.encode(to: self)
        }
    }

    /// As it comes back from text: a number without a fraction is a whole one.
    private func number(_ value: Double) throws {
        guard value.isFinite else { throw wrong(value, "JSON has no such number") }
        node.set(Int64(exactly: value).map { .int($0) } ?? .double(value))
    }

    private func whole(_ value: some BinaryInteger) throws {
        node.set(Int64(exactly: value).map { .int($0) } ?? .double(Double(value)))
    }

    private func wrong(_ value: Any, _ reason: String) -> EncodingError {
        .invalidValue(value, .init(codingPath: codingPath, debugDescription: reason))
    }

    func below(_ node: TreeNode, _ key: any CodingKey) -> TreeEncoder {
        TreeEncoder(node: node, codingPath: codingPath + [key])
    }
}

private struct TreeMemberWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: TreeEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    private func member(_ key: any CodingKey) -> TreeEncoder {
        encoder.below(encoder.node.member(key.stringValue), key)
    }

    func encodeNil(forKey key: Key) { member(key).encodeNil() }
    func encode(_ value: some Encodable, forKey key: Key) throws { try member(key).encode(value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { member(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { member(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { member(JSON.AnyKey(stringValue: "super")) }
    func superEncoder(forKey key: Key) -> any Encoder { member(key) }
}

private struct TreeItemWriter: UnkeyedEncodingContainer {
    let encoder: TreeEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.node.count }

    private func item() -> TreeEncoder {
        let key = JSON.AnyKey(intValue: count)
        return encoder.below(encoder.node.item(), key)
    }

    func encodeNil() { item().encodeNil() }
    func encode(_ value: some Encodable) throws { try item().encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        item().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { item().unkeyedContainer() }
    func superEncoder() -> any Encoder { item() }
}
