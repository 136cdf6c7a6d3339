package import Base
internal import BusWire

/// The process's one connection to the bus: publish, subscribe, request. `run()` keeps it connected; everything
/// else may be called from any task, also before `run()` or while the connection is away.
package final class MessageBus: Sendable {
    /// Times and bounds.
    package struct Options: Sendable {
        /// Between signs of life; after two unanswered ones the connection counts as dead.
        package var pingInterval = Instant.Span.seconds(20)
        /// For one try to connect, including the handshake.
        package var connectTimeout = Instant.Span.seconds(5)
        /// Bytes of messages kept while away; beyond it publishing throws `.disconnected`.
        package var keptMaximum = 8_388_608
        /// Bytes waiting for the socket; beyond it publishers wait.
        package var outboundMaximum = 8_388_608
        /// Requests waiting for an answer; beyond it requests throw `.slowConsumer`.
        package var requestsMaximum = 65_536

        package init() {}
    }

    let state: Locked<State>
    let options: Options
    let log: Log
    let metrics: Metrics
    let counts: BusMetrics
    let time: any TimeSource
    let randomness: Randomness
    let transport: any Transport
    /// Raised when the writer gets something to do.
    let writable = Signal()
    /// Raised when somebody starts to wait with a deadline.
    let waiting = Signal()
    /// Raised when the bus shall end in peace.
    let closing = Signal()

    /// `url` is a comma separated list (`nats://user:password@host:4222,nats://token@other`); throws
    /// `.protocolViolation` when it cannot be read. `name` is what the broker calls this connection.
    package init(
        url: String, name: String, log: Log, metrics: Metrics, time: any TimeSource = SteadyTime(),
        randomness: Randomness = .system, transport: any Transport = TCPTransport(), options: Options = Options()
    ) throws(BusError) {
        let endpoints = try Endpoint.list(url)
        let inbox = "_INBOX.\(String(randomness.next(), radix: 36))\(String(randomness.next() >> 40, radix: 36))"
        let session = Session(name: name, inbox: inbox, keptMaximum: options.keptMaximum)
        let first = endpoints.count > 1 ? randomness.below(endpoints.count) : 0
        let state = Locked(State(session: session, reconnection: Reconnection(endpoints, startingAt: first)))
        (self.state, self.options, self.time, self.randomness) = (state, options, time, randomness)
        (self.transport, self.log) = (transport, log)
        (self.metrics, counts) = (metrics, BusMetrics(metrics, name: name))
        metrics.queue("bus.requests", limit: options.requestsMaximum) { state.withLock { $0.waiters.count } }
        metrics.queue("bus.kept", limit: options.keptMaximum, unit: .bytes) {
            state.withLock { $0.session.keptBytes }
        }
        metrics.queue("bus.outbound", limit: options.outboundMaximum, unit: .bytes) {
            state.withLock { $0.session.outbound.count }
        }
    }

    /// Is the connection in use now.
    package var isConnected: Bool { state.withLock { $0.session.phase == .ready } }
    /// How often the connection was made: what a subscription should have had between two of them is lost.
    package var connections: Int { state.withLock { $0.timesReady } }
    /// The broker's `max_payload` as last told.
    package var maxPayload: Int { state.withLock { $0.session.maxPayload } }
}

extension MessageBus {
    struct State: Sendable {
        var session: Session
        var reconnection: Reconnection
        var waiters: [UInt64: Waiter] = [:]
        /// Publishers that wait for room in `outbound`, by waiter.
        var crowd: [UInt64] = []
        var inboxes: [Int: Inbox] = [:]
        var nextWaiter: UInt64 = 0
        var nextSid = Session.inboxSid
        var running = false
        var draining = false
        var timesReady = 0
        var events: [Session.Event] = []

        /// The writer has nothing to do: no bytes to send, nobody to let in.
        var isIdle: Bool { session.outbound.isEmpty && crowd.isEmpty }

        mutating func takeWaiterID() -> UInt64 {
            nextWaiter += 1
            return nextWaiter
        }
    }

    /// A task that waits for an answer, a flush or room.
    struct Waiter: Sendable {
        enum Kind: Sendable {
            case reply(CheckedContinuation<Message, any Error>, subject: String)
            case done(CheckedContinuation<Void, any Error>)
        }
        let kind: Kind
        let deadline: Instant

        func fail(_ error: any Error) {
            switch kind {
            case .reply(let continuation, _): continuation.resume(throwing: error)
            case .done(let continuation): continuation.resume(throwing: error)
            }
        }

        func succeed() {
            if case .done(let continuation) = kind { continuation.resume() }
        }
    }

    /// Changes the state; afterwards, outside the lock, wakes the writer if there is something new to do. (A caller
    /// that sends by itself was tried: more system calls, slower from 16 concurrent requests on, hardly quicker
    /// with one.)
    @discardableResult
    func change<Result: Sendable>(
        _ body: @Sendable (inout State) throws(BusError) -> Result
    ) throws(BusError) -> Result {
        let (result, wake) = try state.withLock { state throws(BusError) in
            let wasIdle = state.isIdle
            let result = try body(&state)
            return (result, wasIdle && !state.isIdle)
        }
        if wake { writable.raise() }
        return result
    }

    /// Waits until the waiter `id` that `start` describes is resumed, its deadline passes, or the task is cancelled.
    func wait<Value: Sendable>(
        deadline: Instant, _ kind: @Sendable (CheckedContinuation<Value, any Error>) -> Waiter.Kind,
        _ start: @Sendable (inout State, UInt64) throws(BusError) -> Void
    ) async throws -> Value {
        let id = state.withLock { $0.takeWaiterID() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let waiter = Waiter(kind: kind(continuation), deadline: deadline)
                do throws(BusError) {
                    let first = try change { state throws(BusError) in
                        guard state.waiters.count < options.requestsMaximum else {
                            throw BusError(.slowConsumer, "\(state.waiters.count) requests wait for an answer")
                        }
                        try start(&state, id)
                        state.waiters[id] = waiter
                        return state.waiters.count == 1
                    }
                    if first { waiting.raise() }
                    // A cancellation that came before the registration found nothing to end.
                    if Task.isCancelled { cancel(id) }
                } catch {
                    waiter.fail(error)
                }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func cancel(_ id: UInt64) {
        let waiter = state.withLock { state in
            state.session.forget(request: id)
            return state.waiters.removeValue(forKey: id)
        }
        waiter?.fail(CancellationError())
    }

    /// Lets every waiter whose time has come fail; how long until the next, nil when there is none.
    func expire(at now: Instant) -> Instant? {
        let (late, next) = state.withLock { state -> ([Waiter], Instant?) in
            let late = state.waiters.filter { $0.value.deadline <= now }.sorted { $0.key < $1.key }
            for (id, _) in late {
                state.waiters[id] = nil
                state.session.forget(request: id)
            }
            return (late.map(\.value), state.waiters.values.map(\.deadline).min())
        }
        for waiter in late {
            if case .reply(_, let subject) = waiter.kind {
                waiter.fail(BusError(.deadline, "no answer from \(subject) in time"))
            } else {
                waiter.fail(BusError(.deadline, "the broker did not answer in time"))
            }
        }
        return next
    }
}
