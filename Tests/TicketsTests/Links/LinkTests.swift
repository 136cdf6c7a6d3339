import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Rows 41, 46, 47: what belongs together.
@Suite struct LinkTests {
    private func furnished(_ count: Int = 4) async throws -> (House, [String]) {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        var ids: [String] = []
        for index in 0..<count { ids.append(try await house.mail("m\(index)", from: "c\(index)").ticket) }
        return (house, ids)
    }

    private func link(_ house: House, _ ticket: String, _ role: LinkRole, _ other: String) async throws {
        house.time.advance(by: .seconds(1))
        _ = try await house.work(.agent("ann")) { try $0.link(LinkTickets(ticket: ticket, role: role, other: other)) }
    }

    private func links(_ house: House, _ ticket: String, _ role: LinkRole? = nil) async throws -> [TicketLink] {
        try await house.store.read { try $0.links(ListLinks(ticket: ticket, role: role)) }.items
    }

    @Test func `both sides see a link, with what the other is of it`() async throws {
        let (house, ids) = try await furnished()
        try await link(house, ids[0], .parent, ids[1])
        try await link(house, ids[1], .child, ids[2])
        try await link(house, ids[3], .related, ids[0])
        try await link(house, ids[0], .related, ids[3])
        #expect(try await links(house, ids[0]).map(\.role) == [.parent, .related])
        #expect(
            try await links(house, ids[1]).map { [$0.role.rawValue, $0.ticket.id] } == [
                ["child", ids[0]], ["child", ids[2]],
            ])
        #expect(try await links(house, ids[2], .parent).map(\.ticket.number) == [2])
        #expect(try await links(house, ids[1])[0].by?.id == "ann")
        let event = try #require(try await house.events(ids[0]).first { $0.type == TicketsAPI.linked.name })
        let data = try event.decode(TicketsAPI.linked)
        #expect(data.other?.id == ids[1] && data.changes.map(\.field) == ["links.parent"])
        let gone = LinkTickets(ticket: ids[1], role: .child, other: ids[0])
        _ = try await house.work(.agent("ann")) { try $0.unlink(gone) }
        #expect(try await links(house, ids[0]).map(\.role) == [.related])
        #expect(try await house.story(ids[0]).last == "unlinked")
        #expect(await code { _ = try await house.work { try $0.unlink(gone) } } == "link.not_found")
    }

    @Test func `what cannot be is refused`() async throws {
        let (house, ids) = try await furnished()
        func refused(_ ticket: String, _ role: LinkRole, _ other: String) async -> String? {
            await code { try await link(house, ticket, role, other) }
        }
        #expect(await refused(ids[0], .parent, ids[0]) == "link.self")
        #expect(await refused(ids[0], .followUpOf, ids[1]) == "link.role")
        #expect(await refused(ids[0], .parent, "none") == "ticket.not_found")
        try await link(house, ids[0], .parent, ids[1])
        try await link(house, ids[1], .parent, ids[2])
        #expect(await refused(ids[0], .parent, ids[3]) == "link.taken")
        #expect(await refused(ids[2], .parent, ids[0]) == "link.circle")
        #expect(await refused(ids[0], .child, ids[2]) == "link.circle")
        try await link(house, ids[0], .problem, ids[3])
        #expect(await refused(ids[3], .problem, ids[0]) == "link.circle")
        #expect(try await links(house, ids[2]).count == 1)
    }

    @Test func `solving a problem solves its incidents with one message`() async throws {
        let (house, ids) = try await furnished(5)
        for incident in ids[1...3] { try await link(house, ids[0], .incident, incident) }
        _ = try await house.reply(ids[3], by: "ann", status: .solved)
        let run = try await house.work(.agent("ann")) {
            try $0.solveIncidents(SolveIncidents(ticket: ids[0], text: "The line is repaired."))
        }
        #expect(run.total == 2)
        let tools = house.tools
        while try await !house.store.write({ try Desk.goOn($0, tools, bulk: run.id) }) {}
        for incident in ids[1...2] {
            let ticket = try await house.ticket(incident)
            #expect(ticket.status == .solved && ticket.assignee == "ann")
            #expect(try await house.messages(incident).last?.text == "The line is repaired.")
            #expect(try await house.messages(incident).last?.kind == .reply)
        }
        #expect(try await house.messages(ids[3]).count == 2)
        #expect(try await house.messages(ids[4]).count == 1)
        let code = await code {
            _ = try await house.work(.agent("ann")) {
                try $0.solveIncidents(SolveIncidents(ticket: ids[0], text: "x"))
            }
        }
        #expect(code == "link.no_incidents")
    }

    @Test func `much the same of the same customer is suggested until somebody says no`() async throws {
        let house = try await House()
        let text = "The parcel 4711 has not arrived, please tell me where it is."
        let one = try await house.mail("m1", subject: "Parcel missing", text: text).ticket
        let two = try await house.mail("m2", subject: "Parcel still missing", text: text + " Thank you!").ticket
        _ = try await house.mail("m3", subject: "Invoice", text: "Could you correct the address on it?")
        _ = try await house.mail("m4", from: "c2", subject: "Parcel missing", text: text)
        func suggested() async throws -> [String] {
            try await house.store.read { try $0.duplicates(OfTicket(ticket: one)) }.items.map(\.ticket.id)
        }
        #expect(try await suggested() == [two])
        let similarity = try await house.store.read { try $0.duplicates(OfTicket(ticket: two)) }.items.first?.similarity
        #expect((similarity ?? 0) > 0.7 && (similarity ?? 2) <= 1)
        let chinese = try await house.mail("m5", from: "c3", subject: "快递没到", text: "我的快递三天了还没有到").ticket
        let again = try await house.mail("m6", from: "c3", subject: "快递还没到", text: "我的快递四天了还没有到").ticket
        let found = try await house.store.read { try $0.duplicates(OfTicket(ticket: chinese)) }.items
        #expect(found.map(\.ticket.id) == [again])
        try await link(house, one, .distinct, two)
        #expect(try await suggested() == [])
        #expect(try await links(house, one) == [])
    }

    @Test func `an answer to a solved ticket opens it, or a new one, as the channel says`() async throws {
        let (house, ids) = try await furnished(1)
        func save(_ change: @Sendable (inout ReopeningPolicy) -> Void) async throws {
            var policy = try await house.store.read { try $0.reopening() }
            change(&policy)
            _ = try await house.work(.system) { [policy] in try $0.save(policy) }
        }
        func answer(_ key: String) async throws -> IntakeResult {
            try await house.mail(key, from: "c0", text: "again") { $0.references = ["<m0@example.com>"] }
        }
        try await save { ($0.closeAfter, $0.channels) = (7_200, [.mail: .init(.followUpAfter, after: 3_600)]) }
        _ = try await house.reply(ids[0], by: "ann", status: .solved)
        house.time.advance(by: .minutes(30))
        #expect(try await answer("a1").outcome == .joined)
        _ = try await house.reply(ids[0], by: "ann", status: .solved)
        house.time.advance(by: .minutes(61))
        let next = try await answer("a2")
        #expect(next.outcome == .followUp)
        #expect(try await house.ticket(ids[0]).status == .solved)
        #expect(try await links(house, ids[0]).map(\.role) == [.followedUpBy])
        #expect(try await links(house, next.ticket).map(\.role) == [.followUpOf])
        // The next answer to the old thread goes on in the follow-up.
        #expect(try await answer("a3").ticket == next.ticket)
        try await house.pass(.hours(1), for: ids[0])
        #expect(try await house.ticket(ids[0]).status == .closed)
        for (policy, expected) in [
            (ReopeningPolicy(closeAfter: 60, version: 1), "reopening.close_after"),
            (ReopeningPolicy(choice: .init(.followUpAfter), version: 1), "reopening.after"),
            (ReopeningPolicy(version: 9), "reopening.stale"),
        ] { #expect(await code { _ = try await house.work(.system) { try $0.save(policy) } } == expected) }
    }
}
