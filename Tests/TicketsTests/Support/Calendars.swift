import Base
import Contracts
import Tickets

/// Calendars and zones for tests.
enum Calendars {
    static let shanghai: BusinessHours.Zone = { _ in 8 * 3_600 }
    static let nineToSix = BusinessCalendar.Interval(from: 9 * 60, to: 18 * 60)

    /// Monday to Friday 9 to 18.
    static func office(days: [BusinessCalendar.Day] = []) -> BusinessCalendar {
        BusinessCalendar(
            id: "default", name: "Office", zone: "Asia/Shanghai",
            week: Array(repeating: [nineToSix], count: 5) + [[], []], days: days)
    }

    /// Central Europe: an hour more from the last Sunday of March to that of October 2026, at 01:00 UTC.
    static let berlin: BusinessHours.Zone = { moment in
        moment >= time("2026-03-29T01:00:00Z") && moment < time("2026-10-25T01:00:00Z") ? 7_200 : 3_600
    }

    /// Half an hour to eight hours to answer, four to forty-eight to solve.
    static let policy = Defaults.policy

    static let terms = SLATerms(policy: policy, hours: BusinessHours(office(), zone: shanghai))
}

/// A moment written as RFC 3339; a wrong text is a mistake in the test.
func time(_ text: String) -> Instant {
    guard let instant = Instant(text) else { preconditionFailure("\(text) is not a time") }
    return instant
}

/// A wall time in Shanghai: `2026-11-27 17:30`.
func shanghai(_ text: String) -> Instant { time(text.replacing(" ", with: "T") + ":00+08:00") }
