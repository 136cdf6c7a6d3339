import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

@Suite struct ReplayTests {
    private typealias Step = ReplayTicket.Step

    private func past(key: String = "k1", _ steps: [Step]) -> ReplayTicket {
        ReplayTicket(
            key: key, subject: "Old", channel: .mail, requester: Requester(id: "c1", name: "李雷"), priority: .high,
            tags: ["demo"], steps: steps)
    }

    @Test func `a past is lived again at its times, and nobody acts on it`() async throws {
        let house = try await House()
        try await house.hire("ann", presence: .offline)
        let start = shanghai("2026-10-12 10:00")
        let request = past([
            Step(kind: .received, at: start, text: "坏了"),
            Step(kind: .assigned, at: start + .minutes(1), agent: "ann"),
            Step(kind: .replied, at: start + .hours(2), text: "请重启", agent: "ann", status: .pending),
            Step(kind: .received, at: start + .hours(3), text: "好了"),
            Step(kind: .status, at: start + .hours(4), agent: "ann", status: .solved),
            Step(kind: .rated, at: start + .hours(5), text: "赞", score: 5),
        ])
        let ticket = try await house.work(.system, isReplay: true) { try $0.replay(request) }
        #expect(ticket.status == .closed && ticket.closedAt == start + .hours(4) + .days(4))
        #expect(ticket.createdAt == start && ticket.firstRepliedAt == start + .hours(2) && ticket.rating?.score == 5)
        #expect(ticket.clock(.firstResponse)?.breachedAt == start + .hours(1))
        let events = try await house.events(ticket.id)
        #expect(events.allSatisfy { $0.replayed == true })
        #expect(events.map(\.time) == events.map(\.time).sorted())
        #expect(events.last?.type == TicketsAPI.closed.name && events.last?.time == ticket.closedAt)
        #expect(try await house.store.read { try $0.timers(reference: ticket.id) }.isEmpty)
        #expect(try await house.agent("ann")?.load == 0)
        #expect(try await house.work(.system, isReplay: true) { try $0.replay(request) } == ticket)
        #expect(try await house.events(ticket.id).count == events.count)
    }

    @Test func `an open past goes on: only what is due in the future has a timer`() async throws {
        let house = try await House()
        try await house.hire("ann", presence: .offline)
        let start = house.time.now() - .minutes(30)
        let request = past([
            Step(kind: .received, at: start), Step(kind: .assigned, at: start + .minutes(1), agent: "ann"),
        ])
        let ticket = try await house.work(.system, isReplay: true) { try $0.replay(request) }
        #expect(ticket.status == .open)
        let timers = try await house.store.read { try $0.timers(reference: ticket.id) }
        #expect(timers.map(\.due) == [shanghai("2026-11-23 10:15")])
        #expect(try await house.agent("ann")?.load == 1)
    }

    @Test func `a past that cannot have been is refused`() async throws {
        let house = try await House()
        let now = house.time.now()
        let wrong: [(String, [Step])] = [
            ("replay.steps", []),
            ("replay.order", [Step(kind: .received, at: now), Step(kind: .noted, at: now - .hours(1))]),
            ("replay.order", [Step(kind: .received, at: now + .hours(1))]),
            ("replay.agent", [Step(kind: .received, at: now), Step(kind: .replied, at: now, agent: "nobody")]),
            ("ticket.unassigned", [Step(kind: .received, at: now), Step(kind: .status, at: now, status: .solved)]),
        ]
        for (expected, steps) in wrong {
            let request = past(key: expected, steps)
            #expect(
                await code { _ = try await house.work(.system, isReplay: true) { try $0.replay(request) } } == expected)
        }
    }

    @Test(.timeLimit(.minutes(4))) func `three hundred tickets of two months come in quickly`() async throws {
        let house = try await House()
        try await house.hire("ann", presence: .offline)
        let start = house.time.now() - .days(60)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<300 {
                let at = start + .minutes(index * 60)
                let request = past(
                    key: "k\(index)",
                    [
                        Step(kind: .received, at: at), Step(kind: .assigned, at: at + .minutes(1), agent: "ann"),
                        Step(kind: .replied, at: at + .minutes(40), agent: "ann", status: .pending),
                        Step(kind: .received, at: at + .hours(20)),
                        Step(kind: .replied, at: at + .hours(22), agent: "ann", status: .solved),
                        Step(kind: .rated, at: at + .hours(30), score: 4),
                    ])
                group.addTask { _ = try await house.work(.system, isReplay: true) { try $0.replay(request) } }
            }
            try await group.waitForAll()
        }
        let count = try await house.store.read { try $0.first("SELECT COUNT(*) AS n FROM tickets")?.int("n") }
        #expect(count == 300)
    }
}
