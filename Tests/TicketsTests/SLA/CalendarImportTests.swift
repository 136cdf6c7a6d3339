import Base
import Contracts
import Testing
import Tickets

/// Row 75: holidays and extra working days from iCalendar files.
@Suite struct CalendarImportTests {
    private static let hours = [BusinessCalendar.Interval(from: 540, to: 1_080)]

    /// A file with these lines as its events.
    private func file(_ lines: [String]) -> String {
        (["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"] + lines + ["END:VCALENDAR", ""])
            .joined(separator: "\r\n")
    }

    private func event(_ lines: String...) -> [String] { ["BEGIN:VEVENT"] + lines + ["END:VEVENT"] }

    private func read(_ lines: [String]) throws -> CalendarImport {
        try CalendarImport(file(lines), working: CalendarImportTests.hours)
    }

    private func mistakes(_ text: String) -> [String] {
        do {
            _ = try CalendarImport(text, working: CalendarImportTests.hours)
            return []
        } catch {
            guard let problem = error as? Problem, problem.code == "calendar.ics" else { return ["\(error)"] }
            return (problem.errors ?? []).map(\.pointer)
        }
    }

    @Test func `whole days become days, DTEND is the day after`() throws {
        let found = try read(
            event("SUMMARY:国庆节 休", "DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261008")
                + event("SUMMARY;LANGUAGE=en:Boxing\\, day\\nof", "DTSTART:20261226")
                + event("SUMMARY:Two", "DTSTART;VALUE=DATE:20270101", "DURATION:P2D"))
        #expect(
            found.days == [
                .init(date: "2026-10-01", to: "2026-10-07", name: "国庆节 休", hours: []),
                .init(date: "2026-12-26", name: "Boxing, day of", hours: []),
                .init(date: "2027-01-01", to: "2027-01-02", name: "Two", hours: []),
            ])
    }

    @Test func `extra working days are known by Apple's mark, the category or the name`() throws {
        let found = try read(
            event("SUMMARY:国庆节", "DTSTART;VALUE=DATE:20261010", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY")
                + event("SUMMARY:春节 补班", "DTSTART;VALUE=DATE:20260214")
                + event("SUMMARY:x", "DTSTART;VALUE=DATE:20260228", "CATEGORIES:WORKDAY")
                + event("SUMMARY:国庆节", "DTSTART;VALUE=DATE:20261001", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"))
        #expect(found.days.map(\.hours) == [Self.hours, Self.hours, Self.hours, []])
    }

    @Test func `what comes every year stays so, what ends is laid out`() throws {
        let found = try read(
            event("SUMMARY:a", "DTSTART;VALUE=DATE:20260501", "RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1")
                + event("SUMMARY:b", "DTSTART;VALUE=DATE:20260601", "RRULE:FREQ=YEARLY;COUNT=2")
                + event("SUMMARY:c", "DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;UNTIL=20280301T000000Z"))
        #expect(found.days.map(\.date) == ["2026-05-01", "2026-06-01", "2027-06-01", "2024-02-29", "2028-02-29"])
        #expect(found.days.map { $0.yearly ?? false } == [true, false, false, false, false])
    }

    @Test func `what is no day of a calendar is skipped, and said so`() throws {
        let found = try read(
            event("SUMMARY:meeting", "DTSTART;TZID=Asia/Shanghai:20261001T090000")
                + event("SUMMARY:weekly", "DTSTART;VALUE=DATE:20261001", "RRULE:FREQ=WEEKLY")
                + event("SUMMARY:off", "DTSTART;VALUE=DATE:20261002", "STATUS:CANCELLED")
                + event("SUMMARY:but", "DTSTART;VALUE=DATE:20261003", "EXDATE;VALUE=DATE:20271003"))
        #expect(found.days.isEmpty)
        #expect(found.skipped.map(\.name) == ["meeting", "weekly", "off", "but"])
        #expect(found.skipped.map(\.line) == [4, 8, 13, 18])
    }

    @Test func `folded lines and alarms inside are read past`() throws {
        let found = try read(
            event(
                "SUMMARY:a long", "  na", "\tme", "DTSTART;VALUE=DATE;X-A=\"b:c;d\":20261001", "BEGIN:VALARM",
                "DTSTART:nonsense", "END:VALARM"))
        #expect(found.days == [.init(date: "2026-10-01", name: "a long name", hours: [])])
        let unix = file(event("DTSTART:20261001")).replacing("\r\n", with: "\n")
        #expect(try CalendarImport("\u{FEFF}" + unix, working: Self.hours).days.count == 1)
    }

    @Test(arguments: [
        ("hello", ["#/ics/1"]), ("", ["#/ics/1"]),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261001\n", ["#/ics/4"]),
        ("BEGIN:VCALENDAR\nno colon\nalso none\nEND:VCALENDAR", ["#/ics/2", "#/ics/3"]),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR", ["#/ics/2"]),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260230\nEND:VEVENT\nEND:VCALENDAR", ["#/ics/3"]),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260102\nDTEND:20260101\nEND:VEVENT\nEND:VCALENDAR",
            ["#/ics/4"]
        ),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260102\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR", ["#/ics/4"]),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260102\nRRULE:COUNT=2\nEND:VEVENT\nEND:VCALENDAR",
            ["#/ics/4"]
        ),
    ]) func `a bad line is named, and nothing is taken over`(text: String, pointers: [String]) {
        #expect(mistakes(text) == pointers)
    }

    @Test func `a file cut anywhere is refused or read, never worse`() throws {
        let whole = file(
            event("SUMMARY:国庆节", "DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261008", "RRULE:FREQ=YEARLY"))
        let bytes = Array(whole.utf8)
        for end in 0..<bytes.count - 2 {
            #expect(!mistakes(String(decoding: bytes[..<end], as: UTF8.self)).isEmpty)
        }
        #expect(mistakes(whole).isEmpty)
    }
}
