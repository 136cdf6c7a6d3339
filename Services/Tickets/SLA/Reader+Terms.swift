internal import Base
internal import Contracts
internal import Store

extension Reader {
    /// The version of all policies and calendars together; 0 in a store that has none.
    func termsVersion() throws -> Int {
        try first("SELECT version FROM settings WHERE name = 'terms'")?.int("version") ?? 0
    }

    /// The calendars in use, by name.
    func calendars() throws -> [BusinessCalendar] {
        try rows(
            """
            SELECT body FROM calendars WHERE removed = 0 AND version =
                (SELECT MAX(version) FROM calendars AS last WHERE last.id = calendars.id)
            ORDER BY id LIMIT 1000
            """
        ).map { try $0.decode(BusinessCalendar.self, "body") }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// A calendar as it is now; nil when there is none, or no more.
    func calendar(_ id: String) throws -> BusinessCalendar? {
        guard
            let row = try first(
                "SELECT removed, body FROM calendars WHERE id = \(id) ORDER BY version DESC LIMIT 1"),
            try !row.bool("removed")
        else { return nil }
        return try row.decode(BusinessCalendar.self, "body")
    }

    /// Every calendar over time, also those that are gone: clocks have run under them.
    func schedules(zone: (String) -> BusinessHours.Zone?) throws -> [String: Schedule] {
        var pieces: [String: [(since: Instant, hours: BusinessHours)]] = [:]
        for row in try rows("SELECT id, since, body FROM calendars ORDER BY id, version") {
            let calendar = try row.decode(BusinessCalendar.self, "body")
            guard let zone = zone(calendar.zone) else {
                throw Problem.fault("calendar.zone", "The time zone \(calendar.zone) is not known here.")
            }
            pieces[try row.string("id"), default: []].append(
                (try row.instant("since"), BusinessHours(calendar, zone: zone)))
        }
        return pieces.mapValues(Schedule.init)
    }

    /// The policies in their order, each with its place.
    func policies() throws -> [SLAPolicy] {
        try rows("SELECT body FROM policies ORDER BY position, id").enumerated().map { index, row in
            var policy = try row.decode(SLAPolicy.self, "body")
            policy.position = index + 1
            return policy
        }
    }

    /// A policy; 404 when there is none.
    func policy(_ id: String) throws -> SLAPolicy {
        guard let policy = try policies().first(where: { $0.id == id }) else {
            throw Problem.notFound("policy", String(id.prefix(64)))
        }
        return policy
    }

    /// The terms of now.
    func terms(zone: (String) -> BusinessHours.Zone?) throws -> SLATerms {
        let teams = try teams().compactMap { team in team.calendar.map { (team.id, $0) } }
        return SLATerms(
            policies: try policies().filter(\.enabled), schedules: try schedules(zone: zone),
            teams: Dictionary(teams) { first, _ in first }, version: try termsVersion(),
            closingDelay: .seconds(try reopening().closeAfter))
    }

    /// A page of what has been read whole, as much as fits into one message of the bus.
    static func page<Item: Codable & Hashable & Sendable>(_ all: [Item], _ request: PageRequest) throws -> Page<Item> {
        let limit = min(max(request.limit ?? 100, 1), 100)
        let start = try request.after.map { Int(try PageCursor(parsing: $0, count: 1).int(0)) } ?? 0
        var items: [Item] = []
        var left = pageBytes
        for item in all.dropFirst(max(start, 0)).prefix(limit) {
            left -= try JSON.encode(item).count
            if left < 0, !items.isEmpty { break }
            items.append(item)
        }
        let end = max(start, 0) + items.count
        return Page(items: items, after: end < all.count ? PageCursor(.int(Int64(end))).text : nil)
    }
}
