package import Base

/// A calendar over time: which hours were kept since when. Each stretch counts by the hours that were valid then
/// (row 78), so a changed calendar does not rewrite what has passed.
package struct Schedule: Sendable {
    /// The hours, and since when; the first are also those of all time before.
    private let pieces: [(since: Instant, hours: BusinessHours)]

    /// `pieces` in the order of their times; at least one.
    package init(_ pieces: [(since: Instant, hours: BusinessHours)]) {
        precondition(!pieces.isEmpty, "a schedule needs hours")
        self.pieces = pieces
    }

    /// The same hours at all times.
    package init(_ hours: BusinessHours) { pieces = [(Instant(seconds: 0), hours)] }

    /// Open day and night.
    package static let always = Schedule(.always)

    /// The hours of now.
    package var latest: BusinessHours { pieces[pieces.count - 1].hours }

    /// How much open time lies in `a..<b`; zero when `b` is not after `a`.
    package func elapsed(_ a: Instant, _ b: Instant) -> Instant.Span {
        guard a < b else { return .zero }
        return parts(from: a, to: b).reduce(.zero) { $0 + $1.hours.elapsed($1.from, $1.to) }
    }

    /// The first moment at which `span` of open time has passed since `start`; nil when that is beyond the horizon.
    package func deadline(from start: Instant, after span: Instant.Span) -> Instant? {
        var left = span
        for part in parts(from: start, to: nil) {
            guard part.to != nil else { return part.hours.deadline(from: part.from, after: left) }
            let open = part.hours.elapsed(part.from, part.to ?? part.from)
            if left <= open { return part.hours.deadline(from: part.from, after: left) }
            left = left - open
        }
        return nil
    }

    /// Whether it is open at a moment.
    package func isOpen(at moment: Instant) -> Bool {
        let next = moment + Instant.Span(microseconds: 1)
        return parts(from: moment, to: next).contains { $0.hours.isOpen(at: $0.from) }
    }

    private func parts(from start: Instant, to end: Instant) -> [(from: Instant, to: Instant, hours: BusinessHours)] {
        parts(from: start, to: Optional(end)).map { ($0.from, $0.to ?? end, $0.hours) }
    }

    /// `start..<end` in stretches of one calendar each; without an end the last one has none.
    private func parts(from start: Instant, to end: Instant?) -> [(from: Instant, to: Instant?, hours: BusinessHours)] {
        var found: [(from: Instant, to: Instant?, hours: BusinessHours)] = []
        for (index, piece) in pieces.enumerated() {
            let next = index + 1 < pieces.count ? pieces[index + 1].since : nil
            let from = index == 0 ? start : max(start, piece.since)
            let to = [next, end].compactMap(\.self).min()
            if let to, from >= to { continue }
            found.append((from, to, piece.hours))
        }
        return found
    }
}
