/// A frame of a server, as values of its own.
package enum ServerFrame: Equatable, Sendable {
    case info(ServerInfo)
    case message(ServerMessage)
    case ok
    /// The text between the quotes of `-ERR '…'`.
    case error(String)
    case ping
    case pong
}

/// One MSG or HMSG.
package struct ServerMessage: Equatable, Sendable {
    package var subject: String
    /// The subscription it was delivered to, as the client named it in SUB.
    package var sid: Int
    package var reply: String?
    /// The header block of an HMSG, or nil for a MSG.
    package var headers: Headers?
    package var payload: [UInt8]

    package init(subject: String, sid: Int, reply: String? = nil, headers: Headers? = nil, payload: [UInt8]) {
        (self.subject, self.sid, self.reply, self.headers, self.payload) = (subject, sid, reply, headers, payload)
    }
}

/// Turns a server's bytes, however cut, into frames. After an error it must be thrown away with its connection.
package struct ServerFrameDecoder: Sendable {
    package var limits: WireLimits
    private var buffer: [UInt8] = []
    private var head = 0
    private var needed = 1

    package init(limits: WireLimits = .fromServer) { self.limits = limits }

    /// Bytes that were appended and not yet returned as frames: at most one frame's worth once `next()` has returned
    /// nil.
    package var pending: Int { buffer.count - head }

    package mutating func append(_ bytes: some Collection<UInt8>) {
        if head == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 1_048_576)
            head = 0
        } else if head > 65_536, head > buffer.count / 2 {
            buffer.removeSubrange(0..<head)
            head = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next frame, or nil when more bytes are needed.
    package mutating func next() throws(WireError) -> ServerFrame? {
        guard buffer.count - head >= needed else { return nil }
        guard let found = try Self.find(in: buffer.span, at: head, limits: limits) else { return nil }
        let start = head
        if case .body(let end) = found {
            needed = end - start
            return nil
        }
        needed = 1
        switch found {
        case .body: return nil
        case .message(let subject, let sid, let reply, let header, let payload):
            head = payload.upperBound + 2
            var message = ServerMessage(subject: text(subject), sid: sid, payload: Array(buffer[payload]))
            if let reply { message.reply = text(reply) }
            if let header { message.headers = try Headers(parsing: buffer[header]) }
            return .message(message)
        case .line(let word, let rest, let end):
            head = end
            return try frame(word, rest)
        }
    }

    private func frame(_ word: UInt64, _ rest: Range<Int>) throws(WireError) -> ServerFrame {
        switch word {
        case Word.ping: return .ping
        case Word.pong: return .pong
        case Word.ok: return .ok
        case Word.err: return .error(unquoted(rest))
        default:
            guard let info = try? ServerInfo(json: Array(buffer[rest])) else { throw .malformed(operation: "INFO") }
            return .info(info)
        }
    }

    /// Places of what stands at the head of the buffer.
    private enum Found {
        case line(UInt64, rest: Range<Int>, end: Int)
        case message(subject: Range<Int>, sid: Int, reply: Range<Int>?, header: Range<Int>?, payload: Range<Int>)
        /// A message whose body is not complete before `end`.
        case body(end: Int)
    }

    private static func find(in bytes: Span<UInt8>, at head: Int, limits: WireLimits) throws(WireError) -> Found? {
        guard let (word, end) = try ControlLine.operation(in: bytes, at: head, known: isKnown, beginning: isBeginning)
        else { return nil }
        if word == Word.msg || word == Word.hmsg {
            return try message(in: bytes, withHeaders: word == Word.hmsg, from: end, limits: limits)
        }
        guard let rest = try ControlLine.rest(in: bytes, from: end, limit: limits.controlLine) else { return nil }
        return .line(word, rest: rest.text, end: rest.end)
    }

    private static func message(
        in bytes: Span<UInt8>, withHeaders: Bool, from start: Int, limits: WireLimits
    ) throws(WireError) -> Found? {
        guard let line = try ControlLine.split(in: bytes, from: start, limit: limits.controlLine) else { return nil }
        let sizes = withHeaders ? 2 : 1
        guard line.count == sizes + 2 || line.count == sizes + 3,
            let sid = ControlLine.number(in: bytes, at: line.arguments[1]),
            let size = ControlLine.number(in: bytes, at: line.arguments[line.count - 1]),
            let header = withHeaders ? ControlLine.number(in: bytes, at: line.arguments[line.count - 2]) : 0,
            header <= size
        else { throw .malformed(operation: withHeaders ? "HMSG" : "MSG") }
        guard size <= limits.payload else { throw .payloadTooLarge(size: size, limit: limits.payload) }
        let end = line.end + size
        guard bytes.count >= end + 2 else { return .body(end: end + 2) }
        guard bytes[end] == 0x0D, bytes[end + 1] == 0x0A else { throw .malformed(operation: "MSG") }
        return .message(
            subject: line.arguments[0], sid: sid, reply: line.count == sizes + 3 ? line.arguments[2] : nil,
            header: withHeaders ? line.end..<line.end + header : nil, payload: line.end + header..<end)
    }

    private func text(_ place: Range<Int>) -> String { String(decoding: buffer[place], as: UTF8.self) }

    private func unquoted(_ place: Range<Int>) -> String {
        var bytes = buffer[place]
        if bytes.count >= 2, bytes.first == 0x27, bytes.last == 0x27 { bytes = bytes.dropFirst().dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let words = [Word.info, Word.msg, Word.hmsg, Word.ok, Word.err, Word.ping, Word.pong]

    private static func isKnown(_ word: UInt64) -> Bool { words.contains(word) }

    private static func isBeginning(_ word: UInt64, _ length: Int) -> Bool {
        words.contains { full in
            let size = (64 - full.leadingZeroBitCount + 7) / 8
            return length <= size && full >> UInt64(8 * (size - length)) == word
        }
    }
}
