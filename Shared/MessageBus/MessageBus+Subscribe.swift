internal import Base

extension MessageBus {
    /// Starts a subscription; with a queue, one member of that queue gets each message. The broker knows it after
    /// `flush()`. Mistakes (an invalid subject, a closed bus) are thrown by the sequence. With a `meter` its queue is
    /// shown under that name at `/metrics`.
    package func subscribe(
        _ subject: String, queue: String? = nil, bound: Bound = Bound(), meter: String? = nil
    ) -> Subscription {
        Subscription(bus: self, inbox: open(subject, queue: queue, bound: bound, meter: meter))
    }

    /// Handles each message of a subject in a child task, at most `concurrency` at once, started in order of
    /// arrival, until `drain()`, cancellation or an error of the subscription. Messages beyond the bound are
    /// treated as it says: give it `.answer(…)`, so that a caller hears "too busy" instead of nothing.
    package func serve(
        _ subject: String, queue: String? = nil, concurrency: Int = 64,
        bound: Bound = Bound(messages: 1_024, overflow: .answer(headers: [], payload: [])), meter: String? = nil,
        handle: @escaping @Sendable (Message) async -> Void
    ) async throws {
        let inbox = open(subject, queue: queue, bound: bound, meter: meter)
        defer {
            end(inbox)
            inbox.over.raise()
        }
        let staff = Staff(maximum: concurrency)
        try await withThrowingDiscardingTaskGroup { group in
            // Handlers take messages themselves; a new one starts only when all are at work.
            while staff.hire() {
                group.addTask(name: "bus handler") {
                    defer { staff.dismiss() }
                    while let message = try await inbox.next() {
                        staff.begin()
                        await handle(message)
                        staff.finish()
                    }
                }
                try await staff.needed.wait()
            }
        }
    }

    private func open(_ subject: String, queue: String?, bound: Bound, meter: String?) -> Inbox {
        let refused = meter.map { metrics.refusals(of: $0) }
        let inbox = open(subject, queue: queue, bound: bound, refused: refused)
        if let meter { metrics.queue(meter, limit: bound.messages) { inbox.pending } }
        return inbox
    }

    private func open(_ subject: String, queue: String?, bound: Bound, refused: Metrics.Counter?) -> Inbox {
        do throws(BusError) {
            return try change { state throws(BusError) in
                guard !state.draining else { throw BusError(.closed, "the bus is draining") }
                state.nextSid += 1
                let sid = state.nextSid
                try state.session.subscribe(sid: sid, subject: subject, queue: queue)
                let inbox = Inbox(sid: sid, bound: bound, refused: refused)
                state.inboxes[sid] = inbox
                return inbox
            }
        } catch {
            let inbox = Inbox(sid: -1, bound: bound, refused: refused)
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
        inbox.refused?.add()
        switch inbox.bound.overflow {
        case .drop: break
        case .fail:
            let error = BusError(
                .slowConsumer, "the consumer of \(message.subject) is \(inbox.pending) messages behind")
            end(inbox, error: error)
        case .answer(let headers, let payload):
            guard let reply = message.reply else { return }
            let answer = Message(subject: reply, headers: headers, payload: payload)
            // A full buffer is the caller's deadline; there is nobody here to tell.
            try? change { state throws(BusError) in try state.session.publish(answer) }
        }
    }
}

/// The handlers of one `serve`: how many there are, how many are at work.
private final class Staff: Sendable {
    private struct State {
        var hired = 0
        var busy = 0
        var dismissed = false
    }
    /// Raised when one more is needed, or none ever again.
    let needed = Signal()
    private let maximum: Int
    private let state = Locked(State())

    init(maximum: Int) {
        precondition(maximum > 0, "serving needs a positive concurrency")
        self.maximum = maximum
    }

    /// One more may start; false when the subscription has ended.
    func hire() -> Bool {
        state.withLock { state in
            state.hired += 1
            return !state.dismissed
        }
    }

    func begin() {
        let more = state.withLock { state in
            state.busy += 1
            return state.busy == state.hired && state.hired < maximum
        }
        if more { needed.raise() }
    }

    func finish() { state.withLock { $0.busy -= 1 } }

    /// The subscription has ended: nobody is needed any more.
    func dismiss() {
        state.withLock { $0.dismissed = true }
        needed.raise()
    }
}
