internal import Base
package import Contracts
internal import Store

extension Desk {
    /// First start: a calendar and a policy that work without any setting up. A store from the time of the single
    /// policy keeps what it had.
    func furnishTerms() throws {
        guard try tx.termsVersion() == 0 else { return }
        let old = try tx.first("SELECT body FROM settings WHERE name = 'policy'")?.decode(OldPolicy.self, "body")
        let calendar =
            try tx.first("SELECT body FROM settings WHERE name = 'calendar'")?.decode(
                BusinessCalendar.self, "body") ?? Defaults.calendar
        let policy = old?.policy ?? Defaults.policy
        try tx.execute("DELETE FROM settings WHERE name IN ('policy', 'calendar')")
        try tx.execute(
            """
            INSERT INTO calendars (id, version, since, removed, body)
            VALUES (\(BusinessCalendar.standard), \(calendar.version), 0, 0, \(json: calendar))
            """)
        try tx.execute("INSERT INTO policies (id, position, body) VALUES (\(policy.id), 0, \(json: policy))")
        try tx.renewTerms(nextID())
        if old == nil { try append(TicketsAPI.calendarChanged, subject: "calendar/\(calendar.id)", calendar) }
    }
}

/// The one policy of earlier stores.
private struct OldPolicy: Decodable {
    var id: String
    var name: String
    var business: Bool
    var firstResponse: [Priority: Int]
    var resolution: [Priority: Int]
    var warnAt: Double
    var version: Int
    var pausedIn: [TicketStatus]?

    /// It went by the one calendar there was, which is the default one now.
    var policy: SLAPolicy {
        let business = self.business ? nil : false
        func targets(_ seconds: [Priority: Int]) -> [Priority: SLATarget] {
            seconds.mapValues { SLATarget(seconds: $0, business: business) }
        }
        let percent = Int((warnAt * 100).rounded())
        return SLAPolicy(
            id: id, name: name, position: 1,
            targets: [.firstResponse: targets(firstResponse), .resolution: targets(resolution)],
            pausedIn: pausedIn ?? [.pending, .hold],
            warnings: (1...99).contains(percent) ? [SLAWarning(percent: percent)] : [], version: version)
    }
}

/// What a new house begins with.
package enum Defaults {
    package static let calendar: BusinessCalendar = {
        let office = [BusinessCalendar.Interval(from: 9 * 60, to: 18 * 60)]
        return BusinessCalendar(
            id: BusinessCalendar.standard, name: "Office hours", zone: "Asia/Shanghai",
            week: Array(repeating: office, count: 5) + [[], []], version: 1)
    }()

    package static let policy = SLAPolicy(
        id: "default", name: "Standard", names: ["en": "Standard", "zh": "标准"], position: 1,
        targets: [
            .firstResponse: [
                .urgent: SLATarget(seconds: 1_800), .high: SLATarget(seconds: 3_600),
                .normal: SLATarget(seconds: 4 * 3_600), .low: SLATarget(seconds: 8 * 3_600),
            ],
            .resolution: [
                .urgent: SLATarget(seconds: 4 * 3_600), .high: SLATarget(seconds: 8 * 3_600),
                .normal: SLATarget(seconds: 24 * 3_600), .low: SLATarget(seconds: 48 * 3_600),
            ],
        ], version: 1)
}
