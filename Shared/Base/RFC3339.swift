/// Civil dates and RFC 3339 text, in the proleptic Gregorian calendar, without locale or time-zone data.
package enum RFC3339 {
    /// Days since 1970-01-01 of a civil date.
    package static func days(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The civil date of a number of days since 1970-01-01.
    package static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let m = (5 * dayOfYear + 2) / 153
        let month = m < 10 ? m + 3 : m - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * m + 2) / 5 + 1)
    }

    static func format(_ instant: Instant) -> String {
        let seconds = Int(instant.seconds)
        let days = seconds >= 0 ? seconds / 86_400 : -((-seconds + 86_399) / 86_400)
        let rest = seconds - days * 86_400
        let millis = Int((instant.microseconds - Int64(seconds) * 1_000_000) / 1_000)
        let date = civil(days: days)
        return "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))T"
            + "\(pad(rest / 3_600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2)).\(pad(millis, 3))Z"
    }

    /// Like `format`, with all six digits.
    static func precise(_ instant: Instant) -> String {
        let micros = Int(instant.microseconds - instant.seconds * 1_000_000) % 1_000
        return "\(format(instant).dropLast())\(pad(micros, 3))Z"
    }

    static func parse(_ text: String) -> Instant? {
        let b = Array(text.utf8)
        guard b.count >= 20, b[4] == 45, b[7] == 45, b[10] == 84 || b[10] == 116 || b[10] == 32, b[13] == 58,
            b[16] == 58,
            let year = number(b, 0, 4), let month = number(b, 5, 2), let day = number(b, 8, 2),
            let hour = number(b, 11, 2), let minute = number(b, 14, 2), let second = number(b, 17, 2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let epochDay = days(year: year, month: month, day: day)
        guard civil(days: epochDay) == (year, month, day) else { return nil }
        var at = 19
        var micros = 0
        if b[at] == 46 {
            at += 1
            var digits = 0
            while at < b.count, (48...57).contains(b[at]) {
                if digits < 6 { micros = micros * 10 + Int(b[at] - 48) }
                digits += 1
                at += 1
            }
            guard digits > 0 else { return nil }
            for _ in 0..<max(0, 6 - digits) { micros *= 10 }
        }
        guard let offset = zone(b, at) else { return nil }
        let total = epochDay * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return Instant(microseconds: Int64(total) * 1_000_000 + Int64(micros))
    }

    private static func zone(_ b: [UInt8], _ at: Int) -> Int? {
        guard at < b.count else { return nil }
        if b[at] == 90 || b[at] == 122 { return at + 1 == b.count ? 0 : nil }
        guard b[at] == 43 || b[at] == 45, b.count == at + 6, b[at + 3] == 58,
            let hours = number(b, at + 1, 2), let minutes = number(b, at + 4, 2), hours < 24, minutes < 60
        else { return nil }
        return (b[at] == 43 ? 1 : -1) * (hours * 3_600 + minutes * 60)
    }

    private static func number(_ b: [UInt8], _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for byte in b[start..<start + count] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return value
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
