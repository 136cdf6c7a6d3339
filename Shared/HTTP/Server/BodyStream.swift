internal import Base
internal import CMicroHTTPD

/// What a streaming response is written with; used by one task at a time.
package struct HTTPBodyWriter: Sendable {
    let stream: BodyStream

    /// Hands bytes over; waits while the buffer is full. Throws `HTTPError(.disconnected)` or `CancellationError` when
    /// nobody reads any more.
    package func write(_ bytes: [UInt8]) async throws { try await stream.write(bytes) }
    package func write(_ text: String) async throws { try await stream.write(Array(text.utf8)) }
    package func write(_ event: ServerSentEvent) async throws { try await stream.write(event.bytes) }
}

/// The bounded buffer between a producer task and libmicrohttpd's thread, which reads by callback. When the buffer is
/// empty the connection sleeps (suspended) and the next write wakes it.
final class BodyStream: Sendable {
    private struct State {
        var buffer: [UInt8] = []
        var head = 0
        var end: End?
        var isSleeping = false
        var isReleased = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
        var pending: Int { buffer.count - head }
    }
    enum End: Sendable { case complete, failed }

    private let limit: Int
    private let connection: ConnectionHandle
    private let state = Locked(State())

    init(limit: Int, connection: ConnectionHandle) { (self.limit, self.connection) = (limit, connection) }

    func write(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try Task.checkCancellation()
            let piece = rest.prefix(limit)
            let (taken, wake) = try state.withLock { state throws(HTTPError) -> (Bool, Bool) in
                guard state.end == nil, !state.isReleased else { throw HTTPError(.disconnected, "the client has gone") }
                guard state.pending < limit else { return (false, false) }
                state.buffer.append(contentsOf: piece)
                defer { state.isSleeping = false }
                return (true, state.isSleeping)
            }
            if wake { connection.resume() }
            if taken {
                rest = rest.dropFirst(piece.count)
            } else {
                await wait { $0.pending < self.limit || $0.end != nil || $0.isReleased }
            }
        }
    }

    /// No more bytes come: the response ends well, or is cut so that the client knows it is incomplete.
    func finish(_ end: End) {
        let (wake, waiters) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
            if state.end == nil { state.end = end }
            defer { state.isSleeping = false }
            return (state.isSleeping, Self.takeWaiters(&state))
        }
        for waiter in waiters { waiter.resume() }
        if wake { connection.resume() }
    }

    /// Returns when the response is over: all was sent, the client went away, or the server stopped it.
    func untilOver() async {
        while !Task.isCancelled, state.withLock({ $0.end == nil && !$0.isReleased }) {
            await wait { $0.end != nil || $0.isReleased }
        }
    }

    /// True while the connection is suspended for want of bytes: then nobody else notices a client that goes away.
    var isSleeping: Bool { state.withLock { $0.isSleeping } }

    // MARK: libmicrohttpd's side, on its threads

    /// Copies what is there; 0 after having put the connection to sleep.
    func read(into space: UnsafeMutableRawBufferPointer) -> Int {
        let (count, waiters) = state.withLock { state -> (Int, [CheckedContinuation<Void, Never>]) in
            let count = min(state.pending, space.count)
            guard count > 0 else { return (state.end.map(Self.code) ?? 0, []) }
            unsafe space.copyBytes(from: state.buffer[state.head..<state.head + count])
            state.head += count
            if state.pending == 0 {
                state.buffer.removeAll(keepingCapacity: true)
                state.head = 0
            }
            return (count, state.pending < limit ? Self.takeWaiters(&state) : [])
        }
        for waiter in waiters { waiter.resume() }
        if count == 0 { sleep() }
        return count == moat_mhd_end_with_error ? unsafe cut(space) : count
    }

    /// Ends the connection in the middle. libmicrohttpd 0.9.75 forgets a connection whose reader reports an error after
    /// it was resumed; a socket that no longer takes the next byte it notices.
    private func cut(_ space: UnsafeMutableRawBufferPointer) -> Int {
        connection.sendAndShutDown([], .both)
        unsafe space.storeBytes(of: 0, as: UInt8.self)
        return 1
    }

    /// The response object is gone: nobody reads any more.
    func released() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.isReleased = true
            state.buffer = []
            state.head = 0
            return Self.takeWaiters(&state)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Suspends first and looks afterwards: a write in between is not missed and no lock is held meanwhile.
    private func sleep() {
        connection.suspend()
        let stay = state.withLock { state -> Bool in
            state.isSleeping = state.pending == 0 && state.end == nil
            return state.isSleeping
        }
        if !stay { connection.resume() }
    }

    private static func code(_ end: End) -> Int {
        end == .complete ? moat_mhd_end_of_stream : moat_mhd_end_with_error
    }

    private static func takeWaiters(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
        defer { state.waiting = [:] }
        return Array(state.waiting.values)
    }

    /// Returns when `ready` held once, something changed, or the task was cancelled; the caller looks again.
    private func wait(_ ready: @escaping @Sendable (borrowing State) -> Bool) async {
        let id = state.withLock { state -> Int in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let go = state.withLock { state -> Bool in
                    if Task.isCancelled || ready(state) { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if go { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiting.removeValue(forKey: id) }
            waiter?.resume()
        }
    }
}
