internal import Base
internal import BusWire

/// One connection as the broker sees it: who it is, what it wants, what waits to be sent to it. Belongs to the broker's
/// thread. It knows no socket; the loop's part of it is `descriptor` and `flow`.
final class Session {
    let id: Int
    let address: String
    let opened: Instant
    let descriptor: Int32

    var parser: ClientFrameParser
    var options = ConnectOptions()
    var connected = false
    var user: String?
    var permissions: Permissions?
    var subscriptions: [[UInt8]: Subscription] = [:]
    var output = OutputBuffer()
    /// Set once; after it no frame is read and none is delivered, only `output` still goes out.
    var ending: Ending?
    /// Stands in the broker's list of sessions with output.
    var dirty = false

    /// The last match used, because publishers repeat themselves; and whether the user may publish there.
    var recent: Match?
    var recentAllowed = false
    /// Reply subjects this session may publish to because it was asked.
    var replies: [[UInt8]: Grant] = [:]

    var received = Traffic()
    var sent = Traffic()
    var lastHeard: Instant
    var pingsOut = 0

    /// The loop's notes: what is waited for, and bytes of an unfinished frame.
    var flow = Flow()

    init(id: Int, descriptor: Int32, address: String, limits: Limits, now: Instant) {
        (self.id, self.descriptor, self.address, self.opened, self.lastHeard) = (id, descriptor, address, now, now)
        parser = ClientFrameParser(limits: limits.wire)
        (options.verbose, options.pedantic) = (true, true)
    }

    struct Traffic {
        var messages = 0
        var bytes = 0
    }

    /// How often and until when a reply subject may be published to.
    struct Grant {
        var left: Int
        let expires: Instant
    }

    struct Flow {
        /// Bytes of an unfinished frame that fit into the shared buffer.
        var leftover: [UInt8] = []
        /// A large unfinished frame, and how much of it is there.
        var large: [UInt8] = []
        var filled = 0
        var wantsWrite = false
        /// Not read from until then, because it floods somebody.
        var pausedUntil: Instant?
        var finished = false
        var closesAt: Instant?
        /// Since when the socket has taken nothing while bytes wait.
        var stuckSince: Instant?
    }

    enum Ending: String, Sendable, CaseIterable {
        case left, authorization, stale, stopping
        case protocolError = "protocol_error"
        case slowConsumer = "slow_consumer"
        case tooManyConnections = "too_many_connections"
    }

    func say(_ piece: StaticString) { output.append(piece) }

    func refuse(_ text: String) {
        var bytes: [UInt8] = []
        ServerFrameEncoder.error(text, into: &bytes)
        output.append(bytes.span)
    }
}
