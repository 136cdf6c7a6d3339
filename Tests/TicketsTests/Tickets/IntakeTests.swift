import Base
import Contracts
import TestSupport
import Testing
import Tickets

/// Rows 1 to 5 and 46: what becomes of a customer's message.
@Suite struct IntakeTests {
    @Test func `a first message opens a ticket with its number, clocks and history`() async throws {
        let house = try await House()
        let result = try await house.mail("m1")
        #expect(result.outcome == .opened && result.number == 1)
        let ticket = try await house.ticket(result.ticket)
        #expect(ticket.status == .new && ticket.team == "support" && ticket.clocks.count == 2)
        #expect(ticket.waitingSince == house.time.now())
        #expect(try await house.story(result.ticket) == ["opened", "sla.started", "sla.started"])
        #expect(try await house.events(result.ticket).first?.actor?.kind == .service)
    }

    @Test func `the same message again is the same result and changes nothing`() async throws {
        let house = try await House()
        let first = try await house.mail("m1")
        let again = try await house.mail("m1", text: "other words")
        #expect(first == again)
        #expect(try await house.ticket(first.ticket).messageCount == 1)
        let other = try await house.mail("m1") { $0.channel = .form }
        #expect(other.ticket != first.ticket, "a key belongs to its channel")
    }

    @Test func `an answer joins by our token, whatever its subject`() async throws {
        let house = try await House()
        let first = try await house.mail("m1")
        let joined = try await house.mail("m2", from: "c2", subject: "other") { $0.ticket = first.ticket }
        #expect(joined.outcome == .joined && joined.ticket == first.ticket)
        let lost = try await house.mail("m3") { $0.ticket = "no-such-ticket" }
        #expect(lost.outcome == .opened)
    }

    @Test func `an answer joins by what it refers to, the nearest reference first`() async throws {
        let house = try await House()
        let first = try await house.mail("m1")
        let second = try await house.mail("m2")
        let joined = try await house.mail("m3") { $0.references = ["unknown@x", "<m2@example.com>", "m1@example.com"] }
        #expect(joined.ticket == second.ticket && joined.ticket != first.ticket)
    }

