import Base
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-23T08:15:30.250Z", 1_795_421_730_250_000),
            ("2026-11-23T16:15:30.25+08:00", 1_795_421_730_250_000), ("1969-12-31T23:59:59.5Z", -500_000),
            ("2000-02-29T12:00:00-05:30", 951_845_400_000_000),
        ] as [(String, Int64)])
    func `RFC 3339 text is read with any offset`(text: String, microseconds: Int64) {
        #expect(Instant(text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2026-02-30T00:00:00Z", "2026-1-1T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+0800",
    ])
    func `what is not RFC 3339 is refused`(text: String) { #expect(Instant(text) == nil) }

    @Test func `an instant survives its text form, to the millisecond`() {
        let randomness = Randomness.seeded(7)
        for _ in 0..<500 {
            let millis = Int64(randomness.below(4_000_000_000_000)) - 1_000_000_000_000
            let instant = Instant(microseconds: millis * 1_000)
            #expect(Instant(instant.description) == instant)
        }
    }

    @Test func `civil dates and days are inverse`() {
        for day in stride(from: -800_000, to: 800_000, by: 373) {
            let date = RFC3339.civil(days: day)
            #expect(RFC3339.days(year: date.year, month: date.month, day: date.day) == day)
        }
    }
}
