internal import Base
internal import BusWire

/// What the client knows and owes its broker, without sockets, time or locks: each call changes it and says what
/// happened; the bytes to send collect in `outbound`. It outlives connections: `begin`, `received`…, `lost`,
/// `begin`…
struct Session: Sendable {
    enum Phase: Equatable, Sendable {
        /// No connection. Exits: greeting, closed.
        case away
        /// Connected, INFO is awaited. Exits: authenticating, away, closed.
        case greeting
        /// CONNECT and PING are sent. Exits: ready, away, closed.
        case authenticating
        /// In use. Exits: away, closed.
        case ready
        /// For good.
        case closed
    }

    /// What a frame meant.
    enum Event: Sendable {
        /// The handshake is over; subscriptions and kept messages are on their way.
        case ready
        /// For a subscription; the last one when its maximum is reached.
        case message(Message, sid: Int, last: Bool)
        case reply(Message, request: UInt64)
        /// The broker has everything that was sent before this flush.
        case flushed(UInt64)
        case subscriptionDenied(sid: Int, BusError)
        case publishDenied(subject: String, BusError)
        case learned([String])
        case lameDuck
        /// An -ERR that leaves the connection as it is.
        case complaint(String)
    }

    private struct Interest: Sendable {
        let subject: String
        let queue: String?
        var delivered = 0
        var maximum: Int?
    }
    private struct Kept: Sendable {
        let frame: [UInt8]
        let request: UInt64?
    }
    private enum Ping: Sendable {
        case handshake, keepalive
        case flush(UInt64)
    }

    /// The subscription that all answers to requests come through.
    static let inboxSid = 1

    let inbox: String
    private(set) var phase = Phase.away
    private(set) var maxPayload = 1_048_576
    /// Bytes for the writer, always whole frames.
    private(set) var outbound: [UInt8] = []
    /// Bytes of messages kept while away.
    private(set) var keptBytes = 0
    /// PINGs of ours that the broker has not answered, without those of flushes.
    private(set) var unansweredPings = 0
    private let name: String
    private let keptMaximum: Int
    private var credentials: Endpoint?
    private var interests: [Int: Interest] = [:]
    private var kept: [Kept] = []
    private var keptFlushes: [UInt64] = []
    private var pings: [Ping] = []

    /// `inbox` is the unique prefix of reply subjects, without a final dot.
    init(name: String, inbox: String, keptMaximum: Int) {
        (self.name, self.inbox, self.keptMaximum) = (name, inbox, keptMaximum)
    }

    // MARK: Connection

    /// A connection is open.
    mutating func begin(_ endpoint: Endpoint) {
        guard phase == .away else { return }
        phase = .greeting
        credentials = endpoint
    }

    /// The connection is gone. True when it was in use: whatever was sent and not answered is lost.
    mutating func lost() -> Bool {
        guard phase != .closed else { return false }
        let wasReady = phase == .ready
        phase = .away
        outbound.removeAll()
        pings.removeAll()
        unansweredPings = 0
        return wasReady
    }

    /// Ends everything; nothing can be sent any more.
    mutating func close() {
        phase = .closed
        (outbound, kept, keptBytes, keptFlushes, pings, interests) = ([], [], 0, [], [], [:])
    }

    /// Hands over the bytes to send and takes an emptied buffer in exchange.
    mutating func takeOutbound(_ spare: inout [UInt8]) { swap(&outbound, &spare) }

    /// Applies one frame. Throws when the connection cannot go on.
    mutating func received(_ frame: ServerFrame, into events: inout [Event]) throws(BusError) {
        switch frame {
        case .message(let message): deliver(message, into: &events)
        case .ping: ClientFrameEncoder.pong(into: &outbound)
        case .pong: pong(into: &events)
        case .info(let info): try greeted(info, into: &events)
        case .ok: break
        case .error(let text): try complained(text, into: &events)
        }
    }

    private mutating func greeted(_ info: ServerInfo, into events: inout [Event]) throws(BusError) {
        maxPayload = info.maxPayload
        if let learned = info.connectURLs, !learned.isEmpty { events.append(.learned(learned)) }
        if info.lameDuck == true { events.append(.lameDuck) }
        guard phase == .greeting else { return }
        guard info.tlsRequired != true else {
            throw BusError(.protocolViolation, "the broker requires TLS, which this client does not speak")
        }
        var options = ConnectOptions()
        (options.headers, options.noResponders, options.proto) = (true, true, 1)
        (options.name, options.lang, options.version) = (name, "swift-moat", "1")
        (options.user, options.password) = (credentials?.user, credentials?.password)
        options.token = credentials?.token
        do {
            try ClientFrameEncoder.connect(options, into: &outbound)
        } catch {
            throw BusError(.protocolViolation, error.serverText)
        }
        ping(.handshake)
        phase = .authenticating
    }