    @Test func `an answer to our mail joins before and after its delivery was reported`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let first = try await house.mail("m1")
        let sent = try await house.reply(first.ticket, by: "ann").message
        let early = try await house.mail("m2") { $0.references = ["<\(sent.id)@desk.example>"] }
        #expect(early.ticket == first.ticket)
        try await house.report(sent, externalID: "<provider-7@smtp.example>")
        let late = try await house.mail("m3") { $0.references = ["provider-7@smtp.example"] }
        #expect(late.ticket == first.ticket)
    }

    @Test func `a number in the subject counts only for the requester's own ticket`() async throws {
        let house = try await House()
        let first = try await house.mail("m1")
        #expect(try await house.mail("m2") { $0.number = first.number }.ticket == first.ticket)
        #expect(try await house.mail("m3", from: "c2") { $0.number = first.number }.outcome == .opened)
    }

    @Test func `an automatic mail is kept, reopens nothing and starts no clock`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let first = try await house.mail("m1")
        _ = try await house.reply(first.ticket, by: "ann", status: .solved)
        let muted = try await house.mail("m2") { ($0.automatic, $0.ticket) = (true, first.ticket) }
        #expect(muted.outcome == .muted && muted.ticket == first.ticket)
        #expect(try await house.ticket(first.ticket).status == .solved)
        let stray = try await house.mail("m3", from: "robot") { $0.automatic = true }
        let ticket = try await house.ticket(stray.ticket)
        #expect(stray.outcome == .muted && ticket.clocks.isEmpty && ticket.assignee == nil)
        #expect(ticket.tags == ["automatic"])
    }

    @Test func `a bounce marks the outgoing message and is kept, muted`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let first = try await house.mail("m1")
        let sent = try await house.reply(first.ticket, by: "ann", status: .pending).message
        try await house.report(sent, externalID: "out-1@desk.example")
        let bounced = try await house.mail("m2", from: "mailer-daemon") { $0.bounceOf = "<out-1@desk.example>" }
        #expect(bounced.outcome == .bounced && bounced.ticket == first.ticket)
        let messages = try await house.messages(first.ticket)
        #expect(messages.first { $0.id == sent.id }?.delivery?.state == .bounced)
        #expect(messages.last?.kind == .muted)
        #expect(try await house.ticket(first.ticket).status == .pending)
        try await house.report(sent, externalID: "out-1@desk.example")
        #expect(try await house.messages(first.ticket).first { $0.id == sent.id }?.delivery?.state == .bounced)
        #expect(try await house.mail("m4", from: "x") { $0.bounceOf = "nobody@knows" }.outcome == .muted)
    }

    @Test func `a chat continues the requester's open ticket of its channel, and reopens a solved one`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let wechat: @Sendable (inout IntakeMessage) -> Void = { ($0.channel, $0.continuous) = (.wechat, true) }
        _ = try await house.mail("m0")
        let first = try await house.mail("w1", wechat)
        #expect(first.outcome == .opened)
        #expect(try await house.mail("w2", wechat).ticket == first.ticket)
        #expect(try await house.mail("w3", from: "c2", wechat).ticket != first.ticket)
        _ = try await house.reply(first.ticket, by: "ann", status: .solved)
        let again = try await house.mail("w4", wechat)
        #expect(again.ticket == first.ticket)
        #expect(try await house.ticket(first.ticket).status == .open)
    }

    @Test func `an answer to a closed ticket opens one follow-up, which later answers join`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let first = try await house.mail("m1")
        _ = try await house.update(first.ticket) { ($0.tags, $0.priority, $0.fields) = (["vip"], .high, ["sn": "7"]) }
        _ = try await house.reply(first.ticket, by: "ann", status: .solved)
        try await house.pass(.days(4), for: first.ticket)
        #expect(try await house.ticket(first.ticket).status == .closed)
        let follow = try await house.mail("m2") { $0.ticket = first.ticket }
        #expect(follow.outcome == .followUp && follow.ticket != first.ticket)
        let ticket = try await house.ticket(follow.ticket)
        #expect(ticket.followUpOf == first.ticket && ticket.tags == ["vip"] && ticket.priority == .high)
        #expect(ticket.fields == ["sn": "7"] && ticket.status == .open)
        let third = try await house.mail("m3") { $0.references = ["m1@example.com"] }
        #expect(third.outcome == .joined && third.ticket == follow.ticket)
        let muted = try await house.mail("m4") { ($0.automatic, $0.ticket) = (true, follow.ticket) }
        #expect(muted.outcome == .muted)
    }

    @Test func `a message after the closing was due, before it fired, opens a follow-up`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let first = try await house.mail("m1")
        _ = try await house.reply(first.ticket, by: "ann", status: .solved)
        house.time.advance(by: .days(5))
        #expect(try await house.mail("m2") { $0.ticket = first.ticket }.outcome == .followUp)
        #expect(try await house.ticket(first.ticket).closedAt == shanghai("2026-11-27 10:00"))
    }

    @Test func `answers go where the requester wrote from last`() async throws {
        let house = try await House()
        let first = try await house.mail("m1")
        _ = try await house.mail("m2") { ($0.ticket, $0.requester.address) = (first.ticket, "li@home.example") }
        #expect(try await house.ticket(first.ticket).requester.address == "li@home.example")
        _ = try await house.mail("m3", from: "c2") { $0.ticket = first.ticket }
        _ = try await house.mail("m4") { ($0.ticket, $0.channel, $0.requester.address) = (first.ticket, .wechat, "o1") }
        let ticket = try await house.ticket(first.ticket)
        #expect(ticket.requester.id == "c1" && ticket.requester.address == "li@home.example")
        let last = try #require(try await house.events(first.ticket).last)
        #expect(try last.decode(TicketsAPI.received).ticket == ticket)
    }

    @Test func `a ticket without subject is called by its first words`() async throws {
        let house = try await House()
        let ticket = try await house.mail("m1", subject: " ", text: "\n打印机\n坏了")
        #expect(try await house.ticket(ticket.ticket).subject == "打印机 坏了")
        let empty = try await house.mail("m2", subject: "", text: "")
        #expect(try await house.ticket(empty.ticket).subject == "(no subject)")
    }
}
