internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let calendarsMaximum = 200
    /// Versions of a calendar that time is counted by; before them the oldest one holds.
    private static let versionsMaximum = 50

    /// Adds or changes a calendar. From now on time is counted by it; what has passed was counted by the one before.
    package func save(_ calendar: BusinessCalendar) throws -> BusinessCalendar {
        var saved = calendar
        if saved.id.isEmpty { saved.id = nextID() }
        let current = try tx.calendar(saved.id)
        try expect("calendar", current?.version ?? 0, calendar.version)
        saved.name = calendar.name.trimmed
        try saved.validate { tools.terms.zone($0) != nil }
        if current == nil, try tx.calendars().count >= Desk.calendarsMaximum {
            throw Problem.invalid("calendar.count", "There are \(Desk.calendarsMaximum) calendars at most.")
        }
        try checkReach(of: saved)
        return try write(saved)
    }

    /// Removes a calendar that no policy and no team goes by. Clocks that once ran under it keep what they counted.
    package func removeCalendar(_ request: RemoveVersion) throws -> Empty {
        guard let calendar = try tx.calendar(request.id) else { throw Problem.notFound("calendar", request.id) }
        try expect("calendar", calendar.version, request.version ?? 0)
        guard calendar.id != BusinessCalendar.standard else {
            throw Problem.conflict("calendar.default", "The default calendar stays.")
        }
        let policies = try tx.policies().filter { $0.calendar == calendar.id }.map(\.name)
        let teams = try tx.teams().filter { $0.calendar == calendar.id }.map(\.name)
        guard policies.isEmpty, teams.isEmpty else {
            let users = (policies + teams).prefix(5).joined(separator: ", ")
            throw Problem.conflict("calendar.used", "It is gone by: \(users).")
        }
        try tx.execute("UPDATE calendars SET removed = 1 WHERE id = \(calendar.id) AND version = \(calendar.version)")
        try tx.renewTerms(nextID())
        try append(TicketsAPI.calendarRemoved, subject: "calendar/\(calendar.id)", calendar)
        return Empty()
    }

    /// Takes days over from an iCalendar file, or shows what would come of it. All of it or, with one bad line,
    /// nothing.
    package func importDays(_ request: ImportDays) throws -> ImportedDays {
        guard var calendar = try tx.calendar(request.id) else { throw Problem.notFound("calendar", request.id) }
        try expect("calendar", calendar.version, request.version ?? 0)
        let hours = request.hours ?? calendar.week.first { !$0.isEmpty } ?? []
        guard !hours.isEmpty, BusinessCalendar.fit(hours) else {
            throw Problem.invalid("calendar.hours", "Extra working days need hours that fit into a day.")
        }
        let found = try CalendarImport(request.ics, working: hours)
        var seen: Set<[String?]> = []
        // The same day twice in a file: the later one holds.
        let added = Array(found.days.reversed().filter { seen.insert($0.place).inserted }.reversed())
        let kept = request.replace == true ? [] : calendar.days.filter { !seen.contains($0.place) }
        calendar.days = kept + added
        try calendar.validate { tools.terms.zone($0) != nil }
        try checkReach(of: calendar)
        if request.preview != true { calendar = try write(calendar) }
        return ImportedDays(calendar: calendar, added: added, skipped: Array(found.skipped.prefix(200)))
    }

    private func write(_ calendar: BusinessCalendar) throws -> BusinessCalendar {
        var saved = calendar
        let last =
            try tx.first(
                "SELECT version FROM calendars WHERE id = \(saved.id) ORDER BY version DESC LIMIT 1")?.int("version")
            ?? 0
        saved.version = last + 1
        var since = now
        // Nothing has been counted by the hours before: there is no past to keep.
        if try tx.first("SELECT id FROM tickets LIMIT 1") == nil {
            try tx.execute("DELETE FROM calendars WHERE id = \(saved.id)")
            since = Instant(seconds: 0)
        }
        try tx.execute(
            """
            INSERT INTO calendars (id, version, since, removed, body)
            VALUES (\(saved.id), \(saved.version), \(since), 0, \(json: saved))
            """)
        try tx.execute(
            "DELETE FROM calendars WHERE id = \(saved.id) AND version <= \(saved.version - Desk.versionsMaximum)")
        try tx.renewTerms(nextID())
        try append(TicketsAPI.calendarChanged, subject: "calendar/\(saved.id)", saved)
        return saved
    }

    /// Refuses hours in which a promise that goes by them could not come due.
    private func checkReach(of calendar: BusinessCalendar) throws {
        guard let zone = tools.terms.zone(calendar.zone) else { return }
        let hours = BusinessHours(calendar, zone: zone)
        let longest = try tx.policies().filter { ($0.calendar ?? calendar.id) == calendar.id }.map(\.longest).max() ?? 0
        if hours.deadline(from: now, after: .seconds(longest)) == nil {
            throw Problem.invalid(
                "calendar.sparse", "It is not open for \(longest) seconds in three years, as a policy promises.")
        }
    }
}

extension BusinessCalendar.Day {
    /// What makes two entries stand for the same days.
    fileprivate var place: [String?] { [date, to, yearly == true ? "yearly" : nil] }
}
