import Base
import Contracts
import Testing
import Tickets

@Suite struct BusinessHoursTests {
    private let office = BusinessHours(Calendars.office(), zone: Calendars.shanghai)

    @Test func `an hour that begins on Friday at 17.30 ends on Monday at 9.30`() {
        #expect(
            office.deadline(from: shanghai("2026-11-27 17:30"), after: .hours(1)) == shanghai("2026-11-30 09:30"))
    }

    @Test func `a deadline at closing time is closing time, not the next morning`() {
        #expect(
            office.deadline(from: shanghai("2026-11-27 17:00"), after: .hours(1)) == shanghai("2026-11-27 18:00"))
        #expect(office.deadline(from: shanghai("2026-11-28 12:00"), after: .zero) == shanghai("2026-11-28 12:00"))
    }

    @Test func `closed time does not count`() {
        #expect(office.elapsed(shanghai("2026-11-27 17:30"), shanghai("2026-11-27 20:00")) == .minutes(30))
        #expect(office.elapsed(shanghai("2026-11-28 00:00"), shanghai("2026-11-30 00:00")) == .zero)
        #expect(office.elapsed(shanghai("2026-11-23 00:00"), shanghai("2026-11-30 00:00")) == .hours(45))
        #expect(office.elapsed(shanghai("2026-11-30 00:00"), shanghai("2026-11-23 00:00")) == .zero)
    }

    @Test func `a lunch break is not counted`() {
        var calendar = Calendars.office()
        calendar.week[0] = [.init(from: 540, to: 720), .init(from: 780, to: 1_080)]
        let hours = BusinessHours(calendar, zone: Calendars.shanghai)
        #expect(hours.deadline(from: shanghai("2026-11-23 11:30"), after: .hours(1)) == shanghai("2026-11-23 13:30"))
    }

    @Test func `a holiday is closed and an extra working day is open`() {
        // National Day 2026: Thursday and Friday off, the Saturday after worked instead.
        let hours = BusinessHours(
            Calendars.office(days: [
                .init(date: "2026-10-01", name: "National Day", hours: []),
                .init(date: "2026-10-02", name: "National Day", hours: []),
                .init(date: "2026-10-10", name: "Make-up day", hours: [Calendars.nineToSix]),
            ]), zone: Calendars.shanghai)
        #expect(hours.deadline(from: shanghai("2026-09-30 17:00"), after: .hours(2)) == shanghai("2026-10-05 10:00"))
        #expect(hours.deadline(from: shanghai("2026-10-09 17:00"), after: .hours(2)) == shanghai("2026-10-10 10:00"))
        #expect(!hours.isOpen(at: shanghai("2026-10-01 10:00")))
        #expect(hours.isOpen(at: shanghai("2026-10-10 10:00")))
    }

    @Test func `a half day before a holiday has its own hours`() {
        let hours = BusinessHours(
            Calendars.office(days: [
                .init(date: "2026-02-16", name: "New Year's Eve", hours: [.init(from: 540, to: 720)])
            ]),
            zone: Calendars.shanghai)
        #expect(hours.elapsed(shanghai("2026-02-16 00:00"), shanghai("2026-02-17 00:00")) == .hours(3))
    }

    @Test func `a night shift crosses midnight into a closed day`() {
        var calendar = Calendars.office()
        calendar.week[4] = [.init(from: 22 * 60, to: 30 * 60)]
        let hours = BusinessHours(calendar, zone: Calendars.shanghai)
        #expect(hours.deadline(from: shanghai("2026-11-27 21:00"), after: .hours(4)) == shanghai("2026-11-28 02:00"))
        #expect(hours.elapsed(shanghai("2026-11-28 00:00"), shanghai("2026-11-29 00:00")) == .hours(6))
    }

    @Test func `overlapping hours count once`() {
        var calendar = Calendars.office()
        calendar.week[0] = [.init(from: 540, to: 720), .init(from: 600, to: 780), .init(from: 780, to: 840)]
        let hours = BusinessHours(calendar, zone: Calendars.shanghai)
        #expect(hours.elapsed(shanghai("2026-11-23 00:00"), shanghai("2026-11-24 00:00")) == .hours(5))
    }

    @Test func `the day on which clocks go forward has 23 hours, the day they go back 25`() {
        let around = BusinessCalendar(
            id: "x", name: "x", zone: "Europe/Berlin", week: Array(repeating: [.init(from: 0, to: 1_440)], count: 7))
        let hours = BusinessHours(around, zone: Calendars.berlin)
        #expect(hours.elapsed(time("2026-03-29T00:00:00+01:00"), time("2026-03-30T00:00:00+02:00")) == .hours(23))
        #expect(hours.elapsed(time("2026-10-25T00:00:00+02:00"), time("2026-10-26T00:00:00+01:00")) == .hours(25))
    }

    @Test func `hours inside the change of the clock are short in spring and double in autumn`() {
        var calendar = BusinessCalendar(id: "x", name: "x", zone: "Europe/Berlin", week: [])
        calendar.week = Array(repeating: [], count: 6) + [[.init(from: 90, to: 180)]]
        let hours = BusinessHours(calendar, zone: Calendars.berlin)
        #expect(hours.elapsed(time("2026-03-29T00:00:00Z"), time("2026-03-30T00:00:00Z")) == .minutes(30))
        #expect(hours.elapsed(time("2026-10-24T12:00:00Z"), time("2026-10-26T00:00:00Z")) == .minutes(150))
        #expect(hours.deadline(from: time("2026-10-24T12:00:00Z"), after: .minutes(45)) == time("2026-10-25T00:15:00Z"))
    }

    @Test func `a calendar that never opens has no deadline`() {
        let never = BusinessHours(
            BusinessCalendar(id: "x", name: "x", zone: "UTC", week: []), zone: { _ in 0 })
        #expect(never.deadline(from: time("2026-01-01T00:00:00Z"), after: .hours(1)) == nil)
        #expect(never.elapsed(time("2026-01-01T00:00:00Z"), time("2027-01-01T00:00:00Z")) == .zero)
    }

    @Test func `a date that does not exist is no date`() {
        #expect(CivilDate("2026-02-30") == nil)
        #expect(CivilDate("tomorrow") == nil)
        #expect(CivilDate("1970-01-02")?.days == 1)
    }
}

