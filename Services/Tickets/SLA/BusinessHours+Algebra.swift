package import Base
package import Contracts

extension BusinessHours {
    /// No zone is further from UTC than this.
    private static let offsetMaximum = 15 * 3_600
    /// How much of the calendar is laid out at once when a deadline is looked for.
    private static let stride = Instant.Span.days(7)

    /// How much open time lies in `a..<b`; zero when `b` is not after `a`.
    package func elapsed(_ a: Instant, _ b: Instant) -> Instant.Span {
        if isAlways { return max(.zero, b - a) }
        var total = Instant.Span.zero
        for slice in slices(from: a, to: b) { total = total + (slice.to - slice.from) }
        return total
    }

    /// The first moment at which `span` of open time has passed since `start`; nil when that is beyond the horizon.
    package func deadline(from start: Instant, after span: Instant.Span) -> Instant? {
        if span <= .zero { return start }
        if isAlways { return start + span }
        var left = span
        var at = start
        let end = start + BusinessHours.horizon
        while at < end {
            let next = at + BusinessHours.stride
            for slice in slices(from: at, to: next) {
                let open = slice.to - slice.from
                if left <= open { return slice.from + left }
                left = left - open
            }
            at = next
        }
        return nil
    }

    /// The last open stretches before a moment, at most `count`, the earliest first; nothing of a calendar that never
    /// closes, or that was closed for the two months before.
    package func stretches(before end: Instant, _ count: Int) -> [SLAClock.Stretch]? {
        if isAlways { return nil }
        for days in [7, 60] {
            let start = end - .days(days)
            let found = slices(from: start, to: end)
            // The first one may have begun before the days that are looked at.
            let whole = found.first?.from == start ? found.dropFirst() : found[...]
            guard whole.count >= count || days == 60 else { continue }
            return whole.isEmpty ? nil : whole.suffix(count).map { SLAClock.Stretch(from: $0.from, to: $0.to) }
        }
        return nil
    }

    /// Whether the business is open at a moment.
    package func isOpen(at moment: Instant) -> Bool {
        isAlways || !slices(from: moment, to: moment + Instant.Span(microseconds: 1)).isEmpty
    }

    /// The open stretches within `start..<end`, in order, apart from each other.
    package func slices(from start: Instant, to end: Instant) -> [Slice] {
        guard start < end else { return [] }
        if isAlways { return [Slice(from: start, to: end)] }
        let margin = BusinessHours.offsetMaximum
        let first = floorDiv(Int(start.seconds) - margin, 86_400)
        let last = floorDiv(Int(end.seconds) + margin, 86_400)
        var found: [Slice] = []
        // Hours may cross midnight by up to a week, so earlier dates reach in.
        for day in (first - overhang)...last {
            for hours in self.hours(on: day) {
                append(wallFrom: day * 86_400 + hours.lowerBound, wallTo: day * 86_400 + hours.upperBound, to: &found)
            }
        }
        return merged(found, within: start, end)
    }

    /// The moments whose wall clock shows a time in `wallFrom..<wallTo`: one stretch, or two around a change of the
    /// clock.
    private func append(wallFrom: Int, wallTo: Int, to found: inout [Slice]) {
        let before = wallFrom - BusinessHours.offsetMaximum
        let after = wallTo + BusinessHours.offsetMaximum
        let early = offset(before)
        let late = offset(after)
        if early == late {
            found.append(Slice(from: instant(wallFrom - early), to: instant(wallTo - early)))
            return
        }
        let change = self.change(from: before, to: after, early: early)
        let old = (wallFrom - early, min(wallTo - early, change))
        let new = (max(wallFrom - late, change), wallTo - late)
        for (from, to) in [old, new] where from < to { found.append(Slice(from: instant(from), to: instant(to))) }
    }

    /// The second at which the zone's offset stops being `early`.
    private func change(from: Int, to: Int, early: Int) -> Int {
        var (low, high) = (from, to)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(middle) == early { low = middle } else { high = middle }
        }
        return high
    }

    private func merged(_ found: [Slice], within start: Instant, _ end: Instant) -> [Slice] {
        var merged: [Slice] = []
        for var slice in found.sorted(by: { $0.from < $1.from }) {
            slice = Slice(from: max(slice.from, start), to: min(slice.to, end))
            guard slice.from < slice.to else { continue }
            if let previous = merged.last, slice.from <= previous.to {
                merged[merged.count - 1].to = max(previous.to, slice.to)
            } else {
                merged.append(slice)
            }
        }
        return merged
    }

    private func offset(_ seconds: Int) -> Int { zone(instant(seconds)) }

    private func instant(_ seconds: Int) -> Instant { Instant(seconds: Int64(seconds)) }
}

private func floorDiv(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((b - 1 - a) / b) }
