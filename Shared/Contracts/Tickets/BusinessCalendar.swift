package import Base

/// Opening hours (rows 74 to 76): local wall time in `zone`, minutes since midnight.
package struct BusinessCalendar: Codable, Hashable, Sendable {
    package struct Interval: Codable, Hashable, Sendable {
        package var from: Int
        /// May be more than 1440: crosses midnight.
        package var to: Int

        package init(from: Int, to: Int) {
            (self.from, self.to) = (from, to)
        }
    }

    /// Days with their own hours; none = closed (holiday), some on a weekend = an extra working day (调休). Of two for
    /// one date the later in the list holds, and one for this year's date goes before one for every year's.
    package struct Day: Codable, Hashable, Sendable {
        /// `2026-10-01`
        package var date: String
        /// The last day, when there are several.
        package var to: String?
        package var name: String
        package var hours: [Interval]
        /// Every year on these days.
        package var yearly: Bool?

        package init(date: String, to: String? = nil, name: String, hours: [Interval], yearly: Bool? = nil) {
            (self.date, self.to, self.name, self.hours) = (date, to, name, hours)
            self.yearly = yearly
        }
    }

    package var id: String
    package var name: String
    /// IANA name, `Asia/Shanghai`.
    package var zone: String
    /// Seven lists, Monday first.
    package var week: [[Interval]]
    package var days: [Day] = []
    package var version: Int = 0

    /// The calendar of whoever has none of their own.
    package static let standard = "default"

    package init(id: String, name: String, zone: String, week: [[Interval]], days: [Day] = [], version: Int = 0) {
        (self.id, self.name, self.zone, self.week) = (id, name, zone, week)
        (self.days, self.version) = (days, version)
    }
}

/// Days from an iCalendar file (RFC 5545) for a calendar.
package struct ImportDays: Codable, Hashable, Sendable {
    package var id: String
    /// The file: whole-day events become days, those that mark a working day extra ones.
    package var ics: String
    /// Hours of extra working days; those of the calendar's first open weekday when absent.
    package var hours: [BusinessCalendar.Interval]?
    /// Take the calendar's other days away.
    package var replace: Bool?
    /// Only show what would come of it.
    package var preview: Bool?
    package var version: Int?

    package init(
        id: String, ics: String, hours: [BusinessCalendar.Interval]? = nil, replace: Bool? = nil,
        preview: Bool? = nil, version: Int? = nil
    ) {
        (self.id, self.ics, self.hours, self.replace) = (id, ics, hours, replace)
        (self.preview, self.version) = (preview, version)
    }
}

/// What came of an import.
package struct ImportedDays: Codable, Hashable, Sendable {
    /// An event that is no day of a calendar, and why.
    package struct Skipped: Codable, Hashable, Sendable {
        /// Where it begins in the file, from 1.
        package var line: Int
        package var name: String
        package var why: String

        package init(line: Int, name: String, why: String) {
            (self.line, self.name, self.why) = (line, name, why)
        }
    }

    package var calendar: BusinessCalendar
    package var added: [BusinessCalendar.Day]
    package var skipped: [Skipped]
    package var version: Int

    package init(calendar: BusinessCalendar, added: [BusinessCalendar.Day], skipped: [Skipped]) {
        (self.calendar, self.added, self.skipped, version) = (calendar, added, skipped, calendar.version)
    }
}

package struct AskDeadline: Codable, Hashable, Sendable {
    package var from: Instant
    package var seconds: Int
    /// The default calendar when absent.
    package var calendar: String?

    package init(from: Instant, seconds: Int, calendar: String? = nil) {
        (self.from, self.seconds, self.calendar) = (from, seconds, calendar)
    }
}

package struct Deadline: Codable, Hashable, Sendable {
    package var at: Instant

    package init(at: Instant) {
        self.at = at
    }
}