    private mutating func pong(into events: inout [Event]) {
        guard !pings.isEmpty else { return }
        switch pings.removeFirst() {
        case .handshake:
            becomeReady()
            events.append(.ready)
        case .keepalive: unansweredPings = 0
        case .flush(let id): events.append(.flushed(id))
        }
    }

    /// Subscribes again, sends what was kept and then the pings of flushes that wait for it.
    private mutating func becomeReady() {
        phase = .ready
        subscribeOnWire(Self.inboxSid, Interest(subject: inbox + ".*", queue: nil))
        for (sid, interest) in interests.sorted(by: { $0.key < $1.key }) { subscribeOnWire(sid, interest) }
        for entry in kept { outbound.append(contentsOf: entry.frame) }
        (kept, keptBytes) = ([], 0)
        for id in keptFlushes { ping(.flush(id)) }
        keptFlushes = []
    }

    private mutating func complained(_ text: String, into events: inout [Event]) throws(BusError) {
        let lower = text.lowercased()
        if lower.hasPrefix("permissions violation for subscription to ") {
            let subject = Self.quoted(text)
            let error = BusError(.permission, "may not subscribe to \(subject)")
            for (sid, interest) in interests where interest.subject == subject {
                interests[sid] = nil
                events.append(.subscriptionDenied(sid: sid, error))
            }
            events.append(.complaint(text))
        } else if lower.hasPrefix("permissions violation for publish to ") {
            let subject = Self.quoted(text)
            events.append(.publishDenied(subject: subject, BusError(.permission, "may not publish to \(subject)")))
            events.append(.complaint(text))
        } else if lower.hasPrefix("authorization violation") || lower.hasPrefix("authentication")
            || lower.hasPrefix("user authentication")
        {
            throw BusError(.authorization, "the broker refused the credentials: \(text)")
        } else if lower.hasPrefix("invalid ") {
            events.append(.complaint(text))
        } else if lower.hasPrefix("maximum connections") || lower.hasPrefix("stale connection")
            || lower.hasPrefix("slow consumer") || lower.hasPrefix("server shutdown")
        {
            throw BusError(.disconnected, "the broker ended the connection: \(text)")
        } else {
            throw BusError(.protocolViolation, "the broker complained: \(text)")
        }
    }

    private static func quoted(_ text: String) -> String {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count >= 3 ? String(parts[1]) : text.split(separator: " ").last.map(String.init) ?? ""
    }

    // MARK: Pings

    private mutating func ping(_ kind: Ping) {
        pings.append(kind)
        ClientFrameEncoder.ping(into: &outbound)
    }

    /// Asks for a sign of life; nothing happens while away.
    mutating func keepalive() {
        guard phase == .ready else { return }
        unansweredPings += 1
        ping(.keepalive)
    }

    /// Will report `.flushed` once the broker has everything sent or kept so far.
    mutating func flush(_ id: UInt64) {
        if phase == .ready { ping(.flush(id)) } else { keptFlushes.append(id) }
    }

    // MARK: Subscriptions

    /// Throws `.protocolViolation` for a name that cannot be sent.
    mutating func subscribe(sid: Int, subject: String, queue: String?) throws(BusError) {
        guard phase != .closed else { throw BusError(.closed, "the bus is closed") }
        var scratch: [UInt8] = []
        do {
            try ClientFrameEncoder.subscribe(subject: subject, queue: queue, sid: sid, into: &scratch)
        } catch {
            throw BusError(.protocolViolation, "\(error.serverText): \(subject) \(queue ?? "")")
        }
        interests[sid] = Interest(subject: subject, queue: queue)
        if phase == .ready { outbound.append(contentsOf: scratch) }
    }

    /// Ends a subscription now, or when it has had `maximum` messages in all. True when it has ended.
    mutating func unsubscribe(sid: Int, maximum: Int? = nil) -> Bool {
        guard var interest = interests[sid] else { return true }
        if let maximum, maximum > interest.delivered {
            interest.maximum = maximum
            interests[sid] = interest
            // The broker counts from its SUB, which may be younger than ours.
            if phase == .ready { ClientFrameEncoder.unsubscribe(sid: sid, maximum: maximum, into: &outbound) }
            return false
        }
        interests[sid] = nil
        if phase == .ready { ClientFrameEncoder.unsubscribe(sid: sid, into: &outbound) }
        return true
    }

