import Base
import Testing
import Text

struct TimeZoneRulesTests {
    private func zone(_ name: String) throws -> TimeZoneRules { try #require(TimeZoneRules(name)) }
    private func instant(_ text: String) throws -> Instant { try #require(Instant(text)) }

    @Test(arguments: [
        ("Asia/Shanghai", "2026-11-23T00:00:00Z", 28_800), ("Asia/Shanghai", "1988-07-01T00:00:00Z", 32_400),
        ("Europe/Berlin", "2026-07-01T00:00:00Z", 7_200), ("Europe/Berlin", "2026-11-23T00:00:00Z", 3_600),
        ("America/New_York", "2026-03-08T06:59:59Z", -18_000), ("America/New_York", "2026-03-08T07:00:00Z", -14_400),
        ("America/New_York", "2026-11-01T05:59:59Z", -14_400), ("America/New_York", "2026-11-01T06:00:00Z", -18_000),
        ("Asia/Kolkata", "2026-01-01T00:00:00Z", 19_800), ("Australia/Lord_Howe", "2026-01-01T00:00:00Z", 39_600),
        ("UTC", "2026-01-01T00:00:00Z", 0), ("Europe/Berlin", "2060-07-01T00:00:00Z", 7_200),
    ]) func `offsets`(name: String, at: String, offset: Int) throws {
        #expect(try zone(name).offset(at: instant(at)) == offset)
    }

    @Test func `unknown names are no zones`() {
        for name in ["", "Mars/Olympus", "Asia/Shanghai\0", String(repeating: "x", count: 100), "中国"] {
            #expect(TimeZoneRules(name) == nil)
        }
    }

    @Test func `wall time and moments go to and fro`() throws {
        for name in ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo"] {
            let zone = try zone(name)
            for step in 0..<4_000 {
                let moment = Instant(seconds: Int64(step) * 77_777 + 1_600_000_000)
                let wall = zone.wall(at: moment)
                let back = zone.instant(
                    year: wall.year, month: wall.month, day: wall.day, hour: wall.hour, minute: wall.minute,
                    second: wall.second)
                let isFirstOfTwo = zone.offset(at: back) != wall.offset && back < moment
                #expect(back == moment || isFirstOfTwo)
            }
        }
    }

    @Test func `skipped time means later, doubled time means the first`() throws {
        let berlin = try zone("Europe/Berlin")
        #expect(
            berlin.instant(year: 2026, month: 3, day: 29, hour: 2, minute: 30) == (try instant("2026-03-29T01:30:00Z")))
        #expect(
            berlin.instant(year: 2026, month: 10, day: 25, hour: 2, minute: 30) == (try instant("2026-10-25T00:30:00Z"))
        )
        #expect(berlin.instant(year: 2026, month: 10, day: 25, hour: 3) == (try instant("2026-10-25T02:00:00Z")))
    }

    @Test func `weekdays and roll-over`() throws {
        let shanghai = try zone("Asia/Shanghai")
        let wall = shanghai.wall(at: try instant("2026-11-22T16:30:00Z"))
        #expect((wall.year, wall.month, wall.day, wall.hour, wall.minute) == (2026, 11, 23, 0, 30))
        #expect(wall.weekday == 1)
        #expect(shanghai.instant(year: 2026, month: 13, day: 1) == shanghai.instant(year: 2027, month: 1, day: 1))
        #expect(shanghai.instant(year: 2026, month: 3, day: 0) == shanghai.instant(year: 2026, month: 2, day: 28))
        #expect(TimeZoneRules(fixed: 3_600).offset(at: Instant(seconds: 0)) == 3_600)
        #expect(!TimeZoneRules.dataVersion.isEmpty)
    }
}
