/// One message as it travels: to publish, or as it was received.
package struct Message: Sendable {
    package var subject: String
    package var headers: [(String, String)]
    package var payload: [UInt8]
    /// Where an answer is awaited, if one is.
    package var reply: String?
    /// The status of a received header block (503: no responders), nil on ordinary messages.
    package var status: Int?

    package init(
        subject: String, headers: [(String, String)] = [], payload: [UInt8] = [], reply: String? = nil,
        status: Int? = nil
    ) {
        (self.subject, self.headers, self.payload, self.reply) = (subject, headers, payload, reply)
        self.status = status
    }

    /// The first value of a header; its name is compared without regard to ASCII case.
    package func header(_ name: String) -> String? {
        headers.first { $0.0 == name }?.1 ?? headers.first { sameName($0.0, name) }?.1
    }

    /// What the message counts for against byte bounds: its parts and a fixed share for bookkeeping.
    var weight: Int {
        var total = payload.count + subject.utf8.count + 64
        for (name, value) in headers { total += name.utf8.count + value.utf8.count + 4 }
        return total
    }

    private func sameName(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { lower($0) == lower($1) }
    }

    private func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
}
