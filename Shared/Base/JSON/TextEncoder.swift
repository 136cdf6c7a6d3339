/// Writes an encodable value as JSON text without a tree in between. What it cannot do in one go (a container that is
/// written to after its parent went on, numbers that JSON does not have) it leaves to the tree.
enum TextEncoding {
    /// Members sorted, slashes plain, as `JSONWriter` writes a tree.
    static func text<Value: Encodable>(of value: Value) throws -> [UInt8] {
        if Value.self == JSON.self, let tree = value as? JSON { return JSONWriter.write(tree) }
        let sink = TextSink()
        do {
            try sink.write(value)
            if !sink.isBroken { return sink.text }
        } catch {
            // The tree knows the place of the mistake.
        }
        return JSONWriter.write(try TreeEncoding.tree(of: value))
    }
}

/// The text as far as it is written, and the containers that are still open: always one way down from the root.
private final class TextSink {
    private struct Container {
        let serial: Int
        let isObject: Bool
        /// Where its first member's name lies in `names`.
        let firstName: Int
        /// Where its content begins in `text`.
        let start: Int
        var isEmpty = true
    }

    private(set) var text: [UInt8] = []
    private(set) var isBroken = false
    private var open: [Container] = []
    /// Names of the members of open objects, with the place where each member begins.
    private var names: [(name: String, start: Int)] = []
    private var serial = 0

    init() { text.reserveCapacity(1_024) }

    /// A value where one is expected: after a name, in an array, or at the root.
    func write<Value: Encodable>(_ value: Value) throws {
        if Value.self == String.self, let string = value as? String {
            JSONWriter.append(string, to: &text)
        } else if Value.self == JSON.self, let tree = value as? JSON {
            JSONWriter.append(tree, to: &text)
        } else {
            let (depth, start) = (open.count, text.count)
            try value.encode(to: TextEncoder(sink: self, depth: depth))
            close(to: depth)
            if text.count == start { text += [UInt8(ascii: "{"), UInt8(ascii: "}")] }
        }
    }

    func write(_ value: Bool) { text.append(contentsOf: (value ? "true" : "false").utf8) }
    func write(_ value: Int64) { text.append(contentsOf: String(value).utf8) }
    func write(_ value: UInt64) { JSONWriter.append(JSON(whole: value), to: &text) }
    func take(_ whole: [UInt8]) { text += whole }
    func writeNil() { text.append(contentsOf: "null".utf8) }

    func write(_ value: Double) {
        if value.isFinite { JSONWriter.append(.double(value), to: &text) } else { isBroken = true }
    }

    /// Begins a container at a depth, or goes on with the one that lies open there; returns its serial.
    func begin(at depth: Int, isObject: Bool) -> Int {
        if open.count > depth {
            close(to: depth + 1)
            if open[depth].isObject != isObject { isBroken = true }
            return open[depth].serial
        }
        if open.count < depth { isBroken = true }
        serial += 1
        text.append(UInt8(ascii: isObject ? "{" : "["))
        open.append(Container(serial: serial, isObject: isObject, firstName: names.count, start: text.count))
        return serial
    }

    /// Makes ready for the next member or item of a container; what was begun deeper down is done.
    func next(in container: Int, at depth: Int, _ name: String? = nil) {
        guard depth < open.count, open[depth].serial == container else {
            isBroken = true
            return
        }
        close(to: depth + 1)
        if !open[depth].isEmpty { text.append(UInt8(ascii: ",")) }
        open[depth].isEmpty = false
        guard let name else { return }
        names.append((name, text.count))
        JSONWriter.append(name, to: &text)
        text.append(UInt8(ascii: ":"))
    }

    func giveUp() { isBroken = true }

    private func close(to depth: Int) {
        while open.count > depth {
            let container = open.removeLast()
            if container.isObject { sort(container) }
            text.append(UInt8(ascii: container.isObject ? "}" : "]"))
        }
    }

