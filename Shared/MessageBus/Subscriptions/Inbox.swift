internal import Base

/// How many messages a subscription holds for a consumer that is behind, and what happens to the next one.
package struct Bound: Sendable {
    package enum Overflow: Sendable {
        /// The newest is dropped, the subscription ends, and its sequence throws `.slowConsumer` after what it holds.
        case fail
        /// The newest is dropped and counted; for wake-ups, where losing one costs nothing.
        case drop
        /// The newest is answered at once with these headers and payload (or dropped when it awaits no answer).
        case answer(headers: [(String, String)], payload: [UInt8])
    }
    package var messages: Int
    package var bytes: Int
    package var overflow: Overflow

    package init(messages: Int = 4_096, bytes: Int = 16_777_216, overflow: Overflow = .fail) {
        precondition(messages > 0 && bytes > 0, "a subscription needs positive bounds")
        (self.messages, self.bytes, self.overflow) = (messages, bytes, overflow)
    }
}

/// The messages of one subscription between the connection and its consumers, in order of arrival.
final class Inbox: Sendable {
    private struct Taker {
        let id: UInt64
        let continuation: CheckedContinuation<Message?, any Error>
    }
    private struct State {
        var messages: [Message] = []
        var head = 0
        var bytes = 0
        var takers: [Taker] = []
        var nextTaker: UInt64 = 0
        var ended = false
        var error: BusError?
        var dropped = 0
    }
    let sid: Int
    let bound: Bound
    /// Raised when a consumer has seen the end: nothing of this subscription is under way any more.
    let over = Signal()
    private let state = Locked(State())

    /// Counts what was dropped or answered at the bound.
    let refused: Metrics.Counter?

    init(sid: Int, bound: Bound, refused: Metrics.Counter? = nil) {
        (self.sid, self.bound, self.refused) = (sid, bound, refused)
    }

    var dropped: Int { state.withLock { $0.dropped } }
    var pending: Int { state.withLock { $0.messages.count - $0.head } }

    /// Hands a message to a waiting consumer or holds it; false when the bound is reached and it was dropped.
    func push(_ message: Message) -> Bool {
        let (taker, accepted) = state.withLock { state -> (Taker?, Bool) in
            if state.ended { return (nil, true) }
            if !state.takers.isEmpty { return (state.takers.removeFirst(), true) }
            let weight = message.weight
            guard state.messages.count - state.head < bound.messages,
                state.bytes + weight <= bound.bytes || state.messages.count == state.head
            else {
                state.dropped += 1
                return (nil, false)
            }
            state.messages.append(message)
            state.bytes += weight
            return (nil, true)
        }
        taker?.continuation.resume(returning: message)
        return accepted
    }

    /// No more will come: consumers get what is held, then the end or the error.
    func finish(_ error: BusError? = nil) {
        let takers = state.withLock { state -> [Taker] in
            if state.ended { return [] }
            (state.ended, state.error) = (true, error)
            let takers = state.takers
            state.takers = []
            return takers
        }
        for (index, taker) in takers.enumerated() {
            if index == 0, let error {
                taker.continuation.resume(throwing: error)
            } else {
                taker.continuation.resume(returning: nil)
            }
        }
    }

    /// The next message, nil at the end; throws the error of the end, or `CancellationError`.
    func next() async throws -> Message? {
        let id = state.withLock { state in
            state.nextTaker += 1
            return state.nextTaker
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = state.withLock { Self.take(&$0, Taker(id: id, continuation: continuation)) }
                switch answer {
                case .some(.success(let message)): continuation.resume(returning: message)
                case .some(.failure(let error)): continuation.resume(throwing: error)
                case nil: if Task.isCancelled { cancel(id) }
                }
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// What the consumer gets now, or nil when it has been put in line.
    private static func take(_ state: inout State, _ taker: Taker) -> Result<Message?, BusError>? {
        if state.head < state.messages.count {
            let message = state.messages[state.head]
            state.messages[state.head] = Message(subject: "")
            state.head += 1
            state.bytes -= message.weight
            if state.head == state.messages.count {
                state.messages.removeAll(keepingCapacity: state.messages.capacity <= 1_024)
                state.head = 0
            } else if state.head >= 1_024, state.head * 2 > state.messages.count {
                state.messages.removeSubrange(0..<state.head)
                state.head = 0
            }
            return .success(message)
        }
        if state.ended {
            defer { state.error = nil }
            return state.error.map { .failure($0) } ?? .success(nil)
        }
        state.takers.append(taker)
        return nil
    }

    private func cancel(_ id: UInt64) {
        let taker = state.withLock { state -> Taker? in
            guard let index = state.takers.firstIndex(where: { $0.id == id }) else { return nil }
            return state.takers.remove(at: index)
        }
        taker?.continuation.resume(throwing: CancellationError())
    }
}
