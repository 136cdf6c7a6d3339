@testable import Analytics
import Base
import Contracts
import Testing

@Suite struct FactTableTests {
    @Test func `only the first answer is the first response`() async throws {
        let ledger = try await Ledger()
        var tale = Tale()
        tale.open()
        tale.wait(.minutes(5))
        tale.reply(automatic: true)
        tale.wait(.minutes(5))
        tale.reply(by: .agent, "ann")
        tale.wait(.hours(1))
        tale.reply(by: .agent, "bob")
        try await ledger.follow(tale.events)
        let total = try await ledger.ask(.firstResponse).total
        #expect(total.n == 1 && total.value == 600)
        #expect(try await ledger.ask(.firstResponse) { $0.business = true }.total.value == 300)
        #expect(try await ledger.ask(.firstResponse) { $0.agent = "bob" }.total.n == 0)
    }

    @Test func `a reopened ticket leaves the number until it is solved again`() async throws {
        let ledger = try await Ledger()
        var tale = Tale()
        tale.open()
        tale.wait(.hours(1))
        tale.solve()
        try await ledger.follow(tale.events)
        #expect(try await ledger.ask(.resolution).total.value == 3_600)
        #expect(try await ledger.ask(.backlog).total.value == 0)
        tale.wait(.hours(1))
        tale.reopen()
        try await ledger.follow(tale.events)
        #expect(try await ledger.ask(.resolution).total.n == 0)
        #expect(try await ledger.ask(.solved).total.n == 0)
        #expect(try await ledger.ask(.backlog).total.value == 1)
        tale.wait(.hours(2))
        tale.solve()
        try await ledger.follow(tale.events)
        #expect(try await ledger.ask(.resolution).total.value == 4 * 3_600)
        #expect(try await ledger.ask(.solved).total.n == 1)
    }

    @Test(arguments: [[true, false], [false, true], [false], [false, false]])
    func `what is breached stays breached`(story: [Bool]) async throws {
        let ledger = try await Ledger()
        var tale = Tale()
        for met in story { tale.end(.resolution, met: met) }
        try await ledger.follow(tale.events)
        let total = try await ledger.ask(.slaAttainment).total
        #expect(total.n == 1 && total.value == 0)
    }

    @Test func `targets are counted each by itself`() async throws {
        let ledger = try await Ledger()
        var tale = Tale()
        tale.end(.firstResponse, met: true)
        tale.end(.resolution, met: false)
        var other = Tale("t2")
        other.end(.firstResponse, met: true)
        other.end(.resolution, met: true)
        try await ledger.follow(.journal([tale, other]))
        let total = try await ledger.ask(.slaAttainment).total
        #expect(total.n == 4 && total.value == 0.75)
    }

    @Test func `the last rating of a ticket counts`() async throws {
        let ledger = try await Ledger()
        var tale = Tale()
        tale.rate(1)
        tale.rate(5)
        try await ledger.follow(tale.events)
        let total = try await ledger.ask(.csat).total
        #expect(total.n == 1 && total.value == 1)
    }

    @Test func `the backlog of an agent is what the agent has now`() async throws {
        let ledger = try await Ledger()
        var tale = Tale()
        tale.open()
        tale.assign(to: "ann")
        var other = Tale("t2")
        other.open()
        other.assign(to: "ann")
        other.assign(to: "bob")
        var done = Tale("t3")
        done.open()
        done.assign(to: "ann")
        done.solve()
        try await ledger.follow(.journal([tale, other, done]))
        let rows = try await ledger.ask(.backlog) { $0.by = .agent }.rows
        #expect(rows.filter { $0.n != 0 }.map(\.key).sorted() == ["ann", "bob"])
        #expect(rows.allSatisfy { $0.n >= 0 })
        #expect(try await ledger.ask(.backlog) { $0.agent = "ann" }.total.n == 1)
        #expect(try await ledger.tickets(.backlog) == ["t1", "t2"])
        #expect(try await ledger.tickets(.backlog) { $0.agent = "ann" } == ["t1"])
    }
}
