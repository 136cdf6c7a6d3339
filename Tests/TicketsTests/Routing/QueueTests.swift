import Base
import Conditions
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Rows 52 to 57, 62 and 64 in the store.
@Suite struct QueueTests {
    @Test func `the first rule that holds chooses the team; without any it is the default`() async throws {
        let house = try await House()
        _ = try await house.work(.system) { try $0.save(Team(id: "tech", name: "Tech")) }
        try await house.rules([
            RoutingRule(id: "off", name: "Off", condition: .always, team: "tech", enabled: false),
            RoutingRule(
                id: "vip", name: "VIP", condition: .test("ticket.requester.id", .equal, "vip"), team: "tech",
                boost: 60, priority: .high),
            RoutingRule(
                id: "words", name: "Words", condition: .test("message.text", .contains, "please"), team: "support"),
        ])
        let vip = try await house.open(from: "vip")
        #expect(vip.team == "tech" && vip.priority == .high && vip.demand == Demand(rule: "VIP", boost: 60))
        let other = try await house.open()
        #expect(other.team == "support" && other.demand?.rule == "Words")
        #expect(try await house.ticket(house.mail("m1").ticket).demand == nil)
    }

    @Test func `rules and policies that make no sense are refused`() async throws {
        let house = try await House()
        func refusal(_ change: @Sendable (inout RoutingRule) -> Void) async -> String? {
            var rule = RoutingRule(id: "r", name: "R", condition: .always, team: "support")
            change(&rule)
            return await code { [rule] in try await house.rules([rule]) }
        }
        #expect(await refusal { $0.team = "nowhere" } == "routing.team")
        #expect(await refusal { $0.name = " " } == "routing.rule")
        #expect(await refusal { $0.skills = [SkillNeed("magic")] } == "routing.skill")
        #expect(await refusal { $0.boost = 1_000_000 } == "routing.boost")
        #expect(await refusal { $0.condition = .test("ticket.colour", .equal, "red") } == "condition.invalid")
        #expect(await refusal { $0.condition = .test("ticket.priority", .changed) } == "routing.rule")
        #expect(await code { try await house.rules([], weights: [.chat: 0]) } == "routing.weight")
        #expect(await code { try await house.policy { $0.slope = 0 } } == "queue.policy")
        #expect(await code { try await house.policy { $0.offerSeconds = 1 } } == "queue.policy")
        #expect(await code { try await house.policy("nowhere") { _ in } } == "team.not_found")
        #expect(await code { try await house.policy { $0.version = 9 } } == "queue.stale")
        #expect(
            try await house.store.read { try $0.first("SELECT name FROM settings WHERE name = 'queue:support'") } == nil
        )
    }

    @Test func `weights and limits of channels fill an agent`() async throws {
        let house = try await House()
        try await house.rules([], weights: [.chat: 4])
        try await house.hire("ann", capacity: 10) { $0.channelLimits = [.mail: 1] }
        let chats = [try await house.open(channel: .chat), try await house.open(channel: .chat)]
        #expect(try await house.assignees(chats) == ["ann", "ann"])
        #expect(try await house.agent("ann")?.load == 8)
        let third = try await house.open(channel: .chat)
        let mails = [try await house.open(), try await house.open()]
        #expect(try await house.assignees(mails + [third]) == ["ann", nil, nil])
        #expect(try await house.agent("ann")?.load == 9)
        // The weight a ticket came with is the one it goes with.
        try await house.work(.system) { _ = try $0.save(RoutingRules(weights: [.chat: 1])) }
        _ = try await house.reply(chats[0].id, by: "ann", status: .pending)
        #expect(try await house.agent("ann")?.load == 6)
        #expect(try await house.ticket(third.id).assignee == "ann")
    }

    @Test func `skills are asked for, and relax while the ticket waits`() async throws {
        let house = try await House()
        try await house.skill("german")
        try await house.rules([
            RoutingRule(
                id: "de", name: "German", condition: .test("ticket.tags", .equal, "de"), team: "support",
                skills: [SkillNeed("german", level: 3)])
        ])
        try await house.policy { $0.relaxAfter = 600 }
        try await house.hire("ann") { $0.skills = ["german": 2] }
        try await house.hire("bob")
        let german = try await house.open(tags: ["de"])
        let plain = try await house.open()
        #expect(try await house.assignees([german, plain]) == [nil, "ann"])
        try await house.pass(.seconds(599))
        #expect(try await house.ticket(german.id).assignee == nil)
        try await house.pass(.seconds(1))
        let given = try await house.ticket(german.id)
        #expect(given.assignee == "ann" && given.routing?.relaxed == 1 && given.routing?.rule == "German")
    }

    @Test func `urgent first, but nobody waits for ever`() async throws {
        let house = try await House()
        try await house.policy { $0.points = [.urgent: 30] }
        let old = try await house.open()
        try await house.pass(.minutes(29))
        let urgent = try await house.open(priority: .urgent)
        try await house.pass(.minutes(31))
        let late = try await house.open(priority: .urgent)
        let order = try await house.store.read { try $0.queued(ListQueue(team: "support")) }.items.map(\.id)
        #expect(order == [urgent.id, old.id, late.id])
        try await house.hire("ann", capacity: 1)
        #expect(try await house.ticket(urgent.id).assignee == "ann")
    }

    @Test func `a changed policy puts what waits in order anew`() async throws {
        let house = try await House()
        let old = try await house.open()
        house.time.advance(by: .seconds(1))
        let urgent = try await house.open(priority: .urgent)
        func order() async throws -> [String] {
            try await house.store.read { try $0.queued(ListQueue(team: "support")) }.items.map(\.id)
        }
        #expect(try await order() == [old.id, urgent.id])
        try await house.policy { $0.points = [.urgent: 5] }
        #expect(try await order() == [urgent.id, old.id])
    }

    @Test func `pages of a queue follow each other`() async throws {
        let house = try await House()
        var tickets: [String] = []
        for _ in 0..<5 {
            house.time.advance(by: .seconds(1))
            tickets.append(try await house.open().id)
        }
        var (seen, after): ([String], String?) = ([], nil)
        repeat {
            let page = try await house.store.read { [after] in
                try $0.queued(ListQueue(team: "support", limit: 2, after: after))
            }
            seen += page.items.map(\.id)
            after = page.after
        } while after != nil
        #expect(seen == tickets)
    }

    @Test func `nobody gets more than the limit of a window, and the rest as it ends`() async throws {
        let house = try await House()
        try await house.policy { $0.limit = .init(count: 2, seconds: 600) }
        try await house.hire("ann")
        var tickets: [Ticket] = []
        for _ in 0..<3 {
            tickets.append(try await house.open())
            try await house.pass(.minutes(1))
        }
        #expect(try await house.assignees(tickets) == ["ann", "ann", nil])
        try await house.pass(.minutes(6))
        #expect(try await house.ticket(tickets[2].id).assignee == nil)
        try await house.pass(.minutes(1))
        #expect(try await house.ticket(tickets[2].id).assignee == "ann")
    }

    @Test func `a manual queue gives out nothing; who claims second is told by whom it is taken`() async throws {
        let house = try await House()
        try await house.policy { $0.strategy = .manual }
        for name in ["ann", "bob"] { try await house.hire(name) }
        let ticket = try await house.open()
        #expect(ticket.assignee == nil)
        let mine = try await house.claim(ticket.id, by: "ann")
        #expect(mine.assignee == "ann" && mine.routing?.kind == .claimed && mine.status == .open)
        #expect(try await house.claim(ticket.id, by: "ann") == mine)
        let late = await problem { _ = try await house.claim(ticket.id, by: "bob") }
        #expect(late?.code == "ticket.taken" && late?.status == 409 && late?.detail == "Taken by Ann.")
        try await house.policy { ($0.strategy, $0.version) = (.roundRobin, 1) }
        #expect(try await house.ticket(ticket.id).assignee == "ann")
    }

    @Test func `a ticket nobody has can be routed again by rules that came later`() async throws {
        let house = try await House()
        _ = try await house.work(.system) { try $0.save(Team(id: "tech", name: "Tech")) }
        try await house.hire("tom", teams: ["tech"])
        let ticket = try await house.open("Printer")
        try await house.rules([
            RoutingRule(
                id: "p", name: "Printers", condition: .test("ticket.subject", .contains, "printer"), team: "tech")
        ])
        let moved = try await house.work(.agent("tom")) { try $0.routeAgain(ticket.id) }
        #expect(moved.team == "tech" && moved.assignee == "tom" && moved.demand?.rule == "Printers")
        #expect(
            await code { _ = try await house.work(.agent("ann")) { try $0.routeAgain(ticket.id) } } == "ticket.taken")
    }

    @Test func `what was put back by hand stays there when a wait ends, and waits again when it is routed again`()
        async throws
    {
        let house = try await House()
        try await house.policy { $0.stickySeconds = 60 }
        try await house.hire("ann")
        let ticket = try await house.open()
        _ = try await house.update(ticket.id) { $0.assignee = "" }
        try await house.pass(.minutes(5))
        #expect(try await house.ticket(ticket.id).assignee == nil)
        #expect(try await house.store.read { try $0.queued(ListQueue(team: "support")) }.items.isEmpty)
        let again = try await house.work(.agent("ann")) { try $0.routeAgain(ticket.id) }
        #expect(again.assignee == "ann")
    }

    @Test func `a supervisor sees who waits and who is there`() async throws {
        let house = try await House()
        for index in 0..<3 {
            _ = try await house.open(priority: index == 0 ? .urgent : .normal)
            house.time.advance(by: .minutes(1))
        }
        try await house.hire("ann", presence: .away)
        try await house.hire("leo", roles: [.light])
        let view = try #require(try await house.store.read { try $0.queues() }.items.first)
        #expect(view.waiting == 3 && view.atRisk == 1 && view.offered == 0 && view.free == 0)
        #expect(view.waitingSince == shanghai("2026-11-23 10:00") && view.agents == [.away: 1])
    }
}
