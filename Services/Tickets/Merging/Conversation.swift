internal import Base
package import Contracts

/// The messages of a ticket in the order they are shown, and what they say of it.
package struct Conversation: Sendable {
    package private(set) var messages: [Message]

    package init(_ messages: [Message]) { self.messages = messages }

    /// Both in the order of time; each keeps its own order, in which its messages came.
    package func interleaved(with other: Conversation) -> Conversation {
        var merged: [Message] = []
        merged.reserveCapacity(messages.count + other.messages.count)
        var (a, b) = (messages[...], other.messages[...])
        while let first = a.first, let second = b.first {
            if second.at < first.at {
                merged.append(b.removeFirst())
            } else {
                merged.append(a.removeFirst())
            }
        }
        return Conversation(merged + a + b)
    }

    /// The last words of people.
    var last: Excerpt? { messages.last { $0.kind != .muted }.map(Excerpt.init) }

    /// The customer's messages that no person has answered yet.
    var unanswered: ArraySlice<Message> {
        let answer = messages.lastIndex { $0.kind == .reply && !$0.automatic && $0.author.kind == .agent }
        return messages[(answer.map { $0 + 1 } ?? 0)...]
    }

    /// Since when a customer waits, of those messages that `belong`; a letter's date is believed back to `earliest`.
    func waitingSince(notBefore earliest: Instant, _ belong: (Message) -> Bool = { _ in true }) -> Instant? {
        unanswered.filter { $0.kind == .incoming && belong($0) }.map { max($0.at, earliest) }.min()
    }
}

/// What a ticket's conversation is after messages came to it or left it.
struct ConversationState: Sendable {
    var count: Int
    var last: Excerpt?
    var waitingSince: Instant?
    /// Whether a customer wrote something of it.
    var hasCustomer: Bool

    init(_ conversation: Conversation, waitingSince: Instant?) {
        (count, last) = (conversation.messages.count, conversation.last)
        self.waitingSince = waitingSince
        hasCustomer = conversation.messages.contains { $0.kind == .incoming }
    }
}
