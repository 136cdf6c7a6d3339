@testable import Analytics
import Base
import Testing

@Suite struct DaysTests {
    private func time(_ text: String) throws -> Instant { try #require(Instant(text)) }

    @Test(arguments: [
        ("Asia/Shanghai", "2026-11-22T15:59:59Z", "2026-11-22"),
        ("Asia/Shanghai", "2026-11-22T16:00:00Z", "2026-11-23"),
        ("America/New_York", "2026-11-23T04:59:59Z", "2026-11-22"), ("UTC", "1969-12-31T23:59:59Z", "1969-12-31"),
        ("Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25"),
        ("Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25"),
    ]) func `a moment belongs to the day on the wall`(zone: String, at: String, day: String) throws {
        #expect(try Days(zone: zone).key(time(at)) == day)
    }

    @Test func `days of 23 and 25 hours are one day each`() throws {
        let berlin = try Days(zone: "Europe/Berlin")
        let autumn = berlin.keys(from: try time("2026-10-23T22:00:00Z"), to: try time("2026-10-26T23:00:00Z"))
        #expect(autumn == ["2026-10-24", "2026-10-25", "2026-10-26"])
        let spring = berlin.keys(from: try time("2026-03-27T23:00:00Z"), to: try time("2026-03-30T22:00:00Z"))
        #expect(spring == ["2026-03-28", "2026-03-29", "2026-03-30"])
    }

    @Test func `the end is not part of a period`() throws {
        let days = try Days(zone: "UTC")
        let noon = try time("2026-02-28T12:00:00Z")
        #expect(days.keys(from: noon, to: try time("2026-03-01T00:00:00Z")) == ["2026-02-28"])
        #expect(days.keys(from: noon, to: try time("2026-03-01T00:00:00.001Z")) == ["2026-02-28", "2026-03-01"])
        #expect(days.keys(from: noon, to: noon) == [])
    }

    @Test(arguments: ["", "Mars/Olympus", "Asia/Shanghai'; DROP TABLE facts", "../etc/passwd"])
    func `a zone that nobody knows is a problem`(name: String) {
        let problem = #expect(throws: Problem.self) { try Days(zone: name) }
        #expect(problem?.status == 422 && problem?.code == "report.zone")
    }
}
