import Base
import Conditions
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Rows 52 and 65: why this agent, and what other rules would have done.
@Suite struct ExplanationTests {
    @Test func `a decision is kept with what spoke against the others`() async throws {
        let house = try await House()
        try await house.hire("ann", capacity: 0)
        try await house.hire("bob", presence: .away)
        try await house.hire("cat")
        let ticket = try await house.open()
        let told = try await house.explain(ticket.id)
        let last = try #require(told.last)
        #expect(last.agent == "cat" && last.at == house.time.now() && last.strategy == .roundRobin)
        let refusals = Dictionary(uniqueKeysWithValues: last.verdicts.map { ($0.agent, $0.refusals) })
        #expect(refusals == ["ann": [.capacity], "bob": [.away], "cat": []])
        #expect(told.reason?.kind == .roundRobin && told.place == nil)
        #expect(told.now?.agent == "cat")
    }

    @Test func `a waiting ticket says its place and what it waits for`() async throws {
        let house = try await House()
        try await house.hire("ann", presence: .offline)
        _ = try await house.open()
        house.time.advance(by: .seconds(1))
        let told = try await house.explain(try await house.open().id)
        #expect(told.place == 2 && told.last == nil && told.now?.agent == nil)
        #expect(told.now?.verdicts == [Verdict(agent: "ann", refusals: [.offline])])
        #expect(await code { _ = try await house.explain("none") } == "ticket.not_found")
    }

    @Test func `a rehearsal tells who would have got what`() async throws {
        let house = try await House()
        _ = try await house.work(.system) { try $0.save(Team(id: "tech", name: "Tech")) }
        try await house.hire("ann")
        try await house.hire("tom", teams: ["tech"])
        var printers: [String] = []
        for index in 0..<4 {
            house.time.advance(by: .minutes(5))
            let ticket = try await house.open(index < 2 ? "Printer \(index)" : "Other \(index)")
            #expect(ticket.assignee == "ann")
            guard index < 2 else { continue }
            printers.append(ticket.id)
            _ = try await house.update(ticket.id) { $0.team = "tech" }
        }
        #expect(try await house.ticket(printers[0]).assignee == "tom")
        house.time.advance(by: .minutes(5))
        let rule = RoutingRule(
            id: "p", name: "Printers", condition: .test("ticket.subject", .contains, "printer"), team: "tech")
        let asIs = try await house.rehearse(RehearseRouting())
        #expect(asIs.tickets == 4 && asIs.teamAccuracy == 0.5 && asIs.agentAccuracy == 0.5)
        #expect(asIs.pastTeamAccuracy == 0.5 && asIs.differences.map(\.ticket) == printers)
        let better = try await house.rehearse(RehearseRouting(days: 1, routing: RoutingRules(rules: [rule])))
        #expect(better.teamAccuracy == 1 && better.agentAccuracy == 1 && better.differences.isEmpty)
        #expect(better.byTeam == ["tech": 2, "support": 2] && better.byAgent == ["tom": 2, "ann": 2])
        #expect(better.byRule == ["p": 2] && better.waiting == 0)
        let strict = try await house.rehearse(
            RehearseRouting(policies: [QueuePolicy(team: "support", strategy: .manual)]))
        #expect(strict.waiting == 4)
        #expect(await code { _ = try await house.rehearse(RehearseRouting(days: 8)) } == "rehearsal.days")
        let unknown = RehearseRouting(policies: [QueuePolicy(team: "nowhere")])
        #expect(await code { _ = try await house.rehearse(unknown) } == "team.not_found")
    }

    @Test func `a rehearsal knows who was not there`() async throws {
        let house = try await House()
        try await house.hire("ann")
        house.time.advance(by: .hours(1))
        try await house.presence("ann", .away)
        try await house.hire("bob", presence: .away)
        house.time.advance(by: .hours(1))
        _ = try await house.open()
        house.time.advance(by: .minutes(1))
        try await house.presence("bob", .online)
        let found = try await house.rehearse(RehearseRouting())
        #expect(found.waiting == 1 && found.byAgent.isEmpty)
    }
}
