internal import Base
internal import Contracts

extension BusinessCalendar {
    /// Throws a 422 that says what cannot be kept; `isZone` knows the names of time zones.
    func validate(isZone: (String) -> Bool) throws {
        func wrong(_ code: String, _ detail: String, _ pointer: String) -> Problem {
            .invalid("calendar." + code, detail, errors: [.init(pointer: "#/" + pointer, code: code, detail: detail)])
        }
        guard !name.trimmed.isEmpty, name.count <= 200, id.utf8.count <= 64 else {
            throw wrong("name", "A calendar has a name of 1 to 200 characters, and an id of 64 at most.", "name")
        }
        guard isZone(zone) else { throw wrong("zone", "There is no time zone \(zone.prefix(64)).", "zone") }
        guard week.count == 7, week.contains(where: { !$0.isEmpty }) else {
            throw wrong("week", "A week has seven days, Monday first, and opens on one at least.", "week")
        }
        for (index, hours) in week.enumerated() where !Self.fit(hours) {
            throw wrong("hours", Self.hoursRule, "week/\(index)")
        }
        guard days.count <= 2_000 else {
            throw wrong("days", "A calendar has 2,000 entries of days at most.", "days")
        }
        var count = 0
        for (index, day) in days.enumerated() {
            let dates = day.dates
            guard !dates.isEmpty, day.name.count <= 200 else {
                throw wrong(
                    "date",
                    "A date is written 2026-10-01; the last day does not come before the first, nor 400 days later.",
                    "days/\(index)")
            }
            guard Self.fit(day.hours) else { throw wrong("hours", Self.hoursRule, "days/\(index)/hours") }
            count += dates.count
        }
        guard count <= 4_000, try JSON.encode(self).count <= 300_000 else {
            throw wrong("days", "A calendar has 4,000 days of its own and 300,000 bytes at most.", "days")
        }
    }

    private static let hoursRule = "Hours begin within their day and last a day at most; a day has 24 of them at most."

    /// Whether these can be the hours of one day.
    static func fit(_ hours: [Interval]) -> Bool {
        hours.count <= 24
            && hours.allSatisfy { (0..<1_440).contains($0.from) && $0.from < $0.to && $0.to <= $0.from + 1_440 }
    }
}
