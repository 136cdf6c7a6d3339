/// Appends a client's frames to bytes that are about to be sent. What could break the protocol (blanks or line ends in
/// a subject, wildcards in a published subject) throws and appends nothing.
package enum ClientFrameEncoder {
    package static func connect(_ options: ConnectOptions, into out: inout [UInt8]) throws(WireError) {
        guard let json = try? options.json else { throw .invalid(what: "Connect Options") }
        out.append(contentsOf: "CONNECT ".utf8)
        out.append(contentsOf: json)
        out.append(contentsOf: [13, 10])
    }

    package static func ping(into out: inout [UInt8]) { out.append(contentsOf: "PING\r\n".utf8) }

    package static func pong(into out: inout [UInt8]) { out.append(contentsOf: "PONG\r\n".utf8) }

    /// PUB, or HPUB when there are headers.
    package static func publish(
        subject: String, reply: String? = nil, headers: Headers? = nil, payload: some Collection<UInt8>,
        into out: inout [UInt8]
    ) throws(WireError) {
        guard Subject.isLiteral(subject) else { throw .invalid(what: "Publish Subject") }
        if let reply, !Subject.isLiteral(reply) { throw .invalid(what: "Reply Subject") }
        var block: [UInt8] = []
        try headers?.encode(into: &block)
        out.append(contentsOf: (headers == nil ? "PUB " : "HPUB ").utf8)
        out.append(contentsOf: subject.utf8)
        out.append(32)
        if let reply {
            out.append(contentsOf: reply.utf8)
            out.append(32)
        }
        if headers != nil {
            append(block.count, to: &out)
            out.append(32)
        }
        append(block.count + payload.count, to: &out)
        out.append(contentsOf: [13, 10])
        out.append(contentsOf: block)
        out.append(contentsOf: payload)
        out.append(contentsOf: [13, 10])
    }

    package static func subscribe(
        subject: String, queue: String? = nil, sid: Int, into out: inout [UInt8]
    ) throws(WireError) {
        guard Subject.isPattern(subject) else { throw .invalid(what: "Subject") }
        if let queue, queue.isEmpty || queue.utf8.contains(where: ControlLine.isSeparator) {
            throw .invalid(what: "Queue Name")
        }
        out.append(contentsOf: "SUB \(subject) \(queue.map { $0 + " " } ?? "")\(sid)\r\n".utf8)
    }

    /// Ends a subscription, at once or after `maximum` messages in all.
    package static func unsubscribe(sid: Int, maximum: Int? = nil, into out: inout [UInt8]) {
        out.append(contentsOf: "UNSUB \(sid)\(maximum.map { " \($0)" } ?? "")\r\n".utf8)
    }

    static func append(_ number: Int, to out: inout [UInt8]) { out.append(contentsOf: String(number).utf8) }
}

/// Appends a server's frames; the broker's hot path writes MSG and HMSG itself from stored pieces.
package enum ServerFrameEncoder {
    package static func info(_ info: ServerInfo, into out: inout [UInt8]) throws(WireError) {
        guard let json = try? info.json else { throw .invalid(what: "Info") }
        out.append(contentsOf: "INFO ".utf8)
        out.append(contentsOf: json)
        out.append(contentsOf: [13, 10])
    }

    package static func ok(into out: inout [UInt8]) { out.append(contentsOf: "+OK\r\n".utf8) }

    package static func error(_ text: String, into out: inout [UInt8]) {
        out.append(contentsOf: "-ERR '".utf8)
        out.append(contentsOf: text.utf8.lazy.map { $0 == 13 || $0 == 10 ? 32 : $0 })
        out.append(contentsOf: "'\r\n".utf8)
    }

    package static func ping(into out: inout [UInt8]) { ClientFrameEncoder.ping(into: &out) }

    package static func pong(into out: inout [UInt8]) { ClientFrameEncoder.pong(into: &out) }

    /// MSG, or HMSG when there are headers.
    package static func message(_ message: ServerMessage, into out: inout [UInt8]) throws(WireError) {
        var block: [UInt8] = []
        try message.headers?.encode(into: &block)
        var line = "\(message.headers == nil ? "MSG" : "HMSG") \(message.subject) \(message.sid) "
        if let reply = message.reply { line += reply + " " }
        if message.headers != nil { line += "\(block.count) " }
        out.append(contentsOf: line.utf8)
        ClientFrameEncoder.append(block.count + message.payload.count, to: &out)
        out.append(contentsOf: [13, 10])
        out.append(contentsOf: block)
        out.append(contentsOf: message.payload)
        out.append(contentsOf: [13, 10])
    }
}
