internal import Base
package import Contracts

/// Makes days of a calendar from the events of an iCalendar file. Whole days only: what has a time of day is skipped,
/// and said so; what cannot be read refuses the whole file.
package struct CalendarImport: Sendable {
    package private(set) var days: [BusinessCalendar.Day] = []
    package private(set) var skipped: [ImportedDays.Skipped] = []
    private var mistakes: [ICalendar.Mistake]
    private let working: [BusinessCalendar.Interval]

    /// Years that a recurrence with an end is laid out for at most.
    private static let yearsMaximum = 60

    /// Throws 422 `calendar.ics` that names every line that cannot be read. `working` are the hours of extra working
    /// days.
    package init(_ text: String, working: [BusinessCalendar.Interval]) throws {
        let file = ICalendar(text)
        (mistakes, self.working) = (file.mistakes, working)
        if mistakes.isEmpty { for event in file.events { take(event) } }
        guard mistakes.isEmpty else {
            throw Problem.invalid(
                "calendar.ics", "\(mistakes.count) line(s) of the file cannot be read; nothing was taken over.",
                errors: mistakes.prefix(ICalendar.mistakesMaximum).map {
                    .init(pointer: "#/ics/\($0.line)", code: "line", detail: $0.detail)
                })
        }
    }

    private mutating func take(_ event: ICalendar.Event) {
        let name = String(ICalendar.text(event.line("SUMMARY")?.value ?? "").prefix(200))
        func skip(_ why: String) -> ImportedDays.Skipped { .init(line: event.line, name: name, why: why) }
        guard let start = event.line("DTSTART") else {
            mistakes.append(.init(line: event.line, detail: "An event needs DTSTART."))
            return
        }
        if event.line("STATUS")?.value.uppercased() == "CANCELLED" {
            skipped.append(skip("It is cancelled."))
            return
        }
        if start.value.contains("T"), start.parameters["VALUE"] != "DATE" {
            skipped.append(skip("It has a time of day; days of a calendar are whole."))
            return
        }
        guard let first = ICalendar.date(start.value) else {
            mistakes.append(.init(line: start.number, detail: "There is no such date; 20261001 is expected."))
            return
        }
        guard let last = last(of: event, from: first) else { return }
        let isWorking = CalendarImport.isWorkday(event, name)
        var day = BusinessCalendar.Day(
            date: first.text, to: last == first ? nil : last.text, name: name, hours: isWorking ? working : [])
        if let other = ["RDATE", "EXDATE", "RECURRENCE-ID"].first(where: { event.line($0) != nil }) {
            skipped.append(skip("\(other) is not taken over."))
        } else if let rule = event.line("RRULE") {
            switch recurrence(rule, from: first) {
            case .never: return
            case .unknown: skipped.append(skip("Only what comes every year on the same date is taken over."))
            case .yearly:
                day.yearly = true
                days.append(day)
            case .years(let count):
                for year in 0..<count {
                    guard let from = first.later(by: year), let to = last.later(by: year) else { continue }
                    (day.date, day.to) = (from.text, to == from ? nil : to.text)
                    days.append(day)
                }
            }
        } else {
            days.append(day)
        }
    }

    /// The last day of an event: DTEND is the day after it, DURATION counts days or weeks.
    private mutating func last(of event: ICalendar.Event, from first: CivilDate) -> CivilDate? {
        if let end = event.line("DTEND") {
            guard let after = ICalendar.date(end.value), after >= first else {
                mistakes.append(.init(line: end.number, detail: "DTEND is the date after the last day."))
                return nil
            }
            return CivilDate(days: max(first.days, after.days - 1))
        }
        guard let duration = event.line("DURATION") else { return first }
        let text = duration.value.uppercased()
        guard text.hasPrefix("P"), let count = Int(text.dropFirst().dropLast()), (1...400).contains(count),
            text.hasSuffix("D") || text.hasSuffix("W")
        else {
            mistakes.append(.init(line: duration.number, detail: "P1D or P1W is expected."))
            return nil
        }
        return CivilDate(days: first.days + count * (text.hasSuffix("W") ? 7 : 1) - 1)
    }

    private enum Recurrence {
        /// A mistake; it has been noted.
        case never
        case unknown, yearly
        case years(Int)
    }

    private mutating func recurrence(_ rule: ICalendar.Line, from first: CivilDate) -> Recurrence {
        var parts: [String: String] = [:]
        for part in rule.value.uppercased().split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { parts[pair[0]] = pair[1] }
        }
        func mistake(_ detail: String) -> Recurrence {
            mistakes.append(.init(line: rule.number, detail: detail))
            return .never
        }
        guard let frequency = parts["FREQ"] else { return mistake("RRULE needs FREQ.") }
        let date = RFC3339.civil(days: first.days)
        let known = ["FREQ", "COUNT", "UNTIL", "WKST"]
        let isPlain = parts.allSatisfy { name, value in
            switch name {
            case "INTERVAL": value == "1"
            case "BYMONTH": value == String(date.month)
            case "BYMONTHDAY": value == String(date.day)
            default: known.contains(name)
            }
        }
        guard frequency == "YEARLY", isPlain else { return .unknown }
        if let text = parts["COUNT"] {
            guard let count = Int(text), count > 0 else { return mistake("COUNT is a number from 1.") }
            return .years(min(count, Self.yearsMaximum))
        }
        guard let text = parts["UNTIL"] else { return .yearly }
        guard let until = ICalendar.date(String(text.prefix(8))) else { return mistake("UNTIL is a date.") }
        let count = (0..<Self.yearsMaximum).prefix { first.later(by: $0).map { $0 <= until } ?? true }.count
        return .years(count)
    }

    /// Whether an event says that people work on this day (调休): by Apple's mark, its category or its name.
    private static func isWorkday(_ event: ICalendar.Event, _ name: String) -> Bool {
        if event.line("X-APPLE-SPECIAL-DAY")?.value.uppercased() == "ALTERNATE-WORKDAY" { return true }
        let words = (name + " " + (event.line("CATEGORIES")?.value ?? "")).lowercased()
        return ["补班", "上班", "（班）", "(班)", "workday", "working day"].contains { words.contains($0) }
            || name.hasSuffix(" 班")
    }
}

extension CivilDate {
    /// The same date so many years later; nil on a 29th of February that there is not.
    func later(by years: Int) -> CivilDate? {
        let date = RFC3339.civil(days: days)
        let later = CivilDate(days: RFC3339.days(year: date.year + years, month: date.month, day: date.day))
        return later.monthAndDay == monthAndDay ? later : nil
    }
}
