internal import Base

/// One client connection: what it is doing since when, so that slow ones can be cut, and its request under way.
final class Link: Sendable {
    enum Phase: Sendable {
        /// Connected, nothing said yet. Can transition to: header, closed.
        case fresh(since: Instant)
        /// Between requests. Can transition to: header, closed.
        case idle(since: Instant)
        /// The request line came. Can transition to: body, closed.
        case header(since: Instant)
        /// Header complete, body coming. Can transition to: handling, responding, closed.
        case body(since: Instant, received: Int)
        /// The handler has it; the connection is suspended. Can transition to: responding, streaming.
        case handling
        /// libmicrohttpd sends. Can transition to: idle, closed.
        case responding
        /// A producer writes. Can transition to: idle, closed.
        case streaming(BodyStream)
        /// The socket is gone or has been shut down.
        case closed
    }

    let handle: ConnectionHandle
    /// The server outlives its connections.
    weak let server: HTTPServer?
    private let state: Locked<(phase: Phase, exchange: Exchange?)>

    init(_ handle: ConnectionHandle, of server: HTTPServer, at now: Instant) {
        (self.handle, self.server) = (handle, server)
        state = Locked((.fresh(since: now), nil))
    }

    /// Whether nothing was said on it yet.
    var isFresh: Bool { state.withLock { if case .fresh = $0.phase { true } else { false } } }

    var exchange: Exchange? { state.withLock { $0.exchange } }

    func begin(_ exchange: Exchange, at now: Instant) {
        state.withLock {
            guard !Self.isClosed($0.phase) else { return }
            $0 = (.header(since: now), exchange)
        }
    }

    func move(to phase: Phase) {
        state.withLock { if !Self.isClosed($0.phase) { $0.phase = phase } }
    }

    /// libmicrohttpd begins to send; a stream stays known as one.
    func startResponding() {
        state.withLock {
            switch $0.phase {
            case .streaming, .closed: break
            default: $0.phase = .responding
            }
        }
    }

    /// More of the body came; earns time.
    func received(_ count: Int) {
        state.withLock {
            if case .body(let since, _) = $0.phase { $0.phase = .body(since: since, received: count) }
        }
    }

    /// Answers past libmicrohttpd and closes our side; the body that still comes has the usual time from `since`.
    func lastWord(_ bytes: [UInt8], since: Instant?) {
        state.withLock {
            guard !Self.isClosed($0.phase) else { return }
            handle.sendAndShutDown(bytes, .ours)
            if let since { $0.phase = .body(since: since, received: 0) }
        }
    }

    /// The request is over; returns the exchange that was.
    func finish(at now: Instant) -> Exchange? {
        state.withLock { state in
            defer { state.exchange = nil }
            if !Self.isClosed(state.phase) { state.phase = .idle(since: now) }
            return state.exchange
        }
    }

    /// The socket is about to be closed: after this nobody touches its number.
    func close() { state.withLock { $0 = (.closed, nil) } }

    /// Shuts the socket down when its phase has lasted too long, with a 408 when the client is in the middle of a
    /// request. Under the lock, so that the socket's number is still this connection's.
    func cutIfSlow(_ limits: HTTPServer.Configuration, at now: Instant, counting: Metrics.Counter) {
        state.withLock { state in
            let isSlow: Bool
            switch state.phase {
            case .fresh(let since), .idle(let since): isSlow = now - since > limits.idleTimeout + limits.headerTimeout
            case .header(let since): isSlow = now - since > limits.headerTimeout
            case .body(let since, let received):
                isSlow = now - since > limits.bodyTimeout + .seconds(received >> 14)
            case .handling, .responding, .streaming, .closed: isSlow = false
            }
            guard isSlow else { return }
            counting.add()
            var lastWord: [UInt8] = []
            switch state.phase {
            case .fresh, .idle: break
            default: lastWord = RawReply.timeout
            }
            handle.sendAndShutDown(lastWord, .both)
            state.phase = .closed
        }
    }

    /// Ends the stream of a client that went away while the connection slept.
    func noticeHangUp() {
        let stream = sleepingStream
        if let stream, handle.isHungUp { stream.finish(.failed) }
    }

    private var sleepingStream: BodyStream? {
        state.withLock { if case .streaming(let stream) = $0.phase, stream.isSleeping { stream } else { nil } }
    }

    /// The server stops: an idle connection is closed, a stream ended; a request under way goes on.
    func windDown() {
        let stream: BodyStream? = state.withLock { state in
            switch state.phase {
            case .fresh, .idle:
                handle.sendAndShutDown([], .both)
                state.phase = .closed
                return nil
            case .streaming(let stream): return stream
            default: return nil
            }
        }
        stream?.finish(.complete)
    }

    private static func isClosed(_ phase: Phase) -> Bool { if case .closed = phase { true } else { false } }
}