    /// Brings the members of an object that ends here into their order.
    private func sort(_ object: Container) {
        defer { names.removeSubrange(object.firstName...) }
        let members = names[object.firstName...]
        guard zip(members, members.dropFirst()).contains(where: { $0.name >= $1.name }) else { return }
        var places = members.indices.map { place in
            (
                name: names[place].name, from: names[place].start,
                to: place + 1 < names.endIndex ? names[place + 1].start - 1 : text.count
            )
        }
        places.sort { $0.name < $1.name }
        var sorted: [UInt8] = []
        sorted.reserveCapacity(text.count - object.start)
        for (index, place) in places.enumerated() {
            if index > 0 {
                // Said twice: in a tree the later one stays.
                if place.name == places[index - 1].name { isBroken = true }
                sorted.append(UInt8(ascii: ","))
            }
            sorted += text[place.from..<place.to]
        }
        text.replaceSubrange(object.start..., with: sorted)
    }
}

private struct TextEncoder: Encoder, SingleValueEncodingContainer, WholeTextEncoder {
    let sink: TextSink
    let depth: Int
    // Nobody asks for it: a mistake is said by the tree.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let serial = sink.begin(at: depth, isObject: true)
        return KeyedEncodingContainer(TextMemberWriter<Key>(sink: sink, depth: depth, serial: serial))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        TextItemWriter(sink: sink, depth: depth, serial: sink.begin(at: depth, isObject: false))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func take(_ text: [UInt8]) { sink.take(text) }
    func encodeNil() { sink.writeNil() }
    func encode(_ value: Bool) { sink.write(value) }
    func encode(_ value: Double) { sink.write(value) }
    func encode(_ value: Float) { sink.write(Double(value)) }
    func encode(_ value: Int) { sink.write(Int64(value)) }
    func encode(_ value: Int8) { sink.write(Int64(value)) }
    func encode(_ value: Int16) { sink.write(Int64(value)) }
    func encode(_ value: Int32) { sink.write(Int64(value)) }
    func encode(_ value: Int64) { sink.write(value) }
    func encode(_ value: UInt) { sink.write(UInt64(value)) }
    func encode(_ value: UInt8) { sink.write(Int64(value)) }
    func encode(_ value: UInt16) { sink.write(Int64(value)) }
    func encode(_ value: UInt32) { sink.write(Int64(value)) }
    func encode(_ value: UInt64) { sink.write(value) }
    func encode<Value: Encodable>(_ value: Value) throws { try sink.write(value) }
}

private struct TextMemberWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sink: TextSink
    let depth: Int
    let serial: Int
    var codingPath: [any CodingKey] { [] }

    private func next(_ key: Key) { sink.next(in: serial, at: depth, key.stringValue) }

    func encodeNil(forKey key: Key) {
        next(key)
        sink.writeNil()
    }

    func encode(_ value: Bool, forKey key: Key) {
        next(key)
        sink.write(value)
    }

    func encode(_ value: Int, forKey key: Key) {
        next(key)
        sink.write(Int64(value))
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        next(key)
        try sink.write(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        next(key)
        return TextEncoder(sink: sink, depth: depth + 1).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        next(key)
        return TextEncoder(sink: sink, depth: depth + 1).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { gaveUp() }
    func superEncoder(forKey key: Key) -> any Encoder { gaveUp() }

    /// Who asks for a part to be filled at any time gets a tree.
    private func gaveUp() -> any Encoder {
        sink.giveUp()
        return TextEncoder(sink: TextSink(), depth: 0)
    }
}

private struct TextItemWriter: UnkeyedEncodingContainer {
    let sink: TextSink
    let depth: Int
    let serial: Int
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(sink: TextSink, depth: Int, serial: Int) { (self.sink, self.depth, self.serial) = (sink, depth, serial) }

    private mutating func next() {
        sink.next(in: serial, at: depth)
        count += 1
    }

    mutating func encodeNil() {
        next()
        sink.writeNil()
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        next()
        try sink.write(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        next()
        return TextEncoder(sink: sink, depth: depth + 1).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        next()
        return TextEncoder(sink: sink, depth: depth + 1).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        sink.giveUp()
        return TextEncoder(sink: TextSink(), depth: 0)
    }
}
