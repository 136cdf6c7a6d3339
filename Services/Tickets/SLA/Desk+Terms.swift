internal import Base
package import Contracts
internal import Store

/// The policy and calendar made ready, kept until one of them gets another version.
final class TermsCache: Sendable {
    let zone: @Sendable (String) -> BusinessHours.Zone?
    private let kept = Locked<(versions: [Int], terms: SLATerms)?>(nil)

    init(zone: @escaping @Sendable (String) -> BusinessHours.Zone?) { self.zone = zone }

    func terms(in db: Reader) throws -> SLATerms {
        let rows = try db.rows(
            "SELECT version FROM settings WHERE name IN ('calendar', 'policy') ORDER BY name")
        let versions = try rows.map { try $0.int("version") }
        if let kept = kept.withLock({ $0 }), kept.versions == versions { return kept.terms }
        let calendar: BusinessCalendar = try db.setting("calendar")
        guard let zone = zone(calendar.zone) else {
            throw Problem.fault("calendar.zone", "The time zone \(calendar.zone) is not known here.")
        }
        let terms = SLATerms(policy: try db.setting("policy"), hours: BusinessHours(calendar, zone: zone))
        kept.withLock { $0 = (versions, terms) }
        return terms
    }
}

extension Reader {
    /// A setting of the service, kept as JSON.
    func setting<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
        guard let row = try first("SELECT body FROM settings WHERE name = \(name)") else {
            throw Problem.notFound("setting", name)
        }
        return try row.decode(type, "body")
    }
}

extension Transaction {
    func putSetting(_ name: String, version: Int, _ value: some Encodable) throws {
        try execute(
            """
            INSERT INTO settings (name, version, body) VALUES (\(name), \(version), \(json: value))
            ON CONFLICT (name) DO UPDATE SET version = excluded.version, body = excluded.body
            """)
    }
}

extension Desk {
    func terms() throws -> SLATerms { try tools.terms.terms(in: tx) }

    /// Changes the policy; tickets feel it at their next event.
    package func save(_ policy: SLAPolicy) throws -> SLAPolicy {
        let current: SLAPolicy = try tx.setting("policy")
        try expect("policy", current.version, policy.version)
        let targets = [("firstResponse", policy.firstResponse), ("resolution", policy.resolution)]
        for (name, values) in targets {
            for priority in Priority.allCases where !(15...31_536_000).contains(values[priority] ?? 0) {
                throw Problem.invalid(
                    "policy.target", "\(name) of \(priority.rawValue) must lie between 15 seconds and 365 days.")
            }
        }
        for priority in Priority.allCases
        where (policy.firstResponse[priority] ?? 0) > (policy.resolution[priority] ?? 0) {
            throw Problem.invalid(
                "policy.order", "The first response of \(priority.rawValue) is due after its resolution.")
        }
        guard policy.warnAt > 0, policy.warnAt <= 1 else {
            throw Problem.invalid("policy.warning", "The warning comes at a share of the target above 0 and up to 1.")
        }
        var saved = policy
        (saved.id, saved.calendar, saved.version) = (current.id, current.calendar, current.version + 1)
        try tx.putSetting("policy", version: saved.version, saved)
        return saved
    }

    /// Changes the calendar; tickets feel it at their next event.
    package func save(_ calendar: BusinessCalendar) throws -> BusinessCalendar {
        let current: BusinessCalendar = try tx.setting("calendar")
        try expect("calendar", current.version, calendar.version)
        guard tools.terms.zone(calendar.zone) != nil else {
            throw Problem.invalid("calendar.zone", "There is no time zone \(calendar.zone.prefix(64)).")
        }
        guard calendar.week.count == 7, calendar.week.contains(where: { !$0.isEmpty }) else {
            throw Problem.invalid("calendar.week", "A week has seven days, Monday first, and opens on one at least.")
        }
        let intervals = calendar.week.joined() + calendar.days.flatMap(\.hours)
        guard intervals.allSatisfy({ (0..<1_440).contains($0.from) && $0.from < $0.to && $0.to <= $0.from + 1_440 })
        else {
            throw Problem.invalid("calendar.hours", "Hours begin within their day and last a day at most.")
        }
        guard calendar.days.count <= 2_000, calendar.days.allSatisfy({ CivilDate($0.date) != nil }) else {
            throw Problem.invalid("calendar.date", "A day's date is written 2026-10-01; there are 2,000 at most.")
        }
        var saved = calendar
        (saved.id, saved.version) = (current.id, current.version + 1)
        try tx.putSetting("calendar", version: saved.version, saved)
        try append(TicketsAPI.calendarChanged, subject: "calendar/\(saved.id)", saved)
        return saved
    }

    /// 412 when the writer has not seen what is there now; version 0 is "whatever is there".
    func expect(_ kind: String, _ actual: Int, _ expected: Int) throws {
        if expected != 0, expected != actual { throw Problem.stale(kind, expected: expected, actual: actual) }
    }

    /// Appends an event that is not about a ticket.
    func append<Data: Codable & Sendable>(_ type: EventType<Data>, subject: String, _ data: Data) throws {
        try tx.append(
            EventDraft(
                type, subject: subject, data: data, time: now, actor: cause.actor, traceparent: cause.traceparent,
                causation: cause.causation, replayed: cause.isReplay ? true : nil))
    }
}
