/// One event of a `text/event-stream`; line ends in the data become several `data:` lines.
package struct ServerSentEvent: Sendable, Hashable {
    package var id: String?
    package var event: String?
    package var data: String

    package init(id: String? = nil, event: String? = nil, data: String) {
        (self.id, self.event, self.data) = (id, event, data)
    }

    /// A comment line, to keep the connection alive and to notice a client that has gone.
    package static let heartbeat = Array(": \n\n".utf8)

    /// The event on the wire; line ends in `id` and `event` are dropped.
    package var bytes: [UInt8] {
        var text = ""
        if let id { text += "id: \(Self.line(id))\n" }
        if let event { text += "event: \(Self.line(event))\n" }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: Self.endsLine) {
            text += "data: \(line)\n"
        }
        return Array((text + "\n").utf8)
    }

    private static func line(_ text: String) -> String { text.filter { !endsLine($0) && $0 != "\0" } }

    /// Only what the standard calls a line end: JSON may contain U+2028 and its like.
    private static func endsLine(_ character: Character) -> Bool {
        character == "\n" || character == "\r" || character == "\r\n"
    }
}
