import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// What people here do with tickets, through the desk and a real store.
@Suite struct WorkTests {
    @Test func `an answer is queued for delivery, taken by its writer and told in order`() async throws {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        let opened = try await house.mail("m1")
        let answered = try await house.reply(opened.ticket, by: "ann", status: .pending)
        #expect(answered.ticket.assignee == "ann" && answered.ticket.status == .pending)
        #expect(answered.message.delivery?.state == .queued && !answered.message.automatic)
        #expect(
            try await house.story(opened.ticket) == [
                "opened", "sla.started", "sla.started", "replied", "sla.met", "assigned", "changed", "changed",
                "sla.paused",
            ])
    }

    @Test func `a rule's answer is automatic`() async throws {
        let house = try await House()
        let opened = try await house.mail("m1")
        let rule = Caller(kind: .rule, id: "r1", name: "Receipt")
        let answered = try await house.work(rule) {
            try $0.reply(WriteMessage(ticket: opened.ticket, text: "We got it", citations: ["kb1"]))
        }
        #expect(answered.message.automatic && answered.ticket.firstRepliedAt == nil)
        let event = try #require(try await house.events(opened.ticket).last)
        #expect(event.actor?.kind == .rule)
        #expect(try event.decode(TicketsAPI.replied).citations == ["kb1"])
    }

    @Test func `an outdated writer hears of it, but a clock or a delivery makes nobody outdated`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let opened = try await house.mail("m1")
        let seen = try await house.ticket(opened.ticket).version
        let answered = try await house.reply(opened.ticket, by: "ann", version: seen)
        try await house.report(answered.message, externalID: "x@y")
        let after = try await house.ticket(opened.ticket)
        #expect(after.version > answered.ticket.version)
        _ = try await house.update(opened.ticket) { ($0.priority, $0.version) = (.high, answered.ticket.version) }
        #expect(await code { _ = try await house.reply(opened.ticket, by: "ann", version: seen) } == "ticket.stale")
        #expect(await code { try await house.update(opened.ticket) { $0.version = 99 } } == "ticket.stale")
        let current = try await house.ticket(opened.ticket).version
        _ = try await house.mail("m2") { $0.ticket = opened.ticket }
        #expect(await code { _ = try await house.reply(opened.ticket, by: "ann", version: current) } == "ticket.stale")
    }

    @Test func `what cannot be is refused with its code, and nothing is left of it`() async throws {
        let house = try await House()
        try await house.hire("ann", presence: .offline)
        let opened = try await house.mail("m1")
        let before = try await house.ticket(opened.ticket)
        let rule = Caller(kind: .rule, id: "r1")
        let id = opened.ticket
        #expect(await code { try await house.update(id, by: rule) { $0.status = .solved } } == "ticket.unassigned")
        #expect(await code { try await house.update(id) { $0.status = .closed } } == "ticket.transition")
        #expect(await code { try await house.update(id) { $0.assignee = "nobody" } } == "ticket.assignee")
        #expect(await code { try await house.update(id) { $0.team = "nowhere" } } == "ticket.team")
        #expect(await code { try await house.update(id) { $0.subject = " " } } == "ticket.subject")
        #expect(await code { try await house.update("t-none") { $0.status = .open } } == "ticket.not_found")
        #expect(
            await code { try await house.work { _ = try $0.reply(WriteMessage(ticket: id, text: " ")) } }
                == "message.empty")
        #expect(try await house.ticket(id) == before)
        #expect(try await house.story(id).count == 3)
    }

    @Test func `a ticket opened here counts from the customer's words or not at all`() async throws {
        let house = try await House()
        let requester = Requester(id: "c1", name: "李雷")
        let spoken = try await house.work(.agent("ann")) {
            try $0.open(OpenTicket(subject: "Call", text: "My printer", requester: requester, channel: .phone))
        }
        #expect(spoken.clock(.firstResponse) != nil && spoken.lastMessage?.kind == .incoming)
        let noted = try await house.work(.agent("ann")) {
            try $0.open(OpenTicket(subject: "Task", text: "To do", requester: requester, asNote: true))
        }
        #expect(noted.clock(.firstResponse) == nil && noted.lastMessage?.author.id == "ann")
    }

    @Test func `folding the events gives the row, and every event shows its ticket`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let opened = try await house.mail("m1")
        let id = opened.ticket
        house.time.advance(by: .milliseconds(90_061_007))
        _ = try await house.reply(id, by: "ann", status: .pending)
        try await house.pass(.hours(30), for: id)
        _ = try await house.mail("m2") { $0.ticket = id }
        _ = try await house.update(id) { ($0.priority, $0.addTags) = (.urgent, ["x"]) }
        _ = try await house.reply(id, by: "ann", status: .solved)
        try await house.pass(.days(5), for: id)
        let events = try await house.events(id)
        let last = try #require(events.last)
        #expect(try await house.ticket(id) == last.data.decoded(as: TicketEvent.self).ticket)
        let versions = try events.map { try $0.data.decoded(as: TicketEvent.self).ticket.version }
        #expect(versions == versions.sorted())
        #expect(events.last?.type == TicketsAPI.closed.name && events.last?.actor?.kind == .service)
    }

    @Test func `business age is counted in the calendar`() async throws {
        let house = try await House(at: shanghai("2026-11-27 17:30"))
        try await house.hire("ann")
        let opened = try await house.mail("m1")
        house.time.advance(by: .minutes(150))
        _ = try await house.reply(opened.ticket, by: "ann")
        let replied = try #require(try await house.events(opened.ticket).first { $0.type == TicketsAPI.replied.name })
        #expect(try replied.decode(TicketsAPI.replied).businessAge == 1_800)
    }

    @Test func `names, tiers and joined records reach the tickets`() async throws {
        let house = try await House()
        let first = try await house.mail("m1")
        let second = try await house.mail("m2", from: "c2")
        var customer = Customer(id: "c1", name: "韩梅梅", createdAt: house.time.now(), updatedAt: house.time.now())
        customer.tier = .vip
        try await house.tell(CustomersAPI.changed, CustomerEvent(customer: customer))
        #expect(try await house.ticket(first.ticket).requester.name == "韩梅梅")
        #expect(try await house.ticket(first.ticket).requester.tier == "vip")
        customer.tier = .gold
        try await house.tell(CustomersAPI.joined, CustomerEvent(customer: customer, loser: "c2"))
        #expect(try await house.ticket(first.ticket).requester.tier == "gold", "joining may change the survivor's tier")
        let joined = try await house.ticket(second.ticket)
        #expect(joined.requester.id == "c1" && joined.requester.address == "c2@example.com")

        let apart = Customer(id: "c2", name: "Li", createdAt: house.time.now(), updatedAt: house.time.now())
        let tickets = [second.ticket, "gone"]
        try await house.tell(CustomersAPI.separated, CustomerEvent(customer: apart, from: "c1", tickets: tickets))
        let back = try await house.ticket(second.ticket).requester
        #expect(back.id == "c2" && back.name == "Li" && back.address == "c2@example.com")
        #expect(try await house.ticket(first.ticket).requester.id == "c1")
        let later = try await house.ticket(try await house.mail("m3", from: "c2").ticket)
        #expect(later.requester.id == "c2", "the alias is none any more")
    }

    /// Found by the simulation: the channel had asked who it is before the customer changed.
    @Test func `a message that was long under way knows its customer as of now`() async throws {
        let house = try await House()
        let time = house.time.now()
        func person(_ id: String, _ name: String) -> Customer {
            Customer(id: id, name: name, tier: .gold, createdAt: time, updatedAt: time)
        }
        try await house.tell(CustomersAPI.changed, CustomerEvent(customer: person("c1", "韩梅梅")))
        try await house.tell(CustomersAPI.joined, CustomerEvent(customer: person("c2", "Mei"), loser: "c1"))
        try await house.tell(CustomersAPI.joined, CustomerEvent(customer: person("c3", "Mei Han"), loser: "c2"))
        let late = try await house.ticket(try await house.mail("m1").ticket)
        #expect(late.requester.id == "c3" && late.requester.name == "Mei Han" && late.requester.tier == "gold")
        #expect(late.requester.address == "c1@example.com")
        let unknown = try await house.ticket(try await house.mail("m2", from: "c9").ticket)
        #expect(unknown.requester.id == "c9" && unknown.requester.tier == nil)
    }

    @Test func `a failed delivery shows on its message`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let opened = try await house.mail("m1")
        let sent = try await house.reply(opened.ticket, by: "ann").message
        try await house.report(sent, error: "550 no such user")
        let message = try #require(try await house.messages(opened.ticket).last)
        #expect(message.delivery?.state == .failed && message.delivery?.error == "550 no such user")
        #expect(try await house.story(opened.ticket).last == "delivery")
    }
}

