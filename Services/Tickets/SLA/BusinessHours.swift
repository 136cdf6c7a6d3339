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
    private let week: [[Range<Int>]]
    /// Dates with hours of their own, by days since 1970.
    private let days: [Int: [Range<Int>]]
    /// The same for every year, by month and day: 1001 is October 1st.
    private let yearly: [Int: [Range<Int>]]
    let zone: Zone
    /// Always open: calendar time.
    let isAlways: Bool
    /// How many dates hours reach beyond their own.
    let overhang: Int

    package init(_ calendar: BusinessCalendar, zone: @escaping Zone) {
        week = (0..<7).map { $0 < calendar.week.count ? BusinessHours.ranges(calendar.week[$0]) : [] }
        var (days, yearly): ([Int: [Range<Int>]], [Int: [Range<Int>]]) = ([:], [:])
        for day in calendar.days {
            let hours = BusinessHours.ranges(day.hours)
            for date in day.dates {
                if day.yearly == true { yearly[date.monthAndDay] = hours } else { days[date.days] = hours }
            }
        }
        (self.days, self.yearly, self.zone, isAlways) = (days, yearly, zone, false)
        let all = week + days.values + yearly.values
        overhang = (all.joined().map(\.upperBound).max() ?? 0) / 86_400 + 1
    }

    /// Open day and night: for policies that count calendar time.
    package static let always = BusinessHours()

    private init() { (week, days, yearly, zone, isAlways, overhang) = ([], [:], [:], { _ in 0 }, true, 0) }

    /// The hours that begin on a date, in wall seconds since its midnight.
    func hours(on day: Int) -> [Range<Int>] {
        if let own = days[day] { return own }
        if !yearly.isEmpty, let own = yearly[CivilDate(days: day).monthAndDay] { return own }
        // 1970-01-01 was a Thursday: three days after a Monday.
        return week[(day % 7 + 10) % 7]
    }

    private static func ranges(_ intervals: [BusinessCalendar.Interval]) -> [Range<Int>] {
        intervals.filter { $0.from < $0.to }.map { $0.from * 60..<$0.to * 60 }
    }
}

/// A date of the calendar, `2026-10-01`, as days since 1970.
package struct CivilDate: Hashable, Comparable, Sendable {
    package let days: Int

    package init(days: Int) { self.days = days }

    /// Nil when the text is not a date that exists.
    package init?(_ text: String) {
        guard text.utf8.count == 10, let midnight = Instant(text + "T00:00:00Z") else { return nil }
        days = Int(midnight.seconds / 86_400)
    }

    package static func < (a: CivilDate, b: CivilDate) -> Bool { a.days < b.days }

    /// 1001 for October 1st.
    var monthAndDay: Int {
        let date = RFC3339.civil(days: days)
        return date.month * 100 + date.day
    }

    /// `2026-10-01`.
    package var text: String { String(Instant(seconds: Int64(days) * 86_400).description.prefix(10)) }
}

extension BusinessCalendar.Day {
    /// The most days one entry may have.
    static let lengthMaximum = 400

    /// Its dates; none when they are written wrongly.
    var dates: [CivilDate] {
        guard let first = CivilDate(date) else { return [] }
        guard let to else { return [first] }
        guard let last = CivilDate(to), first <= last, last.days - first.days < Self.lengthMaximum else { return [] }
        return (first.days...last.days).map(CivilDate.init(days:))
    }
}