    /// UNSUB for all, so that a flush afterwards has every message that was still under way.
    mutating func unsubscribeAll() {
        guard phase == .ready else { return }
        for sid in interests.keys.sorted() { ClientFrameEncoder.unsubscribe(sid: sid, into: &outbound) }
    }

    private mutating func subscribeOnWire(_ sid: Int, _ interest: Interest) {
        // The names were checked when the subscription was made.
        try? ClientFrameEncoder.subscribe(subject: interest.subject, queue: interest.queue, sid: sid, into: &outbound)
        if let maximum = interest.maximum {
            ClientFrameEncoder.unsubscribe(sid: sid, maximum: maximum - interest.delivered, into: &outbound)
        }
    }

    private mutating func deliver(_ wire: ServerMessage, into events: inout [Event]) {
        if wire.sid == Self.inboxSid {
            let digits = wire.subject.utf8.dropFirst(inbox.utf8.count + 1)
            guard let request = Self.number(digits) else { return }
            events.append(.reply(Message(wire), request: request))
            return
        }
        guard var interest = interests[wire.sid] else { return }
        var last = false
        interest.delivered += 1
        if let maximum = interest.maximum {
            last = interest.delivered >= maximum
        }
        interests[wire.sid] = last ? nil : interest
        events.append(.message(Message(wire), sid: wire.sid, last: last))
    }

    private static func number(_ digits: Substring.UTF8View) -> UInt64? {
        guard !digits.isEmpty, digits.count <= 18 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            value = value * 10 + UInt64(digit - 48)
        }
        return value
    }
}

extension Session {
    // MARK: Publishing

    /// The reply subject of a request.
    func replySubject(_ request: UInt64) -> String { "\(inbox).\(request)" }

    /// Sends, or keeps while away. Throws `.payloadTooLarge`, `.disconnected` when too much is kept, `.closed`,
    /// `.protocolViolation`; then nothing has changed.
    mutating func publish(_ message: Message, request: UInt64? = nil) throws(BusError) {
        let reply = request.map(replySubject) ?? message.reply
        let headers = message.headers.isEmpty ? nil : BusWire.Headers(message.headers)
        let size = message.payload.count + (headers == nil ? 0 : message.headersSize)
        guard size <= maxPayload else {
            throw BusError(.payloadTooLarge, "\(size) > \(maxPayload) bytes on \(message.subject)")
        }
        switch phase {
        case .closed: throw BusError(.closed, "the bus is closed")
        case .ready: try encode(message, reply, headers, into: &outbound)
        case .away, .greeting, .authenticating:
            guard keptBytes + size <= keptMaximum else {
                throw BusError(.disconnected, "no connection, and \(keptBytes) bytes are already kept for it")
            }
            var frame: [UInt8] = []
            try encode(message, reply, headers, into: &frame)
            keptBytes += frame.count
            kept.append(Kept(frame: frame, request: request))
        }
    }

    /// The request is no longer awaited: do not send it if it is still kept.
    mutating func forget(request: UInt64) {
        guard !kept.isEmpty, let index = kept.firstIndex(where: { $0.request == request }) else { return }
        keptBytes -= kept.remove(at: index).frame.count
    }

    private func encode(
        _ message: Message, _ reply: String?, _ headers: BusWire.Headers?, into out: inout [UInt8]
    ) throws(BusError) {
        do {
            try ClientFrameEncoder.publish(
                subject: message.subject, reply: reply, headers: headers, payload: message.payload, into: &out)
        } catch {
            throw BusError(.protocolViolation, "\(error.serverText): \(message.subject)")
        }
    }
}

extension Message {
    init(_ wire: ServerMessage) {
        self.init(subject: wire.subject, payload: wire.payload, reply: wire.reply, status: wire.headers?.status)
        if let fields = wire.headers?.fields, !fields.isEmpty { headers = fields.map { ($0.name, $0.value) } }
    }

    /// Bytes of the header block on the wire.
    fileprivate var headersSize: Int {
        headers.reduce(12) { $0 + $1.0.utf8.count + $1.1.utf8.count + 4 }
    }
}
