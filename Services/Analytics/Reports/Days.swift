internal import Base
internal import Text

/// The days of a report in its zone.
struct Days: Sendable {
    private let zone: TimeZoneRules

    /// Throws a 422 `report.zone` for a zone nobody knows.
    init(zone name: String) throws {
        guard let zone = TimeZoneRules(name) else {
            throw Problem.invalid("report.zone", "There is no time zone of this name; use one like Asia/Shanghai.")
        }
        self.zone = zone
    }

    /// `2026-11-23`, the local date of a moment.
    func key(_ at: Instant) -> String { name(day(at)) }

    /// Every local date from one moment to another (the end excluded), at most 800.
    func keys(from: Instant, to: Instant) -> [String] {
        guard from < to else { return [] }
        let last = day(Instant(microseconds: to.microseconds - 1))
        return (day(from)...max(day(from), last)).prefix(800).map(name)
    }

    private func day(_ at: Instant) -> Int {
        let local = at.seconds + Int64(zone.offset(at: at))
        return Int(local >= 0 ? local / 86_400 : -((-local + 86_399) / 86_400))
    }

    private func name(_ day: Int) -> String {
        let date = RFC3339.civil(days: day)
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return "\(date.year)-\(two(date.month))-\(two(date.day))"
    }
}
