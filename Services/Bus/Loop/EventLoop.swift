internal import Base
internal import BusWire
internal import Glibc

/// Carries bytes between sockets and the broker, on one thread. Reads are one call per ready connection into a shared
/// buffer; output is sent once per round of the loop, so that many messages share one system call.
final class EventLoop {
    let broker: Broker
    let control: LoopControl
    let log: Log
    private let listener: Socket
    private let lameDuck: Instant.Span
    private let poller = Poller()
    private let signals = SignalSource()
    private var sessions: [Session?] = []
    private var buffer = [UInt8](repeating: 0, count: EventLoop.bufferSize)
    private var paused: [(session: Session, target: Session)] = []
    private var leaving: [Session] = []
    private var graves: [Socket] = []
    private var phase = Phase.serving
    private var now = Monotonic.now()
    private var lastTick = Monotonic.now()
    private var lastSnapshot = Monotonic.now()

    /// Serving until told otherwise; draining: clients were told to go; stopping: their last bytes are sent.
    private enum Phase {
        case serving
        case draining(until: Instant)
        case stopping(until: Instant)
        case stopped
    }

    private static let bufferSize = 262_144
    /// Unfinished frames up to this size wait in a small copy; larger ones get memory of their own.
    private static let smallFrame = 8_192
    /// Output that makes the loop send before the round ends.
    private static let urgentOutput = 4_194_304
    private static let pause = Instant.Span.milliseconds(10)

    init(listener: Socket, broker: Broker, control: LoopControl, lameDuck: Instant.Span, log: Log) {
        (self.listener, self.broker, self.control, self.lameDuck, self.log) = (listener, broker, control, lameDuck, log)
    }

    /// Serves until it is told to stop.
    func run() {
        poller.add(listener.descriptor)
        poller.add(control.descriptor)
        poller.add(signals.descriptor)
        publishSnapshot()
        while true {
            if case .stopped = phase { break }
            round()
        }
        publishSnapshot()
    }

    private func round() {
        let count = poller.wait(milliseconds: paused.isEmpty ? 250 : 2)
        now = Monotonic.now()
        var accepts = false
        for index in 0..<count {
            let ready = poller.ready(at: index)
            if let session = session(ready.descriptor) {
                if ready.writable { flush(session) }
                if ready.readable { read(session) }
            } else if ready.descriptor == listener.descriptor {
                accepts = true
            } else {
                obey(ready.descriptor)
            }
        }
        flushAll()
        if accepts { accept() }
        resume()
        bury()
        if now - lastTick >= .seconds(1) { tick() }
        if now - lastSnapshot >= .milliseconds(100) { publishSnapshot() }
        advance()
    }

    private func session(_ descriptor: Int32) -> Session? {
        let index = Int(descriptor)
        return index < sessions.count ? sessions[index] : nil
    }

    private func obey(_ descriptor: Int32) {
        if descriptor == control.descriptor {
            for command in control.takeCommands() { command == .drain ? drain() : stop() }
        } else if descriptor == signals.descriptor {
            while let signal = signals.next() { signal == SIGTERM ? drain() : stop() }
        }
    }
}

// MARK: Reading

extension EventLoop {
    private func accept() {
        while case .serving = phase, let result = listener.accept() {
            switch result {
            case .failure(let error):
                log.error("cannot accept a connection", ["reason": .string(error.description)])
                return
            case .success(let (socket, address)):
                let index = Int(socket.descriptor)
                while sessions.count <= index { sessions.append(nil) }
                let session = broker.open(descriptor: socket.descriptor, address: address, now: now)
                sessions[index] = session
                poller.add(socket.descriptor)
                log.debug("connection opened", ["id": .int(Int64(session.id)), "address": .string(address)])
            }
        }
        flushAll()
    }

    private func read(_ session: Session) {
        if session.ending != nil { return discard(session) }
        let socket = Socket(descriptor: session.descriptor)
        if session.flow.filled > 0 { return readLarge(session, socket) }
        let offset = session.flow.leftover.count
        if offset > 0 { buffer.replaceSubrange(0..<offset, with: session.flow.leftover) }
        switch socket.receive(into: &buffer, at: offset, limit: buffer.count) {
        case .later: return
        case .ended: close(session)
        case .bytes(let count):
            let used = feed(session, buffer, offset + count)
            keep(session, used..<offset + count)
            settle(session)
        }
    }

    /// Only here the buffer is borrowed; it must not be changed meanwhile.
    private func feed(_ session: Session, _ bytes: [UInt8], _ count: Int) -> Int {
        broker.receive(session, bytes.span.extracting(0..<count), now: now)
    }

    private func keep(_ session: Session, _ rest: Range<Int>) {
        guard session.ending == nil, !rest.isEmpty else {
            if !session.flow.leftover.isEmpty { session.flow.leftover = [] }
            return
        }
        if rest.count <= Self.smallFrame || session.parser.needed <= rest.count {
            session.flow.leftover.removeAll(keepingCapacity: true)
            session.flow.leftover.append(contentsOf: buffer[rest])
            return
        }
        session.flow.leftover = []
        session.flow.large = [UInt8](repeating: 0, count: session.parser.needed)
        session.flow.large.replaceSubrange(0..<rest.count, with: buffer[rest])
        session.flow.filled = rest.count
    }

    private func readLarge(_ session: Session, _ socket: Socket) {
        let limit = session.flow.large.count
        switch socket.receive(into: &session.flow.large, at: session.flow.filled, limit: limit) {
        case .later: return
        case .ended: close(session)
        case .bytes(let count):
            session.flow.filled += count
            session.lastHeard = now
            guard session.flow.filled == limit else { return }
            let frame = session.flow.large
            (session.flow.large, session.flow.filled) = ([], 0)
            _ = feed(session, frame, limit)
            settle(session)
        }
    }

