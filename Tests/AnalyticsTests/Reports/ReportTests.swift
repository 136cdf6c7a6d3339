@testable import Analytics
import Base
import Contracts
import Testing

@Suite struct ReportTests {
    private let from = Tale.monday - .hours(10)

    /// Two tickets on Monday, one on Wednesday; one of Monday's is solved on Tuesday.
    private func tales() -> [Tale] {
        var first = Tale("t1")
        first.open()
        first.wait(.days(1))
        first.solve()
        var second = Tale("t2", at: Tale.monday + .hours(1), channel: .wechat)
        second.open()
        var third = Tale("t3", at: Tale.monday + .days(2))
        third.open()
        return [first, second, third]
    }

    @Test func `a trend has a row for each day, empty ones too`() async throws {
        let ledger = try await Ledger()
        try await ledger.follow(.journal(tales()))
        let result = try await ledger.ask(.volume, from: from, to: from + .days(4)) { $0.by = .day }
        #expect(result.rows.map(\.key) == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"])
        #expect(result.rows.map(\.n) == [2, 0, 1, 0])
        #expect(result.total.n == 3)
        let durations = try await ledger.ask(.resolution, from: from, to: from + .days(3)) { $0.by = .day }
        #expect(durations.rows.map(\.value) == [nil, 86_400, nil])
    }

    @Test func `the zone decides where a day ends`() async throws {
        let ledger = try await Ledger()
        try await ledger.follow(.journal(tales()))
        // 10:00 in Shanghai is the evening before in Los Angeles.
        let result = try await ledger.ask(.volume, from: from - .days(1), to: from + .days(4)) {
            ($0.by, $0.zone) = (.day, "America/Los_Angeles")
        }
        #expect(result.rows.first { $0.n == 2 }?.key == "2026-11-22")
    }

    @Test func `the backlog runs on from day to day`() async throws {
        let ledger = try await Ledger()
        try await ledger.follow(.journal(tales()))
        let whole = try await ledger.ask(.backlog, from: from, to: from + .days(4)) { $0.by = .day }
        #expect(whole.rows.map(\.value) == [2, 1, 2, 2])
        let later = try await ledger.ask(.backlog, from: from + .days(2), to: from + .days(4)) { $0.by = .day }
        #expect(later.rows.map(\.value) == [2, 2])
        #expect(later.total.value == 2)
    }

    @Test func `days that have not come are not shown`() async throws {
        let ledger = try await Ledger(at: from + .hours(30))
        let result = try await ledger.ask(.volume, from: from, to: from + .days(10)) { $0.by = .day }
        #expect(result.rows.map(\.key) == ["2026-11-23", "2026-11-24"])
        let future = try await ledger.ask(.volume, from: from + .days(5), to: from + .days(6)) { $0.by = .day }
        #expect(future.rows == [])
    }

    @Test func `groups are sorted by size and named`() async throws {
        let ledger = try await Ledger()
        var journal: [Tale] = []
        for (index, agent) in ["ann", "bob", "ann"].enumerated() {
            var tale = Tale("s\(index)")
            tale.open()
            tale.assign(to: agent)
            tale.solve()
            journal.append(tale)
        }
        var events = [Event].journal(journal)
        var named = Tale.event(
            TicketsAPI.agentChanged.name, "agent/ann",
            Agent(id: "ann", name: "Ann Li", email: "ann@example.com", roles: [.agent]))
        named.sequence = Int64(events.count + 1)
        events.append(named)
        try await ledger.follow(events)
        let rows = try await ledger.ask(.solved) { $0.by = .agent }.rows
        #expect(rows.map(\.key) == ["ann", "bob"])
        #expect(rows.map(\.n) == [2, 1])
        #expect(rows.map(\.label) == ["Ann Li", nil])
    }

    @Test func `channel, agent and team narrow a question`() async throws {
        let ledger = try await Ledger()
        try await ledger.follow(.journal(tales()))
        #expect(try await ledger.ask(.volume) { $0.channel = .wechat }.total.n == 1)
        #expect(try await ledger.ask(.volume) { $0.team = "nobody's" }.total.n == 0)
        let channels = try await ledger.ask(.volume) { $0.by = .channel }.rows
        #expect(channels.map(\.key) == ["mail", "wechat"])
        #expect(try await ledger.tickets(.volume) { $0.channel = .wechat } == ["t2"])
        #expect(try await ledger.tickets(.resolution) == ["t1"])
    }

    @Test func `the period has an end that counts no more`() async throws {
        let ledger = try await Ledger()
        try await ledger.follow(.journal(tales()))
        let start = Tale.monday
        #expect(try await ledger.ask(.volume, from: start, to: start + .hours(1)).total.n == 1)
        #expect(try await ledger.ask(.volume, from: start + .hours(1), to: start + .hours(2)).total.n == 1)
    }

    @Test(arguments: [Instant.Span.zero, .seconds(-1), .days(801)])
    func `a period ends after it begins and is not endless`(length: Instant.Span) async throws {
        let ledger = try await Ledger()
        let from = from
        let problem = await #expect(throws: Problem.self) {
            _ = try await ledger.ask(.volume, from: from, to: from + length)
        }
        #expect(problem?.status == 422 && problem?.code == "report.period")
    }

    @Test func `an unknown zone is a problem`() async throws {
        let ledger = try await Ledger()
        let problem = await #expect(throws: Problem.self) { _ = try await ledger.ask(.volume) { $0.zone = "Moon" } }
        #expect(problem?.code == "report.zone")
    }
}
