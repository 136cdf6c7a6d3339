internal import Base
internal import Contracts

/// When the demo company works, and arithmetic with it. China has one zone and no summer time, so eight hours
/// are enough.
struct ShopHours: Sendable {
    static let offset = 8 * 3_600
    private static let day = 86_400

    let calendar: BusinessCalendar
    private let special: [Int: [BusinessCalendar.Interval]]

    init(_ calendar: BusinessCalendar = ShopHours.calendar) {
        self.calendar = calendar
        special = Dictionary(
            calendar.days.compactMap { day in
                Instant(day.date + "T00:00:00Z").map { (Int($0.seconds) / ShopHours.day, day.hours) }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The moment when so many open seconds have passed.
    func later(by seconds: Double, from start: Instant) -> Instant {
        var left = Int(seconds)
        let from = Int(start.seconds) + ShopHours.offset
        for day in from / ShopHours.day..<from / ShopHours.day + 400 {
            for open in hours(of: day) where open.upperBound > from {
                let begin = max(from, open.lowerBound)
                if left < open.upperBound - begin { return instant(begin + left) }
                left -= open.upperBound - begin
            }
        }
        return start
    }

    /// The moment so many open seconds ago.
    func earlier(by seconds: Double, from end: Instant) -> Instant {
        var left = Int(seconds)
        let from = Int(end.seconds) + ShopHours.offset
        for day in (from / ShopHours.day - 400...from / ShopHours.day).reversed() {
            for open in hours(of: day).reversed() where open.lowerBound < from {
                let finish = min(from, open.upperBound)
                if left < finish - open.lowerBound { return instant(finish - left) }
                left -= finish - open.lowerBound
            }
        }
        return end
    }

    /// Customers sleep: a moment of the night becomes one of the next morning.
    static func awake(_ moment: Instant, _ dice: Dice) -> Instant {
        let second = (Int(moment.seconds) + offset) % day
        guard second < 7 * 3_600 else { return moment }
        return moment + .seconds(7 * 3_600 - second + dice.between(300...9_000))
    }

    private func hours(of day: Int) -> [Range<Int>] {
        // 1970-01-01 was a Thursday.
        let hours = special[day] ?? calendar.week[(day + 3) % 7]
        let midnight = day * ShopHours.day
        return hours.map { midnight + $0.from * 60..<midnight + $0.to * 60 }
    }

    private func instant(_ local: Int) -> Instant { Instant(seconds: Int64(local - ShopHours.offset)) }
}

extension ShopHours {
    /// Day and night on workdays (two shifts), shorter at weekends, shortest on the public holidays of China; with the
    /// weekend days on which the country works.
    static let calendar: BusinessCalendar = {
        let full = [BusinessCalendar.Interval(from: 0, to: 1_440)]
        let weekend = [BusinessCalendar.Interval(from: 9 * 60, to: 23 * 60)]
        let short = [BusinessCalendar.Interval(from: 10 * 60, to: 18 * 60)]
        let closed = holidays.flatMap { name, from, count in
            dates(from: from, count).map { BusinessCalendar.Day(date: $0, name: name, hours: short) }
        }
        let extra = workdays.map { BusinessCalendar.Day(date: $0, name: workday, hours: full) }
        return BusinessCalendar(
            id: "default", name: "青禾优选客服时间 Service hours", zone: "Asia/Shanghai",
            week: Array(repeating: full, count: 5) + [weekend, weekend],
            days: (closed + extra).sorted { $0.date < $1.date })
    }()

    /// The public holidays, closed, one entry each.
    static let closures = holidays.compactMap { name, from, count in
        dates(from: from, count).last.map {
            BusinessCalendar.Day(date: from, to: count == 1 ? nil : $0, name: name, hours: [])
        }
    }

    static let workday = "调休上班 Working day"

    private static let holidays: [(String, String, Int)] = [
        ("国庆节 National Day", "2025-10-01", 8),
        ("元旦 New Year", "2026-01-01", 3),
        ("春节 Spring Festival", "2026-02-15", 9),
        ("清明节 Tomb-Sweeping Day", "2026-04-04", 3),
        ("劳动节 Labour Day", "2026-05-01", 5),
        ("端午节 Dragon Boat Festival", "2026-06-19", 3),
        ("中秋节 Mid-Autumn Festival", "2026-09-25", 3),
        ("国庆节 National Day", "2026-10-01", 7),
        ("元旦 New Year", "2027-01-01", 1),
    ]

    static let workdays = [
        "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]

    private static func dates(from first: String, _ count: Int) -> [String] {
        guard let start = Instant(first + "T00:00:00Z") else { return [] }
        return (0..<count).map { String((start + .days($0)).description.prefix(10)) }
    }
}
