@testable import Analytics
import Base
import Contracts
import Testing

@Suite struct RebuildTests {
    /// Many tickets and what happened to them, by a seed.
    private func journal(_ seed: UInt64) -> [Event] {
        let randomness = Randomness.seeded(seed)
        var tales = (0..<12).map { index in
            Tale("t\(index)", at: Tale.monday + .minutes(randomness.below(4_000)))
        }
        for index in tales.indices { tales[index].open(randomness.below(4) == 0 ? .note : .incoming) }
        for _ in 0..<150 { act(&tales[randomness.below(tales.count)], randomness) }
        return .journal(tales)
    }

    private func act(_ tale: inout Tale, _ randomness: Randomness) {
        tale.wait(.seconds(1 + randomness.below(20_000)))
        let agents: [String?] = ["ann", "bob", "eve", nil]
        switch randomness.below(10) {
        case 0: tale.receive()
        case 1, 2: tale.reply(by: .agent, agents[randomness.below(3)] ?? "")
        case 3: tale.reply(by: .rule, automatic: true)
        case 4:
            let agent = agents[randomness.below(4)]
            if agent != tale.ticket.assignee { tale.assign(to: agent) }
        case 5: tale.move(team: agents[randomness.below(4)], priority: Priority.allCases[randomness.below(4)])
        case 6, 7: tale.ticket.status == .solved ? tale.reopen() : tale.solve()
        case 8: tale.rate(1 + randomness.below(5))
        default: tale.end(randomness.below(2) == 0 ? .resolution : .firstResponse, met: randomness.below(2) == 0)
        }
    }

    @Test(arguments: 1...25) func `a rebuilt read model is equal`(seed: Int) async throws {
        let events = journal(UInt64(seed))
        let ledger = try await Ledger()
        try await ledger.follow(events, page: 7)
        let digest = try #require(try await ledger.digest())
        let started = try await ledger.rebuilds.start(Empty(), ledger.context)
        #expect(started.rebuilding && started.digest == nil && started.total == Int64(events.count))
        #expect(try await ledger.ask(.volume).total.n == 0)
        try await ledger.follow(events, page: 1 + seed % 5)
        #expect(try await ledger.digest() == digest, "SEED=\(seed)")
    }

    @Test(arguments: 1...10) func `the backlog is what the tickets say`(seed: Int) async throws {
        let events = journal(UInt64(seed))
        let ledger = try await Ledger()
        try await ledger.follow(events)
        var last: [String: Ticket] = [:]
        for event in events { last[event.subject] = try event.data.decoded(as: TicketEvent.self).ticket }
        let unsolved = last.values.filter { $0.status != .solved }
        #expect(try await ledger.ask(.backlog).total.n == unsolved.count)
        for dimension in [MetricQuery.Dimension.agent, .team, .priority] {
            let expected = Dictionary(grouping: unsolved) { ticket in
                switch dimension {
                case .agent: ticket.assignee ?? ""
                case .team: ticket.team ?? ""
                default: ticket.priority.rawValue
                }
            }.mapValues(\.count)
            let rows = try await ledger.ask(.backlog) { $0.by = dimension }.rows.filter { $0.n != 0 }
            #expect(Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.n) }) == expected, "SEED=\(seed)")
        }
        #expect(try await ledger.tickets(.backlog) == unsolved.map(\.id).sorted())
    }

    @Test func `a rebuild that starts again still has the whole way to go`() async throws {
        let events = journal(3)
        let ledger = try await Ledger()
        try await ledger.follow(events)
        _ = try await ledger.rebuilds.start(Empty(), ledger.context)
        try await ledger.follow(Array(events.prefix(10)))
        let again = try await ledger.rebuilds.start(Empty(), ledger.context)
        #expect(again.rebuilding && again.processed == 0 && again.total == Int64(events.count))
    }

    @Test func `another history has another digest`() async throws {
        let (one, other) = (try await Ledger(), try await Ledger())
        try await one.follow(journal(1))
        try await other.follow(journal(2))
        #expect(try await one.digest() != (try await other.digest()))
    }
}
