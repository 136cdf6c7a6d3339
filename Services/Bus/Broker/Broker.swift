internal import Base
internal import BusWire

/// The bus without sockets: sessions put bytes in, find bytes in their `output`, and the loop carries them. All of it
/// runs on one thread; it decides and never waits.
final class Broker {
    let limits: Limits
    let access: AccessList
    let identity: ServerInfo
    var trie: SubjectTrie
    var cache = MatchCache()
    var counts = Counts()
    /// Sessions that got output since the list was last taken.
    private(set) var dirty: [Session] = []
    /// Somebody whom the session at work floods; the loop lets that session wait.
    var flooded: Session?
    private(set) var sessions: [Int: Session] = [:]
    private var lastID = 0
    private var lameDuck = false
    let randomness: Randomness

    /// Pending bytes from which publishers to a session are slowed down.
    let floodMark: Int

    init(limits: Limits, access: AccessList, identity: ServerInfo, randomness: Randomness = .system) {
        (self.limits, self.access, self.identity, self.randomness) = (limits, access, identity, randomness)
        trie = SubjectTrie(seed: randomness.next() | 1)
        floodMark = limits.pending / 8
    }

    /// A connection has come: greets it. Beyond the limit it is told so and ends.
    func open(descriptor: Int32, address: String, now: Instant) -> Session {
        lastID += 1
        let session = Session(id: lastID, descriptor: descriptor, address: address, limits: limits, now: now)
        sessions[session.id] = session
        counts.connectionsTotal += 1
        greet(session)
        if sessions.count > limits.connections {
            counts.refusedConnections += 1
            session.refuse("maximum connections exceeded")
            end(session, .tooManyConnections)
        }
        return session
    }

    /// Bytes have come. Returns how many are done with; the rest must be passed again, with more behind them.
    func receive(_ session: Session, _ bytes: Span<UInt8>, now: Instant) -> Int {
        var position = 0
        var parser = session.parser
        session.lastHeard = now
        session.pingsOut = 0
        while session.ending == nil {
            do throws(WireError) {
                guard let frame = try parser.next(in: bytes, at: &position) else { break }
                if case .publish(let subject, let reply, let header, let payload) = frame,
                    session.connected || !access.required
                {
                    let message = Published(subject: subject, reply: reply, header: header, payload: payload)
                    publish(message, in: bytes, from: session, now: now)
                } else {
                    perform(frame, bytes, session, now: now)
                }
            } catch {
                refuse(session, error)
            }
        }
        session.parser = parser
        return position
    }

    /// The connection is gone: forgets it.
    func close(_ session: Session) {
        end(session, .left)
        sessions[session.id] = nil
        session.output.release()
    }

    /// No frame of the session counts any more; what it was told still goes out.
    func end(_ session: Session, _ ending: Session.Ending) {
        guard session.ending == nil else { return }
        session.ending = ending
        counts.endings[ending, default: 0] += 1
        for subscription in session.subscriptions.values {
            subscription.ended = true
            trie.remove(subscription)
        }
        session.subscriptions = [:]
        session.recent = nil
        session.replies = [:]
        if ending == .slowConsumer { session.output.release() }
        mark(session)
    }

    /// Once a second: asks silent connections for a PONG, ends dead ones and those that do not say who they are.
    func tick(now: Instant) {
        for session in sessions.values where session.ending == nil {
            if access.required, !session.connected, now - session.opened > limits.authorization {
                session.refuse("Authentication Timeout")
                end(session, .authorization)
                continue
            }
            let silence = now - session.lastHeard
            let due = Instant.Span(microseconds: limits.pingInterval.microseconds * Int64(session.pingsOut + 1))
            guard silence >= due else { continue }
            if session.pingsOut >= limits.pingsOut {
                session.refuse("Stale Connection")
                end(session, .stale)
            } else {
                session.pingsOut += 1
                session.say("PING\r\n")
                mark(session)
            }
        }
        cache.sweep(trie)
        for session in sessions.values {
            if session.recent?.generation != trie.generation { session.recent = nil }
            session.output.trim()
        }
    }

    /// Tells everybody that this broker is about to stop.
    func announceEnd() {
        lameDuck = true
        for session in sessions.values where session.ending == nil && session.connected && session.options.proto >= 1 {
            greet(session)
        }
    }

    /// Sessions with new output, each once.
    func takeDirty() -> [Session] {
        let list = dirty
        dirty.removeAll(keepingCapacity: true)
        for session in list { session.dirty = false }
        return list
    }

    @inline(__always)
    func mark(_ session: Session) {
        if session.dirty { return }
        session.dirty = true
        dirty.append(session)
    }

    func refuse(_ session: Session, _ error: WireError) {
        if case .payloadTooLarge = error { counts.tooLarge += 1 }
        if case .controlLineTooLong = error { counts.tooLong += 1 }
        session.refuse(error.serverText)
        end(session, .protocolError)
    }

    private func greet(_ session: Session) {
        var info = identity
        (info.clientID, info.clientIP) = (session.id, session.address)
        if lameDuck { info.lameDuck = true }
        var bytes: [UInt8] = []
        try? ServerFrameEncoder.info(info, into: &bytes)
        session.output.append(bytes.span)
        mark(session)
    }
}

/// What the broker counts; copied for the monitor.
struct Counts: Sendable {
    var received = (messages: 0, bytes: 0)
    var sent = (messages: 0, bytes: 0)
    var connectionsTotal = 0
    var refusedConnections = 0
    var refusedSubscriptions = 0
    var tooLarge = 0
    var tooLong = 0
    var permissionViolations = 0
    var authorizationFailures = 0
    var noResponders = 0
    var stalls = 0
    var endings: [Session.Ending: Int] = [:]
}
