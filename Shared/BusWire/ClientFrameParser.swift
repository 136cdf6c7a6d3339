/// A frame of a client as places in the buffer it lies in: nothing is copied, nothing allocated.
package enum ClientFrame: Equatable, Sendable {
    case connect(json: Range<Int>)
    case ping
    case pong
    /// PUB (`header` empty) or HPUB; `reply` is empty when there is none; `payload` follows `header`.
    case publish(subject: Range<Int>, reply: Range<Int>, header: Range<Int>, payload: Range<Int>)
    /// `queue` is empty when there is none.
    case subscribe(subject: Range<Int>, queue: Range<Int>, sid: Range<Int>)
    /// `maximum` is 0 when there is none (or none that is a number, as nats-server reads it).
    case unsubscribe(sid: Range<Int>, maximum: Int)
}

/// Finds the frames a client sends (CONNECT, PING, PONG, PUB, HPUB, SUB, UNSUB) in its bytes. It keeps no bytes itself:
/// the caller passes the same unconsumed bytes again, with more behind them.
package struct ClientFrameParser: Sendable {
    package var limits: WireLimits
    /// How many bytes from the position on the frame at hand needs at least; asking earlier returns nil at once.
    package private(set) var needed = 1

    package init(limits: WireLimits = WireLimits()) { self.limits = limits }

    /// The frame at `position`, which then stands behind it; nil when more bytes are needed.
    package mutating func next(in bytes: Span<UInt8>, at position: inout Int) throws(WireError) -> ClientFrame? {
        guard position >= 0, bytes.count - position >= needed else { return nil }
        let start = position
        guard
            let operation = try ControlLine.operation(
                in: bytes, at: start, known: Self.isKnown, beginning: Self.isBeginning)
        else { return nil }
        switch operation.word {
        case 0x70_7562, 0x6870_7562:
            return try publish(in: bytes, start: start, arguments: operation, position: &position)
        case 0x7069_6E67, 0x706F_6E67:
            guard let rest = try rest(in: bytes, from: operation.end) else { return nil }
            position = rest.end
            return operation.word == 0x7069_6E67 ? .ping : .pong
        case 0x73_7562: return try subscribe(in: bytes, from: operation.end, position: &position)
        case 0x75_6E73_7562: return try unsubscribe(in: bytes, from: operation.end, position: &position)
        default:
            guard let rest = try rest(in: bytes, from: operation.end) else { return nil }
            position = rest.end
            return .connect(json: rest.text)
        }
    }

    @inline(__always)
    private mutating func publish(
        in bytes: Span<UInt8>, start: Int, arguments: (word: UInt64, end: Int), position: inout Int
    ) throws(WireError) -> ClientFrame? {
        let withHeaders = arguments.word == 0x6870_7562
        guard let line = try ControlLine.split(in: bytes, from: arguments.end, limit: limits.controlLine) else {
            return nil
        }
        let sizes = withHeaders ? 2 : 1
        guard line.count == sizes + 1 || line.count == sizes + 2,
            let size = ControlLine.number(in: bytes, at: line.arguments[line.count - 1]),
            let header = withHeaders ? ControlLine.number(in: bytes, at: line.arguments[line.count - 2]) : 0,
            header <= size
        else { throw .malformed(operation: withHeaders ? "HPUB" : "PUB") }
        guard size <= limits.payload else { throw .payloadTooLarge(size: size, limit: limits.payload) }
        let end = line.end + size
        guard bytes.count >= end + 2 else {
            needed = end + 2 - start
            return nil
        }
        guard bytes[end] == 0x0D, bytes[end + 1] == 0x0A else { throw .unknownOperation }
        needed = 1
        position = end + 2
        return .publish(
            subject: line.arguments[0], reply: line.count == sizes + 2 ? line.arguments[1] : 0..<0,
            header: line.end..<line.end + header, payload: line.end + header..<end)
    }

    private func subscribe(
        in bytes: Span<UInt8>, from start: Int, position: inout Int
    ) throws(WireError) -> ClientFrame? {
        guard let line = try ControlLine.split(in: bytes, from: start, limit: limits.controlLine) else { return nil }
        guard line.count == 2 || line.count == 3 else { throw .malformed(operation: "SUB") }
        position = line.end
        return .subscribe(
            subject: line.arguments[0], queue: line.count == 3 ? line.arguments[1] : 0..<0,
            sid: line.arguments[line.count - 1])
    }

    private func unsubscribe(
        in bytes: Span<UInt8>, from start: Int, position: inout Int
    ) throws(WireError) -> ClientFrame? {
        guard let line = try ControlLine.split(in: bytes, from: start, limit: limits.controlLine) else { return nil }
        guard line.count == 1 || line.count == 2 else { throw .malformed(operation: "UNSUB") }
        let maximum = line.count == 2 ? ControlLine.number(in: bytes, at: line.arguments[1]) : nil
        position = line.end
        return .unsubscribe(sid: line.arguments[0], maximum: maximum ?? 0)
    }

    private func rest(
        in bytes: Span<UInt8>, from start: Int
    ) throws(WireError) -> (text: Range<Int>, end: Int)? {
        try ControlLine.rest(in: bytes, from: start, limit: limits.controlLine)
    }

    // The words as literals: a switch over them costs a few compares; `Word` says the same in letters (see the tests).
    private static func isKnown(_ word: UInt64) -> Bool {
        switch word {
        case 0x70_7562, 0x6870_7562, 0x7069_6E67, 0x706F_6E67, 0x73_7562, 0x75_6E73_7562, 0x63_6F6E_6E65_6374: true
        default: false
        }
    }

    private static func isBeginning(_ word: UInt64, _ length: Int) -> Bool {
        [("pub", 3), ("hpub", 4), ("ping", 4), ("pong", 4), ("sub", 3), ("unsub", 5), ("connect", 7)]
            .contains { (name: StaticString, size: Int) in
                length <= size && Word.pack(name) >> UInt64(8 * (size - length)) == word
            }
    }
}