/// Properties over calendars made from seeds: random hours (also overlapping and over midnight), days of their own,
/// zones with changes of the clock.
@Suite struct BusinessHoursPropertyTests {
    private static let monday = time("2026-03-23T00:00:00Z")

    private struct World {
        let hours: BusinessHours
        let calendar: BusinessCalendar
        let zone: BusinessHours.Zone
        let random: Randomness

        init(seed: UInt64) {
            let random = Randomness.seeded(seed)
            let intervals: () -> [BusinessCalendar.Interval] = {
                (0..<random.below(4)).map { _ in
                    let from = random.below(1_440)
                    return .init(from: from, to: from + 1 + random.below(900))
                }
            }
            let days = (0..<4).map { _ in
                BusinessCalendar.Day(
                    date: "2026-0\(3 + random.below(2))-\(10 + random.below(20))", name: "", hours: intervals())
            }
            var calendar = BusinessCalendar(
                id: "x", name: "x", zone: "x", week: (0..<7).map { _ in intervals() }, days: days)
            calendar.week[1].append(.init(from: 540, to: 600))
            let early = (random.below(27) - 12) * 3_600
            let shift = [0, 3_600, -3_600, 1_800][random.below(4)]
            let change = BusinessHoursPropertyTests.monday + .minutes(random.below(10 * 1_440))
            (self.calendar, self.random) = (calendar, random)
            zone = { $0 < change ? early : early + shift }
            hours = BusinessHours(calendar, zone: zone)
        }

        /// Some moment of the two weeks around the change of the clock, to the millisecond.
        func moment() -> Instant { BusinessHoursPropertyTests.monday + .milliseconds(random.below(14 * 86_400_000)) }

        /// The definition itself, minute by minute.
        func isOpenByDefinition(_ moment: Instant) -> Bool {
            let wall = Int(moment.seconds) + zone(moment)
            let day = Int((Double(wall) / 86_400).rounded(.down))
            let minute = (wall - day * 86_400) / 60
            return (0...2).contains { back in
                listed(day - back).contains { $0.from <= minute + back * 1_440 && minute + back * 1_440 < $0.to }
            }
        }

        private func listed(_ day: Int) -> [BusinessCalendar.Interval] {
            calendar.days.last { CivilDate($0.date)?.days == day }?.hours ?? calendar.week[(day + 3) % 7]
        }
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func `elapsed to the deadline is the span, and the deadline is the first such moment`(seed: UInt64) throws {
        let world = World(seed: seed)
        for _ in 0..<8 {
            let start = world.moment()
            let span = Instant.Span.milliseconds(1 + world.random.below(20 * 3_600_000))
            let deadline = try #require(world.hours.deadline(from: start, after: span))
            #expect(world.hours.elapsed(start, deadline) == span)
            #expect(world.hours.elapsed(start, deadline - .milliseconds(1)) < span)
        }
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func `elapsed adds up and never shrinks`(seed: UInt64) {
        let world = World(seed: seed)
        let moments = (0..<6).map { _ in world.moment() }.sorted()
        for (a, b) in zip(moments, moments.dropFirst()) {
            #expect(world.hours.elapsed(moments[0], a) <= world.hours.elapsed(moments[0], b))
            #expect(world.hours.elapsed(a, b) <= b - a)
        }
        let sum = zip(moments, moments.dropFirst()).reduce(Instant.Span.zero) { $0 + world.hours.elapsed($1.0, $1.1) }
        #expect(sum == world.hours.elapsed(moments[0], moments[5]))
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func `a later start or a longer span never gives an earlier deadline`(seed: UInt64) throws {
        let world = World(seed: seed)
        let start = world.moment()
        let span = Instant.Span.minutes(1 + world.random.below(600))
        let deadline = try #require(world.hours.deadline(from: start, after: span))
        let later = try #require(world.hours.deadline(from: start + .minutes(world.random.below(600)), after: span))
        let longer = try #require(world.hours.deadline(from: start, after: span + .minutes(world.random.below(600))))
        #expect(deadline <= later)
        #expect(deadline <= longer)
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `elapsed equals the count of open minutes by definition`(seed: UInt64) {
        let world = World(seed: seed)
        let start = BusinessHoursPropertyTests.monday + .minutes(world.random.below(4 * 1_440))
        let minutes = 1_440 + world.random.below(5 * 1_440)
        let counted = (0..<minutes).count { world.isOpenByDefinition(start + .minutes($0)) }
        #expect(world.hours.elapsed(start, start + .minutes(minutes)) == .minutes(counted))
    }
}
