package import Base
package import Contracts

/// A business calendar ready to be asked: the set of open moments of requirements section 2. Open at `t` means that
/// the wall clock of the calendar's zone shows a time inside the hours of that date (its own hours, else those of the
/// weekday), or inside hours of the date before that cross midnight. So a day of 23 or 25 hours counts as it really
/// passes.
package struct BusinessHours: Sendable {
    /// Seconds east of UTC at a moment: the zone's rules.
    package typealias Zone = @Sendable (Instant) -> Int

    /// A stretch of open time, `from` inside, `to` outside.
    package struct Slice: Hashable, Sendable {
        package var from: Instant
        package var to: Instant
    }

    /// How far ahead a deadline is looked for: a calendar that opens for less than the target in this time has none.
    package static let horizon = Instant.Span.days(3 * 366)

    /// Open hours in wall seconds of a day, Monday first.
    let week: [[Range<Int>]]
    /// Dates with hours of their own, by days since 1970.
    let days: [Int: [Range<Int>]]
    let zone: Zone
    /// Always open: calendar time.
    let isAlways: Bool

    package init(_ calendar: BusinessCalendar, zone: @escaping Zone) {
        week = (0..<7).map { $0 < calendar.week.count ? BusinessHours.ranges(calendar.week[$0]) : [] }
        days = Dictionary(
            calendar.days.compactMap { day in
                CivilDate(day.date).map { ($0.days, BusinessHours.ranges(day.hours)) }
            }, uniquingKeysWith: { _, last in last })
        self.zone = zone
        isAlways = false
    }

    /// Open day and night: for policies that count calendar time.
    package static let always = BusinessHours()

    private init() { (week, days, zone, isAlways) = ([], [:], { _ in 0 }, true) }

    private static func ranges(_ intervals: [BusinessCalendar.Interval]) -> [Range<Int>] {
        intervals.filter { $0.from < $0.to }.map { $0.from * 60..<$0.to * 60 }
    }
}

/// A date of the calendar, `2026-10-01`, as days since 1970.
package struct CivilDate: Hashable, Sendable {
    package let days: Int

    /// Nil when the text is not a date that exists.
    package init?(_ text: String) {
        guard text.utf8.count == 10, let midnight = Instant(text + "T00:00:00Z") else { return nil }
        days = Int(midnight.seconds / 86_400)
    }
}
