package import Base

extension MessageBus {
    /// Hands a message over for sending; it has left the process after `flush()`. While away it is kept (8 MiB in
    /// all). Waits while too much is waiting for the socket. Throws `.payloadTooLarge`, `.disconnected`, `.closed`,
    /// `.protocolViolation`.
    package func publish(_ message: Message) async throws {
        try await untilRoom(.init(microseconds: .max))
        try change { state throws(BusError) in try state.session.publish(message) }
        counts.sent.add()
    }

    /// Answers a message; does nothing when it awaits no answer.
    package func respond(to message: Message, headers: [(String, String)] = [], payload: [UInt8]) async throws {
        guard let reply = message.reply else { return }
        try await publish(Message(subject: reply, headers: headers, payload: payload))
    }

    /// Asks and waits for the first answer. Throws `BusError`: `.noResponders` at once when nobody listens,
    /// `.deadline`, `.disconnected` when the connection is lost before the answer (it may have been carried out),
    /// `.permission`, `.payloadTooLarge`, `.slowConsumer`, `.closed`; `CancellationError` when cancelled. While
    /// away it waits for the connection as long as the deadline allows. Deadlines are looked at every 25 ms.
    package func request(
        _ subject: String, headers: [(String, String)] = [], payload: [UInt8] = [], deadline: Instant
    ) async throws -> Message {
        try await untilRoom(deadline)
        let message = Message(subject: subject, headers: headers, payload: payload)
        counts.sent.add()
        let answer = try await wait(deadline: deadline) {
            .reply($0, subject: subject)
        } _: { state, id throws(BusError) in
            try state.session.publish(message, request: id)
        }
        if answer.status == 503, answer.payload.isEmpty {
            throw BusError(.noResponders, "nobody answers \(subject)")
        }
        return answer
    }

    /// The same with a length of time.
    package func request(
        _ subject: String, headers: [(String, String)] = [], payload: [UInt8] = [],
        timeout: Instant.Span = .seconds(10)
    ) async throws -> Message {
        try await request(subject, headers: headers, payload: payload, deadline: time.now() + timeout)
    }

    /// Returns when the broker has handled everything sent before, subscriptions included; waits for the connection
    /// if it is away. Throws `.deadline`, `.disconnected`, `.closed`.
    package func flush(timeout: Instant.Span = .seconds(10)) async throws {
        try await wait(deadline: time.now() + timeout) {
            .done($0)
        } _: { state, id throws(BusError) in
            guard state.session.phase != .closed else { throw BusError(.closed, "the bus is closed") }
            state.session.flush(id)
        }
    }

    private func untilRoom(_ deadline: Instant) async throws {
        while state.withLock({ $0.session.outbound.count > options.outboundMaximum }) {
            try await wait(deadline: deadline) {
                .done($0)
            } _: { state, id throws(BusError) in
                guard state.session.phase != .closed else { throw BusError(.closed, "the bus is closed") }
                state.crowd.append(id)
            }
        }
    }
}
