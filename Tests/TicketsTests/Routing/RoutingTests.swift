import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Rows 52 to 55 and 63.
@Suite struct RoutingTests {
    @Test func `only active people who may answer, are online and have room are eligible`() {
        var agent = Agent(id: "a", name: "A", email: "", roles: [.agent], presence: .online, capacity: 2, load: 1)
        #expect(agent.isEligible)
        agent.load = 2
        #expect(!agent.isEligible)
        (agent.load, agent.presence) = (0, .away)
        #expect(!agent.isEligible)
        (agent.presence, agent.active) = (.online, false)
        #expect(!agent.isEligible)
        (agent.active, agent.roles) = (true, [.light])
        #expect(!agent.isEligible)
    }

    @Test func `tickets go round by time since the last assignment`() async throws {
        let house = try await House()
        for name in ["ann", "bob", "cat"] { try await house.hire(name) }
        var order: [String?] = []
        for index in 0..<7 {
            house.time.advance(by: .seconds(1))
            order.append(try await house.ticket(house.mail("m\(index)").ticket).assignee)
        }
        #expect(order == ["ann", "bob", "cat", "ann", "bob", "cat", "ann"])
        _ = try await house.work(.agent("bob")) { try $0.set(SetPresence(agent: "bob", presence: .offline)) }
        house.time.advance(by: .seconds(1))
        #expect(try await house.ticket(house.mail("m8").ticket).assignee == "cat")
    }

    @Test func `an assignment opens the ticket and says why`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let ticket = try await house.ticket(house.mail("m1").ticket)
        #expect(ticket.status == .open && ticket.routing == AssignmentReason(.roundRobin, team: "Support"))
        let assigned = try #require(try await house.events(ticket.id).first { $0.type == TicketsAPI.assigned.name })
        #expect(assigned.actor?.kind == .service)
    }

    /// Found by the simulation, seed 83: it waited for nobody until another ticket came.
    @Test func `an unassigned ticket that opens again goes to whoever has room`() async throws {
        let house = try await House()
        try await house.hire("ann", presence: .offline)
        let id = try await house.mail("m1").ticket
        _ = try await house.work(.agent("boss")) { try $0.update(UpdateTicket(id: id, status: .pending)) }
        _ = try await house.work(.agent("ann")) { try $0.set(SetPresence(agent: "ann", presence: .online)) }
        #expect(try await house.ticket(id).assignee == nil)
        _ = try await house.work(.agent("boss")) { try $0.update(UpdateTicket(id: id, status: .open)) }
        #expect(try await house.ticket(id).assignee == "ann")
    }

    @Test func `nobody gets more than their capacity, and what waits goes to whoever has room, oldest first`()
        async throws
    {
        let house = try await House()
        try await house.hire("ann", capacity: 2)
        var tickets: [String] = []
        for index in 0..<5 {
            house.time.advance(by: .seconds(1))
            tickets.append(try await house.mail("m\(index)").ticket)
        }
        #expect(try await house.agent("ann")?.load == 2)
        #expect(try await house.ticket(tickets[2]).assignee == nil)
        _ = try await house.reply(tickets[0], by: "ann", status: .pending)
        #expect(try await house.ticket(tickets[2]).assignee == "ann")
        #expect(try await house.ticket(tickets[3]).assignee == nil)
        try await house.hire("bob")
        #expect(try await house.ticket(tickets[3]).assignee == "bob")
        #expect(try await house.ticket(tickets[4]).assignee == "bob")
        #expect(try await house.agent("bob")?.load == 2)
    }

    @Test func `coming online takes what waits, urgent deadlines or not`() async throws {
        let house = try await House()
        try await house.hire("ann", presence: .offline)
        let first = try await house.mail("m1")
        #expect(try await house.ticket(first.ticket).status == .new)
        _ = try await house.work(.agent("ann")) { try $0.set(SetPresence(agent: "ann", presence: .online)) }
        let ticket = try await house.ticket(first.ticket)
        #expect(ticket.assignee == "ann" && ticket.status == .open)
    }

    @Test func `by hand somebody may get more than their capacity`() async throws {
        let house = try await House()
        try await house.hire("ann", capacity: 0)
        let first = try await house.mail("m1")
        _ = try await house.update(first.ticket) { $0.assignee = "ann" }
        let agent = try #require(try await house.agent("ann"))
        #expect(agent.load == 1 && agent.lastAssignedAt == house.time.now())
    }

    @Test func `what is put back by hand stays there until somebody or another team takes it`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let first = try await house.mail("m1")
        _ = try await house.update(first.ticket) { $0.assignee = "" }
        #expect(try await house.ticket(first.ticket).assignee == nil)
        _ = try await house.mail("m2") { $0.ticket = first.ticket }
        try await house.hire("bob")
        #expect(try await house.ticket(first.ticket).assignee == nil)
        _ = try await house.work(.system) { try $0.save(Team(id: "tech", name: "Tech")) }
        try await house.hire("cat", teams: ["tech"])
        _ = try await house.update(first.ticket) { $0.team = "tech" }
        #expect(try await house.ticket(first.ticket).assignee == "cat")
    }

    @Test func `a ticket that moves to a team leaves an assignee who is not in it`() async throws {
        let house = try await House()
        try await house.hire("ann")
        _ = try await house.work(.system) { try $0.save(Team(id: "tech", name: "Tech")) }
        let first = try await house.mail("m1")
        let moved = try await house.update(first.ticket) { $0.team = "tech" }
        #expect(moved.assignee == nil && moved.team == "tech")
        #expect(try await house.agent("ann")?.load == 0)
        try await house.hire("bob", teams: ["tech"])
        #expect(try await house.ticket(first.ticket).assignee == "bob")
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `after any mix of work the loads are the true counts`(seed: UInt64) async throws {
        let house = try await House(seed: seed)
        let random = Randomness.seeded(seed)
        let names = ["ann", "bob", "cat"]
        for name in names { try await house.hire(name, capacity: 3) }
        var tickets: [String] = []
        for index in 0..<60 {
            house.time.advance(by: .minutes(random.below(90)))
            let agent = names[random.below(3)]
            switch random.below(6) {
            case 0, 1: tickets.append(try await house.mail("m\(index)").ticket)
            case 2:
                let presence = Agent.Presence.allCases[random.below(3)]
                _ = try await house.work(.agent(agent)) { try $0.set(SetPresence(agent: agent, presence: presence)) }
            default:
                guard let ticket = tickets.isEmpty ? nil : tickets[random.below(tickets.count)] else { continue }
                let status = [TicketStatus.open, .pending, .hold, .solved][random.below(4)]
                let assignee = [agent, "", nil][random.below(3)]
                _ = await code {
                    try await house.update(ticket, by: .agent(agent)) { ($0.status, $0.assignee) = (status, assignee) }
                }
            }
        }
        for name in names {
            let count = try await house.store.read { db in
                try db.first(
                    "SELECT COUNT(*) AS n FROM tickets WHERE assignee = \(name) AND status IN ('new', 'open')")?
                    .int("n")
            }
            let agent = try #require(try await house.agent(name))
            #expect(agent.load == count)
            let eligible = try await house.store.read { db in
                try db.first("SELECT eligible FROM rota WHERE agent = \(name)")?.bool("eligible")
            }
            #expect(eligible == agent.isEligible)
        }
    }
}
