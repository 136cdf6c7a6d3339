internal import Base
internal import Contracts
internal import FoundationEssentials
internal import HTTP
internal import MessageBus

/// Hands every event of the house to the open pages. Keeps the last 2,000 so that a page that was away for a moment
/// goes on where it was; a page that fell behind or was away longer hears `gap` and fetches again.
final class LiveHub: Sendable {
    private static let keptMaximum = 2_000
    private static let behindMaximum = 256
    /// By how many places two copies of the gateway may differ in the order of what they hear.
    private static let disorderMaximum = 32
    private static let pingInterval = Instant.Span.seconds(15)

    /// An event as it goes out; `agent` when it is for one person only.
    struct Item: Sendable {
        var source: String
        var sequence: Int64
        var bytes: [UInt8]
        var agent: String?
        /// The event, for who does not see all of it.
        var payload: [UInt8] = []

        var id: String { "\(source):\(sequence)" }
    }

    private struct State {
        var kept: [Item] = []
        var next = 0
        var listeners: [Int: AsyncStream<Item?>.Continuation] = [:]
    }
    private let state = Locked(State())

    /// Follows the wake-ups of all services. A page that was there before hears `gap` when the broker knows of the
    /// subscription: only from then on nothing more is missed, so only then fetching again helps.
    func listen(to bus: MessageBus, log: Log) async throws {
        let messages = bus.subscribe("events.>", meter: "live events")
        try await bus.flush()
        broadcast(nil)
        log.info("live", [:])
        var connections = bus.connections
        for try await message in messages {
            // What happened while the bus was away went past.
            if bus.connections != connections {
                connections = bus.connections
                broadcast(nil)
            }
            if let item = LiveHub.item(message.payload) { broadcast(item) }
        }
    }

    /// The text of an `Event` goes to the pages as it came.
    private static func item(_ payload: [UInt8]) -> Item? {
        guard let event = try? JSON(parsing: payload), let source = event["source"]?.string,
            let type = event["type"]?.string, let subject = event["subject"]?.string,
            let sequence = event["sequence"]?.int
        else { return nil }
        var item = Item(source: source.split(separator: "/").last.map(String.init) ?? "", sequence: sequence, bytes: [])
        item.bytes = ServerSentEvent(id: item.id, event: type, data: String(decoding: payload, as: UTF8.self)).bytes
        if subject.hasPrefix("agent/") && type.contains("notified") {
            item.agent = String(subject.dropFirst("agent/".count))
        }
        item.payload = payload
        return item
    }

    private func broadcast(_ item: Item?) {
        let listeners = state.withLock { state in
            if let item {
                state.kept.append(item)
                if state.kept.count > LiveHub.keptMaximum { state.kept.removeFirst(LiveHub.keptMaximum / 4) }
            } else {
                state.kept = []
            }
            return Array(state.listeners.values)
        }
        for listener in listeners {
            if case .dropped = listener.yield(item) { listener.finish() }
        }
    }

    /// Writes events to a page until it goes away.
    func serve(_ writer: HTTPBodyWriter, to caller: Caller, after last: String?, time: any TimeSource) async throws {
        let (stream, continuation) = AsyncStream<Item?>.makeStream(
            bufferingPolicy: .bufferingOldest(LiveHub.behindMaximum))
        let (id, missed) = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            return (state.next, LiveHub.missed(state.kept, after: last))
        }
        defer { state.withLock { _ = $0.listeners.removeValue(forKey: id) } }
        try await writer.write("retry: 1000\n\n")
        if let missed {
            for item in missed { if let bytes = item.shown(to: caller) { try await writer.write(bytes) } }
        } else {
            try await writer.write(ServerSentEvent(event: "gap", data: "{}"))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(name: "live events") {
                for await item in stream {
                    guard let item else {
                        try await writer.write(ServerSentEvent(event: "gap", data: "{}"))
                        continue
                    }
                    if let bytes = item.shown(to: caller) { try await writer.write(bytes) }
                }
            }
            group.addTask(name: "live ping") {
                while true {
                    try await time.sleep(for: LiveHub.pingInterval)
                    try await writer.write(": ping\n\n")
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// What came after an id; empty for a page that starts, nil when the id is not known any more. A page may come from
    /// another copy of the gateway, which heard a few of the events in another order: what it may not have heard there
    /// is sent too. To hear an event twice does no harm.
    private static func missed(_ kept: [Item], after last: String?) -> [Item]? {
        guard let last, !last.isEmpty else { return [] }
        guard let index = kept.lastIndex(where: { $0.id == last }) else { return nil }
        let place = kept[index]
        let before = kept[max(0, index - disorderMaximum)..<index]
        return before.filter { $0.source != place.source || $0.sequence > place.sequence } + kept[(index + 1)...]
    }
}
