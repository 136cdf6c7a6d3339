import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Row 38: third parties, beside the ticket.
@Suite struct SideTalkTests {
    private func furnished() async throws -> (House, String) {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        return (house, try await house.mail("m1").ticket)
    }

    private func open(
        _ house: House, _ ticket: String, _ change: @Sendable (inout OpenSideTalk) -> Void = { _ in }
    ) async throws -> SideTalk {
        var request = OpenSideTalk(
            ticket: ticket, subject: "Spare part", address: " Vendor@Example.com ", name: "Vendor",
            text: "Have you one?")
        change(&request)
        return try await house.work(.agent("ann")) { [request] in try $0.open(request) }
    }

    private func said(_ house: House, _ talk: SideTalk) async throws -> [SideMessage] {
        try await house.store.read { try $0.sideMessages(ListSideMessages(talk: talk.id)) }.items
    }

    @Test func `a vendor is asked and answers; the customer sees nothing of it`() async throws {
        let (house, ticket) = try await furnished()
        let before = try await house.ticket(ticket)
        let talk = try await open(house, ticket)
        #expect(talk.address == "vendor@example.com" && talk.state == .open && talk.messages == 1)
        let event = try #require(try await house.events(ticket).last)
        let news = try #require(try event.decode(TicketsAPI.sideSent).side)
        #expect(event.type == TicketsAPI.sideSent.name && news.message?.delivery?.state == .queued)
        _ = try await house.update(ticket) { $0.status = .hold }
        let sent = try #require(try await said(house, talk).first)
        let report = DeliveryReport(
            ticket: talk.id, message: sent.id, channel: .mail, externalID: "<\(sent.id)@moat.example>", attempts: 1)
        let told = Event(
            id: "e", source: "/moat/channels", type: ChannelsAPI.delivered.name, subject: "message/\(sent.id)",
            time: house.time.now(), data: try JSON(encoding: report), sequence: 1)
        try await house.work { try $0.followChannels(told) }
        #expect(try await said(house, talk).first?.delivery?.state == .sent)
        // By our address, by the thread: both lead to the conversation and not to a ticket.
        let first = try await house.mail("v1", from: "vendor", text: "Yes, ten.") { $0.ticket = talk.id }
        let second = try await house.mail("v2", from: "vendor", text: "And cheap.") {
            $0.references = ["<\(sent.id)@moat.example>"]
        }
        #expect(first.ticket == ticket && second.ticket == ticket && first.outcome == .joined)
        #expect(try await said(house, talk).map(\.text) == ["Have you one?", "Yes, ten.", "And cheap."])
        #expect(try await house.texts(ticket) == ["你好"])
        let after = try await house.ticket(ticket)
        #expect(after.status == .open && after.waitingSince == before.waitingSince && after.messageCount == 1)
        #expect(try await house.store.read { try $0.sideTalks(OfTicket(ticket: ticket)) }.items.first?.answered == true)
        // The same letter again changes nothing.
        #expect(try await house.mail("v1", from: "vendor", text: "Yes, ten.") { $0.ticket = talk.id } == first)
        _ = try await house.work(.agent("ann")) { try $0.write(WriteSideMessage(talk: talk.id, text: "Send one.")) }
        let done = try await house.work(.agent("ann")) { try $0.close(CloseSideTalk(talk: talk.id, state: .done)) }
        #expect(done.state == .done && done.messages == 4)
        // An automatic answer opens nothing.
        _ = try await house.mail("v3", from: "vendor", text: "Out of office") {
            ($0.ticket, $0.automatic) = (talk.id, true)
        }
        #expect(try await house.store.read { try $0.sideTalks(OfTicket(ticket: ticket)) }.items.first?.state == .done)
    }

    @Test func `what cannot be is refused`() async throws {
        let (house, ticket) = try await furnished()
        for address in ["vendor", "a b@example.com", "@example.com", "x@y@z", "c1@example.com", "a@b, c@d"] {
            #expect(await code { _ = try await open(house, ticket) { $0.address = address } } == "side.address")
        }
        #expect(await code { _ = try await open(house, ticket) { $0.subject = " \n" } } == "side.subject")
        #expect(await code { _ = try await open(house, ticket) { $0.text = "" } } == "message.empty")
        #expect(await code { _ = try await open(house, "none") } == "ticket.not_found")
        let write = WriteSideMessage(talk: "none", text: "x")
        #expect(await code { _ = try await house.work(.agent("ann")) { try $0.write(write) } } == "side.not_found")
        for _ in 0..<50 { _ = try await open(house, ticket) }
        #expect(await code { _ = try await open(house, ticket) } == "side.too_many")
    }
}
