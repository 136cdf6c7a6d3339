internal import Base

extension MessageBus {
    /// Starts a subscription; with a queue, one member of that queue gets each message. The broker knows it after `flush()`.
    /// Mistakes (an invalid subject, a closed bus) are thrown by the sequence.
    package func subscribe(_ subject: String, queue: String? = nil, bound: Bound = Bound()) -> Subscription {
        Subscription(bus: self, inbox: open(subject, queue: queue, bound: bound))
    }

    /// Handles each message of a subject in a child task, at most `concurrency` at once, started in order of arrival, until
    /// `drain()`, cancellation or an error of the subscription. Messages beyond the bound are treated as it says: give it
    /// `.answer(…)`, so that a caller hears "too busy" instead of nothing.
    package func serve(
        _ subject: String, queue: String? = nil, concurrency: Int = 64,
        bound: Bound = Bound(messages: 1_024, overflow: .answer(headers: [], payload: [])),
        handle: @escaping @Sendable (Message) async -> Void
    ) async throws {
        let inbox = open(subject, queue: queue, bound: bound)
        defer {
            end(inbox)
            inbox.over.raise()
        }
        let slots = Slots(concurrency)
        try await withThrowingDiscardingTaskGroup { group in
            while true {
                try await slots.take()
                guard let message = try await inbox.next() else { return }
                group.addTask(name: "bus handler") {
                    await handle(message)
                    slots.give()
                }
            }
        }
    }

    private func open(_ subject: String, queue: String?, bound: Bound) -> Inbox {
        do throws(BusError) {
            return try change { state throws(BusError) in
                guard !state.draining else { throw BusError(.closed, "the bus is draining") }
                state.nextSid += 1
                let sid = state.nextSid
                try state.session.subscribe(sid: sid, subject: subject, queue: queue)
                let inbox = Inbox(sid: sid, bound: bound)
                state.inboxes[sid] = inbox
                return inbox
            }
        } catch {
            let inbox = Inbox(sid: -1, bound: bound)
            inbox.finish(error)
            return inbox
        }
    }

    /// Ends a subscription now, or after `count` messages in all.
    func end(_ inbox: Inbox, after count: Int? = nil, error: BusError? = nil) {
        // Without a possible error `change` cannot fail here: nothing in the body throws.
        let ended = try? change { state throws(BusError) in
            let ended = state.session.unsubscribe(sid: inbox.sid, maximum: count)
            if ended { state.inboxes[inbox.sid] = nil }
            return ended
        }
        if ended != false { inbox.finish(error) }
    }

    /// Gives a message to its subscription, or does what its bound says.
    func push(_ message: Message, to inbox: Inbox) {
        if inbox.push(message) { return }
        counts.dropped.add()
        switch inbox.bound.overflow {
        case .drop: break
        case .fail:
            let error = BusError(.slowConsumer, "the consumer of \(message.subject) is \(inbox.pending) messages behind")
            end(inbox, error: error)
        case .answer(let headers, let payload):
            guard let reply = message.reply else { return }
            let answer = Message(subject: reply, headers: headers, payload: payload)
            // A full buffer is the caller's deadline; there is nobody here to tell.
            try? change { state throws(BusError) in try state.session.publish(answer) }
        }
    }
}

/// How many handlers may still start.
private final class Slots: Sendable {
    private let free: Locked<Int>
    private let given = Signal()

    init(_ count: Int) {
        precondition(count > 0, "serving needs a positive concurrency")
        free = Locked(count)
    }

    func take() async throws {
        while !free.withLock({ free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }) {
            try await given.wait()
        }
    }

    func give() {
        free.withLock { $0 += 1 }
        given.raise()
    }
}
