@testable import Bus
import Base
import BusWire
import MessageBus

/// The network between the processes and the broker, and the broker itself (the real one, without its sockets). It
/// loses, doubles, delays and reorders messages, holds hosts apart and resets connections. Belongs to the simulation's
/// thread.
final class SimulatedNetwork: @unchecked Sendable {
    /// How often a published message suffers, of a thousand.
    struct Faults: Sendable {
        var lost = 0
        var doubled = 0
        var late = 0
        /// Answers and calls lose their idempotency key: no real bus does that, it is there to be found out.
        var forgetsKeys = false
        static let none = Faults()
    }

    var faults = Faults.none
    private let time: SimulatedTime
    private let randomness: Randomness
    private let trace: Trace
    private var broker: Broker
    private var links: [Int: SimulatedLink] = [:]
    private var apartUntil: [String: Instant] = [:]
    private var brokerDownUntil: Instant

    init(time: SimulatedTime, randomness: Randomness, trace: Trace) {
        (self.time, self.randomness, self.trace) = (time, randomness, trace)
        broker = Self.broker(randomness)
        brokerDownUntil = time.now()
    }

    private static func broker(_ randomness: Randomness) -> Broker {
        var identity = ServerInfo()
        (identity.serverID, identity.headers, identity.proto) = ("SIMULATION", true, 1)
        return Broker(limits: Limits(), access: AccessList(), identity: identity, randomness: randomness)
    }

    // MARK: Connections

    func connect(_ host: String) async throws -> SimulatedLink {
        try await time.sleep(for: latency())
        while let until = apartUntil[host], until > time.now() { try await time.sleep(until: until) }
        guard brokerDownUntil <= time.now() else { throw BusError(.disconnected, "nobody listens") }
        let session = broker.open(descriptor: -1, address: host, now: time.now())
        let link = SimulatedLink(host: host, session: session, network: self)
        links[session.id] = link
        trace.note("connect \(host)")
        flush()
        return link
    }

    /// One end has closed the connection.
    func end(_ link: SimulatedLink) {
        if link.isOver { return }
        link.fail()
        links[link.session.id] = nil
        broker.close(link.session)
    }

    /// Every connection of a host breaks; what was under way is lost.
    func reset(_ host: String) {
        trace.note("reset \(host)")
        for (_, link) in links.sorted(by: { $0.key < $1.key }) where link.host == host { end(link) }
    }

    /// A host and the broker do not hear each other for a while; then what was sent arrives.
    func holdApart(_ host: String, for span: Instant.Span) {
        trace.note("apart \(host) \(span.seconds)")
        apartUntil[host] = time.now() + span
    }

    /// The broker dies and comes back without a memory.
    func restartBroker(after span: Instant.Span) {
        trace.note("broker down \(span.seconds)")
        for (_, link) in links.sorted(by: { $0.key < $1.key }) { end(link) }
        links = [:]
        broker = Self.broker(randomness)
        brokerDownUntil = time.now() + span
    }

    /// From now on all is well.
    func heal() {
        faults = .none
        apartUntil = [:]
        brokerDownUntil = time.now()
    }

    // MARK: Bytes

    /// Whole frames of a client. Each published message may meet its fate; the rest arrives in order.
    func send(_ bytes: [UInt8], over link: SimulatedLink) {
        let bytes = faults.forgetsKeys ? Self.withoutKeys(bytes) : bytes
        var parser = ClientFrameParser()
        var position = 0
        var plain: [UInt8] = []
        while position < bytes.count {
            let start = position
            guard let frame = try? parser.next(in: bytes.span, at: &position) else { break }
            let piece = bytes[start..<position]
            guard case .publish(let subject, _, _, _) = frame else {
                plain += piece
                continue
            }
            let name = String(decoding: bytes[subject], as: UTF8.self)
            let fate = randomness.below(1_000)
            if fate < faults.lost {
                trace.note("lose \(link.host) \(name)")
            } else if fate < faults.lost + faults.doubled {
                trace.note("double \(link.host) \(name)")
                plain += piece
                carryLater(Array(piece), over: link)
            } else if fate < faults.lost + faults.doubled + faults.late {
                trace.note("late \(link.host) \(name)")
                carryLater(Array(piece), over: link)
            } else {
                trace.note("pub \(link.host) \(name) \(piece.count)")
                plain += piece
            }
        }
        plain += bytes[position...]
        if !plain.isEmpty { carry(plain, over: link) }
    }

    private func carry(_ bytes: [UInt8], over link: SimulatedLink) {
        let arrival = arrival(link.host, after: link.lastUp)
        link.lastUp = arrival.microseconds
        time.at(arrival) { self.arrive(bytes, over: link) }
    }

    /// Out of order: mostly a little late, sometimes after the caller has given up.
    private func carryLater(_ bytes: [UInt8], over link: SimulatedLink) {
        let milliseconds = randomness.below(10) == 0 ? 9_000 + randomness.below(4_000) : randomness.below(2_000)
        time.at(arrival(link.host, after: .min) + .milliseconds(milliseconds)) { self.arrive(bytes, over: link) }
    }

    private func arrive(_ bytes: [UInt8], over link: SimulatedLink) {
        if link.isOver { return }
        let all = link.unread + bytes
        let taken = broker.receive(link.session, all.span, now: time.now())
        link.unread = Array(all[taken...])
        flush()
    }

    /// What the broker has to say goes on its way, sometimes cut into pieces.
    private func flush() {
        for session in broker.takeDirty() {
            guard let link = links[session.id] else { continue }
            var bytes = session.output.take()
            if bytes.count > 1, randomness.below(20) == 0 {
                let cut = 1 + randomness.below(bytes.count - 1)
                carryDown(Array(bytes[..<cut]), to: link)
                bytes = Array(bytes[cut...])
            }
            if !bytes.isEmpty { carryDown(bytes, to: link) }
            if session.ending != nil { time.at(arrival(link.host, after: link.lastDown)) { self.end(link) } }
        }
    }

    private func carryDown(_ bytes: [UInt8], to link: SimulatedLink) {
        let arrival = arrival(link.host, after: link.lastDown)
        link.lastDown = arrival.microseconds
        time.at(arrival) {
            self.trace.note("hear \(link.host) \(bytes.count)")
            link.deliver(bytes)
        }
    }

    private func arrival(_ host: String, after last: Int64) -> Instant {
        let start = max(time.now(), apartUntil[host] ?? time.now())
        return max(start + latency(), Instant(microseconds: last))
    }

    /// 0.1 to 2 ms; one in fifty takes up to 80.
    private func latency() -> Instant.Span {
        Instant.Span(
            microseconds: Int64(randomness.below(50) == 0 ? randomness.below(80_000) : 100 + randomness.below(1_900)))
    }

    /// The same bytes with the name of the header written over: as long as before.
    private static func withoutKeys(_ bytes: [UInt8]) -> [UInt8] {
        let (name, other) = (Array("Idempotency-Key:".utf8), Array("Idempotency-Nay:".utf8))
        var changed = bytes
        var at = 0
        while at + name.count <= changed.count {
            if changed[at] == name[0], Array(changed[at..<at + name.count]) == name {
                changed.replaceSubrange(at..<at + name.count, with: other)
            }
            at += 1
        }
        return changed
    }
}
