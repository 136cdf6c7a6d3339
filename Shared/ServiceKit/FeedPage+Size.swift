internal import Base
internal import Contracts

extension FeedPage {
    /// Bytes of a page; the bus takes a message of 1 MiB.
    static let bytesMaximum = 900_000

    /// The events that fit into one message, at least one: who follows asks for the rest.
    func fitting(_ maximum: Int = bytesMaximum) -> FeedPage {
        var (size, count) = (0, 0)
        for event in events {
            size += event.data.encodedSize + FeedPage.envelope
            if size > maximum, count > 0 { break }
            count += 1
        }
        guard count < events.count else { return self }
        let kept = Array(events.prefix(count))
        return FeedPage(events: kept, last: kept.last?.sequence ?? last, end: end)
    }

    /// What an event has beside its data, about, in bytes.
    private static let envelope = 700
}

extension JSON {
    /// Bytes of the value as JSON text, or a few more.
    var encodedSize: Int {
        switch self {
        case .null, .bool: 5
        case .int, .double: 24
        case .string(let text): JSON.size(of: text)
        case .array(let items): items.reduce(2) { $0 + $1.encodedSize + 1 }
        case .object(let members): members.reduce(2) { $0 + JSON.size(of: $1.key) + $1.value.encodedSize + 2 }
        }
    }

    private static func size(of text: String) -> Int {
        text.utf8.reduce(into: 2) { size, byte in
            size += byte < 0x20 ? 6 : byte == 0x22 || byte == 0x5C ? 2 : 1
        }
    }
}
