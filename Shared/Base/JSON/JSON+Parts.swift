extension JSON {
    /// The text of a member of the outermost object, found without reading the others; nil when there is none, or when
    /// the text is no object. For texts that `JSON.encode` wrote: what is not asked for is not checked.
    package static func part(_ name: String, of text: [UInt8]) -> ArraySlice<UInt8>? {
        var reader = PartReader(text)
        guard reader.take(UInt8(ascii: "{")) else { return nil }
        while let key = reader.string() {
            guard reader.take(UInt8(ascii: ":")), let value = reader.value() else { return nil }
            if text[key].elementsEqual(name.utf8) { return text[value] }
            guard reader.take(UInt8(ascii: ",")) else { return nil }
        }
        return nil
    }
}

/// Goes over JSON text from value to value.
private struct PartReader {
    private let text: [UInt8]
    private var at = 0

    init(_ text: [UInt8]) { self.text = text }

    mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard at < text.count, text[at] == byte else { return false }
        at += 1
        return true
    }

    /// What stands between the quotes, as it is written.
    mutating func string() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = at
        while at < text.count {
            let byte = text[at]
            at += 1
            if byte == UInt8(ascii: "\"") { return start..<at - 1 }
            if byte == UInt8(ascii: "\\") { at += 1 }
        }
        return nil
    }

    mutating func value() -> Range<Int>? {
        skipBlanks()
        let start = at
        var depth = 0
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return nil }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return start < at ? start..<at : nil }
                depth -= 1
                at += 1
            case UInt8(ascii: ",") where depth == 0: return start < at ? start..<at : nil
            default: at += 1
            }
        }
        return nil
    }

    private mutating func skipBlanks() {
        while at < text.count, [9, 10, 13, 32].contains(text[at]) { at += 1 }
    }
}
