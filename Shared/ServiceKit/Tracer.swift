package import Base

/// Writes the path of requests into the log: one line `span` per hop, at its end. Everything of a sampled trace is
/// written; of the others only what was slow or failed. Both up to a number a second, so the cost is bounded whatever
/// the load.
package final class Tracer: Sendable {
    /// From here on a span is written whether it is sampled or not.
    package static let slow = Instant.Span.milliseconds(500)
    /// New traces that are sampled in a second, unless `TRACE_RATE` says otherwise.
    package static let standardRate = 10
    /// Slow or failed hops of other traces that are written in a second.
    private static let urgentRate = 100

    /// What kind of hop it was.
    package enum Kind: String, Sendable { case http, call, ask, event, timer }
    /// `refused` is the caller's fault (4xx), `failed` is ours (5xx).
    package enum Outcome: String, Sendable, CaseIterable { case ok, refused, failed }

    /// One hop, from its start on.
    package struct Hop: Sendable {
        package var name: String
        package let context: TraceContext
        let kind: Kind
        let parent: String?
        let start: Instant
    }

    private struct Second: Sendable {
        var number: Int64 = 0
        var used = 0

        mutating func takes(_ rate: Int, _ now: Instant) -> Bool {
            if now.seconds != number { (number, used) = (now.seconds, 0) }
            guard used < rate else { return false }
            used += 1
            return true
        }
    }

    private let log: Log
    private let time: any TimeSource
    private let randomness: Randomness
    private let rate: Int
    private let own = Locked(Second())
    private let wished = Locked(Second())
    private let urgent = Locked(Second())

    package init(log: Log, time: any TimeSource, randomness: Randomness, rate: Int = Tracer.standardRate) {
        (self.log, self.time, self.randomness, self.rate) = (log, time, randomness, rate)
    }

    /// Starts a hop under another of the house, or a new trace.
    package func begin(_ name: String, _ kind: Kind, under parent: TraceContext?) -> Hop {
        let now = time.now()
        guard let parent else {
            let isSampled = own.withLock { $0.takes(rate, now) }
            let context = TraceContext(root: randomness, isSampled: isSampled)
            return Hop(name: name, context: context, kind: kind, parent: nil, start: now)
        }
        // Nobody will look for its id: the parent's serves as well.
        let context = parent.isSampled ? parent.next(randomness) : parent
        return Hop(name: name, context: context, kind: kind, parent: parent.spanID, start: now)
    }

    /// Starts the hop of a request from outside: its wish to be sampled has a budget of its own.
    package func begin(_ name: String, fromOutside traceparent: String?) -> Hop {
        guard let parent = traceparent.flatMap({ TraceContext($0) }) else { return begin(name, .http, under: nil) }
        let now = time.now()
        let isSampled =
            parent.isSampled ? wished.withLock { $0.takes(rate, now) } : own.withLock { $0.takes(rate, now) }
        let context = parent.next(randomness, isSampled: isSampled)
        return Hop(name: name, context: context, kind: .http, parent: parent.spanID, start: now)
    }

    /// Ends a hop; `code` is the problem's.
    package func end(_ hop: Hop, _ outcome: Outcome, code: String? = nil) {
        end(hop, outcome, code: code, at: time.now())
    }

    /// Ends a hop that was over at another moment, before its transaction was.
    func end(_ hop: Hop, _ outcome: Outcome, code: String? = nil, at now: Instant) {
        let duration = now - hop.start
        let matters = outcome == .failed || duration >= Tracer.slow
        guard hop.context.isSampled || (matters && urgent.withLock { $0.takes(Tracer.urgentRate, now) }) else { return }
        let context = hop.context
        let spanID = context.spanID == hop.parent ? context.next(randomness).spanID : context.spanID
        var fields: [String: JSON] = [
            "trace_id": .string(context.traceID), "span_id": .string(spanID), "name": .string(hop.name),
            "kind": .string(hop.kind.rawValue), "start": .string(hop.start.precise),
            "duration_ms": .double(Double(duration.microseconds) / 1_000), "outcome": .string(outcome.rawValue),
        ]
        if let parent = hop.parent { fields["parent_id"] = .string(parent) }
        if let code { fields["code"] = .string(code) }
        if matters { log.warning("span", fields) } else { log.info("span", fields) }
    }

    /// Runs work as one hop: what it calls, writes and logs belongs to it.
    func run<Result>(
        _ name: String, _ kind: Kind, under parent: TraceContext?, _ work: () async throws -> Result
    ) async throws -> Result {
        let hop = begin(name, kind, under: parent)
        do {
            let result = try await TraceContext.$current.withValue(hop.context, operation: work)
            end(hop, .ok)
            return result
        } catch {
            let problem = Problem(any: error)
            end(hop, Outcome(status: problem.status), code: problem.code)
            throw error
        }
    }
}

extension Tracer.Outcome {
    /// What an HTTP status says of who is to blame.
    package init(status: Int) { self = status < 400 ? .ok : status < 500 ? .refused : .failed }
}
