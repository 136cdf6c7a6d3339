import Base
import Contracts
import Testing
import Tickets

/// Properties over calendars made from seeds: random hours (also overlapping and over midnight), days of their own,
/// also as ranges and every year, zones with changes of the clock.
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
            // Single days, ranges and every year's, some for the same dates.
            let days = (0..<6).map { index in
                let (month, day) = (3 + random.below(2), 10 + random.below(16))
                let last = random.below(3) == 0 ? "2026-0\(month)-\(day + random.below(4))" : nil
                let year = index % 2 == 0 ? 2026 : 2023
                return BusinessCalendar.Day(
                    date: "\(year)-0\(month)-\(day)", to: last.map { "\(year)" + $0.dropFirst(4) }, name: "",
                    hours: intervals(), yearly: index % 2 == 0 ? nil : true)
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
            let date = CivilDate(days: day).text
            let own = calendar.days.last { $0.yearly != true && ($0.date...($0.to ?? $0.date)).contains(date) }
            let yearly = calendar.days.last {
                $0.yearly == true && ($0.date...($0.to ?? $0.date)).contains("2023" + date.dropFirst(4))
            }
            return (own ?? yearly)?.hours ?? calendar.week[(day + 3) % 7]
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

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `over changes of the calendar each stretch counts by the hours valid then`(seed: UInt64) throws {
        let (first, second, third) = (World(seed: seed), World(seed: seed + 1_000), World(seed: seed + 2_000))
        let changes = [first.moment(), first.moment()].sorted()
        let schedule = Schedule([
            (first.moment(), first.hours), (changes[0], second.hours), (changes[1], third.hours),
        ])
        for _ in 0..<4 {
            let start = first.moment()
            let end = start + .milliseconds(first.random.below(6 * 86_400_000))
            func within(_ from: Instant?, _ to: Instant?, _ hours: BusinessHours) -> Instant.Span {
                hours.elapsed(max(start, from ?? start), min(end, to ?? end))
            }
            let sum =
                within(nil, changes[0], first.hours) + within(changes[0], changes[1], second.hours)
                + within(changes[1], nil, third.hours)
            #expect(schedule.elapsed(start, end) == sum)
            let span = Instant.Span.milliseconds(1 + first.random.below(20 * 3_600_000))
            let deadline = try #require(schedule.deadline(from: start, after: span))
            #expect(schedule.elapsed(start, deadline) == span)
            #expect(schedule.elapsed(start, deadline - .milliseconds(1)) < span)
        }
    }
}
