/// Header fields in their order; names are compared without regard to case.
package struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral, Sequence {
    package typealias Field = (name: String, value: String)
    private var names: [String] = []
    private var values: [String] = []

    package init() {}

    package init(_ fields: some Sequence<(String, String)>) {
        for (name, value) in fields { add(name, value) }
    }

    package init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// The first value of a name; setting replaces all fields of that name, nil removes them.
    package subscript(name: String) -> String? {
        get { names.firstIndex { Self.same($0, name) }.map { values[$0] } }
        set {
            remove(name)
            if let newValue { add(name, newValue) }
        }
    }

    /// All values of a name, in order.
    package func all(_ name: String) -> [String] {
        names.indices.filter { Self.same(names[$0], name) }.map { values[$0] }
    }

    /// Appends a field and keeps others of the same name (`Set-Cookie`).
    package mutating func add(_ name: String, _ value: String) {
        names.append(name)
        values.append(value)
    }

    package mutating func remove(_ name: String) {
        let kept = names.indices.filter { !Self.same(names[$0], name) }
        guard kept.count < names.count else { return }
        (names, values) = (kept.map { names[$0] }, kept.map { values[$0] })
    }

    package var count: Int { names.count }

    package func makeIterator() -> AnyIterator<Field> {
        var index = 0
        return AnyIterator {
            guard index < names.count else { return nil }
            defer { index += 1 }
            return (names[index], values[index])
        }
    }

    private static func same(_ a: String, _ b: String) -> Bool {
        let (a, b) = (a.utf8, b.utf8)
        return a.count == b.count && zip(a, b).allSatisfy { lower($0) == lower($1) }
    }

    private static func lower(_ letter: UInt8) -> UInt8 { (65...90).contains(letter) ? letter | 0x20 : letter }
}
