internal import Base
internal import Contracts
internal import Text

extension QuietHours {
    /// Minutes of the day of `HH:MM`, or nil.
    static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// Throws 422 `quiet.invalid`.
    func checked() throws -> QuietHours {
        guard QuietHours.minutes(from) != nil, QuietHours.minutes(to) != nil, TimeZoneRules(zone) != nil else {
            throw Problem.invalid("quiet.invalid", "Times are HH:MM, the zone an IANA name.")
        }
        return self
    }

    /// When the quiet that holds at a moment ends, by the clock on the customer's wall; nil when it is not quiet.
    /// The same time twice: never quiet.
    func end(at now: Instant) -> Instant? {
        guard let start = QuietHours.minutes(from), let stop = QuietHours.minutes(to), start != stop,
            let rules = TimeZoneRules(zone)
        else { return nil }
        let wall = rules.wall(at: now)
        let minute = wall.hour * 60 + wall.minute
        let isQuiet = start < stop ? minute >= start && minute < stop : minute >= start || minute < stop
        guard isQuiet else { return nil }
        let today = rules.instant(
            year: wall.year, month: wall.month, day: wall.day, hour: stop / 60, minute: stop % 60)
        if today > now { return today }
        let next = rules.wall(at: today + .hours(25))
        return rules.instant(year: next.year, month: next.month, day: next.day, hour: stop / 60, minute: stop % 60)
    }
}

extension OutreachRules {
    /// What a house begins with: nobody is written to at night, more than once a day, or on paid channels unasked.
    static let standard = OutreachRules(
        quiet: QuietHours(from: "21:00", to: "08:00", zone: "Asia/Shanghai"), perDay: 1, perWeek: 3,
        needsConsent: [.sms, .phone])

    /// Throws 422.
    func checked() throws -> OutreachRules {
        _ = try quiet.checked()
        guard (0...100).contains(perDay), perDay <= perWeek, perWeek <= 700 else {
            throw Problem.invalid("outreach.caps", "0 to 100 a day, and not more than in a week.")
        }
        return self
    }
}
