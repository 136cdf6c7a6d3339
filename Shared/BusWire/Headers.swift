/// The header block of a message (`NATS/1.0`): an optional status and named values, in order; names compare without
/// case.
package struct Headers: Equatable, Sendable {
    /// One `Name: value` line.
    package struct Field: Equatable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    /// The number after `NATS/1.0`, for example 503 when nobody answers a subject.
    package var status: Int?
    /// The words after the status.
    package var description: String?
    package var fields: [Field]

    package init(status: Int? = nil, description: String? = nil, _ fields: [(String, String)] = []) {
        (self.status, self.description) = (status, description)
        self.fields = fields.map { Field($0.0, $0.1) }
    }

    /// The status that says nobody subscribes to the subject of a request.
    package static let noResponders = Headers(status: 503)

    /// The first value of a name, or nil. Setting replaces every value of that name.
    package subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { fields.append(Field(name, newValue)) }
        }
    }

    /// Every value of a name, in order.
    package func values(_ name: String) -> [String] { fields.filter { Self.same($0.name, name) }.map(\.value) }

    private static func same(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
}

extension Headers {
    private static let version = Array("NATS/1.0".utf8)

    /// Parses a block as HMSG and HPUB carry it, with its closing empty line.
    package init(parsing block: some Collection<UInt8>) throws(WireError) {
        let block = Array(block)
        let wrong = WireError.malformed(operation: "headers")
        guard block.starts(with: Self.version), block.suffix(4) == [13, 10, 13, 10] else { throw wrong }
        var lines = block.dropLast(4).split(separator: 10, omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst() else { throw wrong }
        self.init()
        try readStatus(Self.trimmed(first.dropFirst(Self.version.count)))
        for line in lines {
            guard let colon = line.firstIndex(of: 58), colon > line.startIndex else { throw wrong }
            let value = Self.trimmed(line[line.index(after: colon)...])
            fields.append(
                Field(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
    }

    private mutating func readStatus(_ rest: ArraySlice<UInt8>) throws(WireError) {
        guard !rest.isEmpty else { return }
        let code = rest.prefix(3)
        guard code.count == 3, code.allSatisfy({ (48...57).contains($0) }) else {
            throw .malformed(operation: "headers")
        }
        status = code.reduce(0) { $0 * 10 + Int($1 - 48) }
        let words = Self.trimmed(rest.dropFirst(3))
        if !words.isEmpty { description = String(decoding: words, as: UTF8.self) }
    }

    /// Appends the block with its closing empty line; throws when a name or value cannot be sent.
    package func encode(into out: inout [UInt8]) throws(WireError) {
        out.append(contentsOf: Self.version)
        if let status {
            guard (100...999).contains(status) else { throw .invalid(what: "Header Status") }
            out.append(32)
            out.append(contentsOf: String(status).utf8)
            if let description, !description.isEmpty {
                guard Self.isPlain(description) else { throw .invalid(what: "Header Status") }
                out.append(32)
                out.append(contentsOf: description.utf8)
            }
        }
        out.append(contentsOf: [13, 10])
        for field in fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy({ $0 > 32 && $0 != 58 && $0 < 127 }),
                Self.isPlain(field.value)
            else { throw .invalid(what: "Header") }
            out.append(contentsOf: field.name.utf8)
            out.append(contentsOf: [58, 32])
            out.append(contentsOf: field.value.utf8)
            out.append(contentsOf: [13, 10])
        }
        out.append(contentsOf: [13, 10])
    }

    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 != 13 && $0 != 10 } }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, ControlLine.isSeparator(first) { bytes = bytes.dropFirst() }
        while let last = bytes.last, ControlLine.isSeparator(last) { bytes = bytes.dropLast() }
        return bytes
    }
}