/// The durable timer of a ticket, fired by the store's own loop.
@Suite struct TicketTimerTests {
    @Test func `warning, breach and closing come at their second, once each`() async throws {
        let house = try await House()
        let opened = try await house.mail("m1") { $0.channel = .form }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let tools = house.tools
            group.addTask {
                try await house.store.runTimers([Desk.timer]) { timer, tx in
                    try Desk.work(tx, tools, .itself) { try $0.wake(timer.reference) }
                }
            }
            for (step, story) in [(3, "sla.warned"), (1, "sla.breached")] {
                await house.time.advanceWhenAsleep(by: .hours(step))
                try await house.waitUntil(opened.ticket, tells: story)
            }
            group.cancelAll()
        }
        let events = try await house.events(opened.ticket)
        #expect(events.last?.time == shanghai("2026-11-23 14:00"))
        #expect(events.count { $0.type == TicketsAPI.slaWarned.name } == 1)
        try await house.hire("ann", presence: .away)
        _ = try await house.reply(opened.ticket, by: "ann", status: .solved)
        let timers = try await house.store.read { try $0.timers(reference: opened.ticket) }
        #expect(timers.map(\.due) == [shanghai("2026-11-27 14:00")])
        _ = try await house.mail("m2") { $0.ticket = opened.ticket }
        let running = try await house.store.read { try $0.timers(reference: opened.ticket) }
        #expect(running.count == 1 && running.first?.due != shanghai("2026-11-27 14:00"))
    }
}
