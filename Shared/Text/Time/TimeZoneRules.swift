package import Base

/// A time zone's offsets as a table: made once from ICU's data, then a plain value without locks, equal on every
/// machine that has the same data. Covers 1970 to 2100; before and after, the nearest offset holds.
package struct TimeZoneRules: Hashable, Sendable {
    package let name: String
    private let first: Int
    /// Seconds since 1970 at which an offset begins to hold, ascending.
    private let starts: [Int64]
    private let offsets: [Int]

    private static let span: Range<Int64> = 0..<4_102_444_800
    private static let known = Locked<[String: TimeZoneRules]>([:])

    /// Rules of an IANA name (`Asia/Shanghai`); nil when ICU does not know it. Cheap after the first time.
    package init?(_ name: String) {
        guard name.utf8.count <= 64, name.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
        if let known = Self.known.withLock({ $0[name] }) {
            self = known
            return
        }
        guard let found = ICU.transitions(of: name, from: Self.span.lowerBound, to: Self.span.upperBound) else {
            return nil
        }
        self.name = name
        first = found.first
        starts = found.changes.map(\.at)
        offsets = found.changes.map(\.offset)
        let made = self
        Self.known.withLock { if $0.count < 1_000 { $0[name] = made } }
    }

    /// A zone that is always the same number of seconds east of UTC.
    package init(fixed seconds: Int, name: String? = nil) {
        self.name = name ?? "UTC\(seconds < 0 ? "-" : "+")\(abs(seconds) / 3_600)"
        (first, starts, offsets) = (seconds, [], [])
    }

    package static let utc = TimeZoneRules(fixed: 0, name: "UTC")

    /// The version of the rules, like `2022g`.
    package static var dataVersion: String { ICU.zoneDataVersion }

    /// Seconds east of UTC at a moment.
    package func offset(at instant: Instant) -> Int { offset(atSeconds: instant.seconds) }

    /// The moment a wall clock shows this. A time that is skipped in spring means as much later; one that comes
    /// twice in autumn means the first. Months and days beyond their range roll over.
    package func instant(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) -> Instant {
        let months = year * 12 + month - 1
        let base = RFC3339.days(year: months.flooredQuotient(12), month: months.flooredRemainder(12) + 1, day: 1)
        let local = Int64(base + day - 1) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        let before = offset(atSeconds: local - 86_400)
        let after = offset(atSeconds: local + 86_400)
        let fitting = [before, after].filter { offset(atSeconds: local - Int64($0)) == $0 }
        return Instant(seconds: local - Int64(fitting.max() ?? before))
    }

    /// What a wall clock shows at a moment.
    package func wall(at instant: Instant) -> Wall {
        let offset = offset(at: instant)
        let local = Int(instant.seconds) + offset
        let days = local.flooredQuotient(86_400)
        let rest = local - days * 86_400
        let date = RFC3339.civil(days: days)
        return Wall(
            year: date.year, month: date.month, day: date.day, hour: rest / 3_600, minute: rest / 60 % 60,
            second: rest % 60, weekday: (days + 3).flooredRemainder(7) + 1, offset: offset)
    }

    /// A civil date and time. `weekday` is 1 for Monday to 7 for Sunday.
    package struct Wall: Hashable, Sendable {
        package var year: Int
        package var month: Int
        package var day: Int
        package var hour: Int
        package var minute: Int
        package var second: Int
        package var weekday: Int
        /// Seconds east of UTC.
        package var offset: Int
    }

    private func offset(atSeconds seconds: Int64) -> Int {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }
}

extension Int {
    fileprivate func flooredQuotient(_ n: Int) -> Int { (self >= 0 ? self : self - n + 1) / n }
    fileprivate func flooredRemainder(_ n: Int) -> Int { self - flooredQuotient(n) * n }
}
