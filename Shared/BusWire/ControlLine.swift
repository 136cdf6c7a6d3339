/// The arguments of one control line as places in the buffer; the shared scanner of both directions.
struct ControlLine {
    /// The arguments, at most five; `count` of them are set.
    var arguments: InlineArray<5, Range<Int>> = InlineArray(repeating: 0..<0)
    var count = 0
    /// The first byte after the line feed.
    var end = 0

    /// The operation word at `start` in lower case, packed big-endian into an integer, and where it ends;
    /// nil when the buffer ends inside it. Throws when it is not (the beginning of) one of `known`.
    @inline(__always)
    static func operation(
        in bytes: Span<UInt8>, at start: Int, known: (UInt64) -> Bool, beginning: (UInt64, Int) -> Bool
    ) throws(WireError) -> (word: UInt64, end: Int)? {
        var word: UInt64 = 0
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            if byte <= 0x20 {
                guard known(word), isSeparator(byte) else { throw .unknownOperation }
                return (word, at)
            }
            guard at - start < 7 else { throw .unknownOperation }
            word = (word << 8) | UInt64(byte | 0x20)
            at += 1
        }
        guard beginning(word, at - start) else { throw .unknownOperation }
        return nil
    }

    /// Splits the arguments from `start` to the line feed; nil when the line is not complete yet.
    /// More than five arguments give a `count` of six.
    @inline(__always)
    static func split(in bytes: Span<UInt8>, from start: Int, limit: Int) throws(WireError) -> ControlLine? {
        var line = ControlLine()
        var at = start
        let size = bytes.count
        while at < size {
            let byte = bytes[at]
            if isSeparator(byte) {
                at += 1
                if byte != 0x0A { continue }
                guard at - start <= limit + 2 else { throw .controlLineTooLong(limit: limit) }
                line.end = at
                return line
            }
            let first = at
            repeat { at += 1 } while at < size && (bytes[at] > 0x20 || !isSeparator(bytes[at]))
            if line.count < 5 { line.arguments[line.count] = first..<at }
            line.count = min(line.count + 1, 6)
        }
        guard at - start <= limit + 1 else { throw .controlLineTooLong(limit: limit) }
        return nil
    }

    /// The whole rest of the line from `start`, without surrounding blanks, and where the next line begins.
    static func rest(
        in bytes: Span<UInt8>, from start: Int, limit: Int
    ) throws(WireError) -> (text: Range<Int>, end: Int)? {
        var at = start
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
        guard at - start <= limit + 1 else { throw .controlLineTooLong(limit: limit) }
        guard at < bytes.count else { return nil }
        var (low, high) = (start, at)
        while low < high, isSeparator(bytes[low]) { low += 1 }
        while high > low, isSeparator(bytes[high - 1]) { high -= 1 }
        return (low..<high, at + 1)
    }

    /// The decimal number at a place, nil when it is none or has more than nine digits.
    @inline(__always)
    static func number(in bytes: Span<UInt8>, at place: Range<Int>) -> Int? {
        guard !place.isEmpty, place.count <= 9 else { return nil }
        var value = 0
        var at = place.lowerBound
        while at < place.upperBound {
            let digit = bytes[at] &- 48
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int(digit)
            at += 1
        }
        return value
    }

    @inline(__always)
    static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}

/// Operation words as `ControlLine.operation` packs them.
enum Word {
    static let pub = pack("pub"), hpub = pack("hpub"), sub = pack("sub"), unsub = pack("unsub")
    static let ping = pack("ping"), pong = pack("pong"), connect = pack("connect")
    static let info = pack("info"), msg = pack("msg"), hmsg = pack("hmsg"), ok = pack("+ok"), err = pack("-err")

    static func pack(_ text: StaticString) -> UInt64 {
        "\(text)".utf8.reduce(0) { ($0 << 8) | UInt64($1) }
    }
}
