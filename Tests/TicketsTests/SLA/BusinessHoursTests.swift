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

    @Test func `the last stretches before a moment are whole, and there are none of a calendar that never closes`() {
        let found = office.stretches(before: shanghai("2026-11-30 08:00"), 2)
        #expect(
            found == [
                .init(from: shanghai("2026-11-26 09:00"), to: shanghai("2026-11-26 18:00")),
                .init(from: shanghai("2026-11-27 09:00"), to: shanghai("2026-11-27 18:00")),
            ])
        #expect(BusinessHours.always.stretches(before: shanghai("2026-11-30 08:00"), 2) == nil)
        var closed = Calendars.office()
        closed.week = Array(repeating: [], count: 7)
        let never = BusinessHours(closed, zone: Calendars.shanghai)
        #expect(never.stretches(before: shanghai("2026-11-30 08:00"), 2) == nil)
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
