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
        var text: [UInt8] = []
        if let id { text += Array("id: \(Self.line(id))\n".utf8) }
        if let event { text += Array("event: \(Self.line(event))\n".utf8) }
        // By bytes: by characters a page of text costs more than everything else that is done with an event.
        var rest = data.utf8[...]
        repeat {
            let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
            text += Array("data: ".utf8)
            text += rest[..<end]
            text.append(0x0A)
            guard end < rest.endIndex else { break }
            let isPair = rest[end...].starts(with: [0x0D, 0x0A])
            rest = rest[end...].dropFirst(isPair ? 2 : 1)
        } while true
        text.append(0x0A)
        return text
    }

    private static func line(_ text: String) -> String { text.filter { !endsLine($0) && $0 != "\0" } }

    /// Only what the standard calls a line end: JSON may contain U+2028 and its like.
    private static func endsLine(_ character: Character) -> Bool {
        character == "\n" || character == "\r" || character == "\r\n"
    }
}