    /// After a session's bytes were routed: sends early when much waits, and lets who floods somebody wait.
    private func settle(_ session: Session) {
        guard let target = broker.flooded else { return }
        broker.flooded = nil
        flush(target)
        guard target.output.pending > broker.floodMark, session.flow.pausedUntil == nil, session.ending == nil else {
            return
        }
        broker.counts.stalls += 1
        session.flow.pausedUntil = now + Self.pause
        paused.append((session, target))
        watch(session)
    }

    private func resume() {
        guard !paused.isEmpty else { return }
        let limit = broker.floodMark / 2
        paused.removeAll { session, target in
            if session.ending == nil, target.output.pending > limit, let until = session.flow.pausedUntil, until > now {
                return false
            }
            session.flow.pausedUntil = nil
            if self.session(session.descriptor) === session { watch(session) }
            return true
        }
    }

    /// Reads away what an ended session still sends, so that its last bytes from us are not lost to a reset.
    private func discard(_ session: Session) {
        let socket = Socket(descriptor: session.descriptor)
        if case .ended = socket.receive(into: &buffer, at: 0, limit: buffer.count) { close(session) }
    }
}

// MARK: Writing

extension EventLoop {
    private func flushAll() {
        for session in broker.takeDirty() { flush(session) }
    }

    private func flush(_ session: Session) {
        guard !session.flow.finished, self.session(session.descriptor) === session else { return }
        let before = session.output.pending
        guard session.output.send(to: Socket(descriptor: session.descriptor)) else { return close(session) }
        let after = session.output.pending
        if after == 0 || after < before { session.flow.stuckSince = nil }
        if after > 0, session.flow.stuckSince == nil { session.flow.stuckSince = now }
        if session.ending != nil { return finish(session) }
        if (after > 0) != session.flow.wantsWrite {
            session.flow.wantsWrite = after > 0
            watch(session)
        }
    }

    private func watch(_ session: Session) {
        poller.change(
            session.descriptor, reading: session.flow.pausedUntil == nil, writing: session.flow.wantsWrite)
    }

    /// An ended session goes when its last bytes are sent and the peer has hung up, or after a second.
    private func finish(_ session: Session) {
        if session.flow.closesAt == nil {
            session.flow.closesAt = now + .seconds(1)
            leaving.append(session)
            logEnd(session)
        }
        switch session.ending {
        case .slowConsumer, .left, .stale: close(session)
        default:
            session.flow.wantsWrite = session.output.pending > 0
            if !session.flow.wantsWrite {
                session.flow.finished = true
                Socket(descriptor: session.descriptor).finishSending()
            }
            watch(session)
        }
    }

    private func logEnd(_ session: Session) {
        guard let ending = session.ending, ending != .left, ending != .stopping else { return }
        log.warning(
            "connection ended by the broker",
            [
                "id": .int(Int64(session.id)), "address": .string(session.address), "reason": .string(ending.rawValue),
                "name": session.options.name.map { .string($0) } ?? .null,
            ])
    }

    private func close(_ session: Session) {
        guard self.session(session.descriptor) === session else { return }
        sessions[Int(session.descriptor)] = nil
        broker.close(session)
        poller.remove(session.descriptor)
        session.flow.pausedUntil = nil
        (session.flow.leftover, session.flow.large) = ([], [])
        graves.append(Socket(descriptor: session.descriptor))
        log.debug("connection closed", ["id": .int(Int64(session.id))])
    }

    /// Descriptors are closed after the round, so that a new connection cannot get the number of one still in it.
    private func bury() {
        guard !graves.isEmpty else { return }
        for socket in graves { socket.close() }
        graves.removeAll(keepingCapacity: true)
    }
}

// MARK: Time and the end

extension EventLoop {
    private func tick() {
        lastTick = now
        broker.tick(now: now)
        for case let session? in sessions {
            if let since = session.flow.stuckSince, now - since > broker.limits.write {
                broker.end(session, .slowConsumer)
            }
        }
        flushAll()
        for session in leaving where session.flow.closesAt.map({ $0 <= now }) == true { close(session) }
        leaving.removeAll { self.session($0.descriptor) !== $0 }
        bury()
    }

    private func drain() {
        guard case .serving = phase else { return }
        log.info("told to stop, clients are asked to leave", ["connections": .int(Int64(broker.sessions.count))])
        closeListener()
        broker.announceEnd()
        flushAll()
        phase = .draining(until: now + lameDuck)
        publishSnapshot()
    }

    private func stop() {
        if case .serving = phase { closeListener() }
        for session in broker.sessions.values { broker.end(session, .stopping) }
        flushAll()
        phase = .stopping(until: now + .seconds(1))
    }

    private func closeListener() {
        poller.remove(listener.descriptor)
        listener.close()
    }

    private func advance() {
        switch phase {
        case .serving, .stopped: return
        case .draining(let until):
            if broker.sessions.isEmpty { closeAll() } else if now >= until { stop() }
        case .stopping(let until):
            if broker.sessions.isEmpty || now >= until { closeAll() }
        }
    }

    private func closeAll() {
        for case let session? in sessions { close(session) }
        bury()
        phase = .stopped
        log.info("stopped")
    }

    private func publishSnapshot() {
        lastSnapshot = now
        var snapshot = Snapshot()
        snapshot.counts = broker.counts
        snapshot.connections = broker.sessions.count
        snapshot.subscriptions = broker.trie.count
        for session in broker.sessions.values {
            snapshot.pendingBytes += session.output.pending
            snapshot.longestPending = max(snapshot.longestPending, session.output.pending)
        }
        if case .serving = phase { snapshot.serving = true } else { snapshot.draining = true }
        control.publish(snapshot)
    }
}
