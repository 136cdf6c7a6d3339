/// The messages of one subject, in the order they came. Ends with nil after `unsubscribe`, `drain`, or its maximum;
/// throws `BusError`: `.slowConsumer` (see `Bound`), `.permission`, `.closed`, `.protocolViolation` (an invalid
/// subject). Survives lost connections silently. Letting go of it unsubscribes.
package final class Subscription: AsyncSequence, Sendable {
    package typealias Element = Message

    private let bus: MessageBus
    private let inbox: Inbox

    init(bus: MessageBus, inbox: Inbox) { (self.bus, self.inbox) = (bus, inbox) }

    deinit {
        bus.end(inbox)
        inbox.over.raise()
    }

    /// Messages dropped at the bound so far.
    package var dropped: Int { inbox.dropped }
    /// Messages held for the consumer now.
    package var pending: Int { inbox.pending }

    /// Ends the subscription now, or after `count` messages in all; what is already held is still delivered.
    package func unsubscribe(after count: Int? = nil) { bus.end(inbox, after: count) }

    package func makeAsyncIterator() -> Iterator { Iterator(subscription: self) }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let subscription: Subscription

        package mutating func next() async throws -> Message? {
            do {
                if let message = try await subscription.inbox.next() { return message }
            } catch let error as BusError {
                subscription.inbox.over.raise()
                throw error
            }
            subscription.inbox.over.raise()
            return nil
        }
    }
}
