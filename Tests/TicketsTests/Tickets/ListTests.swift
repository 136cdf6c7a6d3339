import Base
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing
import Tickets

/// Views, sorting, paging, search.
@Suite struct ListTests {
    /// Twelve tickets of three customers in many states.
    private func furnished() async throws -> (House, [String]) {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        var tickets: [String] = []
        for index in 0..<12 {
            house.time.advance(by: .minutes(1))
            let result = try await house.mail("m\(index)", from: "c\(index % 3)", subject: "Printer 100% \(index)")
            tickets.append(result.ticket)
        }
        _ = try await house.reply(tickets[0], by: "ann", status: .solved)
        _ = try await house.reply(tickets[1], by: "ann", status: .pending)
        _ = try await house.reply(tickets[2], by: "ann")
        _ = try await house.update(tickets[3]) { $0.priority = .urgent }
        _ = try await house.update(tickets[4]) { $0.status = .hold }
        return (house, tickets)
    }

    private func list(_ house: House, _ request: ListTickets, as agent: String = "ann") async throws -> Page<Ticket> {
        try await house.store.read { try $0.tickets(request, caller: .agent(agent)) }
    }

    @Test func `each view shows what its name says`() async throws {
        let (house, tickets) = try await furnished()
        let expected: [TicketView: Set<Int>] = [
            .mine: [1, 2], .unassigned: Set(3...11), .open: Set(1...11), .waiting: Set(3...11), .pending: [1, 4],
            .snoozed: [],
            .solved: [0], .all: Set(0...11),
        ]
        let counts = try await house.store.read { try $0.counts(CountTickets(), caller: .agent("ann")) }.counts
        for view in TicketView.allCases {
            let found = try await list(house, ListTickets(view: view.rawValue)).items.map(\.id)
            #expect(Set(found) == Set((expected[view] ?? []).map { tickets[$0] }), "\(view)")
            #expect(counts[view.rawValue] == expected[view]?.count, "\(view)")
        }
    }

    @Test(arguments: ["updated", "created", "due", "priority"], TicketView.allCases)
    func `pages join without gap or repetition in each sort`(sort: String, view: TicketView) async throws {
        let (house, _) = try await furnished()
        let whole = try await list(house, ListTickets(view: view.rawValue, sort: sort, limit: 100)).items
        var paged: [Ticket] = []
        var after: String?
        repeat {
            let page = try await list(house, ListTickets(view: view.rawValue, sort: sort, limit: 2, after: after))
            paged += page.items
            after = page.after
        } while after != nil
        #expect(paged == whole)
        if sort == "due" {
            let due = whole.filter { $0.status != .solved }.map {
                $0.clocks.compactMap(\.dueAt).min() ?? .distantFuture
            }
            #expect(due == due.sorted())
        }
        if sort == "priority", view == .all { #expect(whole.first?.priority == .urgent) }
    }

    @Test func `search finds numbers, words and names, literally`() async throws {
        let (house, tickets) = try await furnished()
        let find: @Sendable (String) async throws -> [String] = { words in
            try await house.store.read {
                try $0.tickets(ListTickets(view: "all", search: words), caller: .agent("ann")).items.map(\.id)
            }
        }
        #expect(try await find("#12") == [tickets[11]])
        #expect(try await find("printer C2").count == 4)
        #expect(try await find("100%").count == 12)
        #expect(try await find("1_0").isEmpty)
        #expect(try await find("nothing").isEmpty)
    }

    @Test func `a list can be of one customer, team or agent`() async throws {
        let (house, _) = try await furnished()
        #expect(try await list(house, ListTickets(view: "all", requester: "c1")).items.count == 4)
        #expect(try await list(house, ListTickets(view: "all", team: "nowhere")).items.isEmpty)
        #expect(try await list(house, ListTickets(view: "all", assignee: "ann")).items.count == 3)
    }

    @Test func `a cursor of another list or sort is refused`() async throws {
        let (house, _) = try await furnished()
        let page = try await list(house, ListTickets(sort: "created", limit: 1))
        for (sort, after) in [("updated", page.after), ("created", "%%"), ("created", "W10")] {
            let request = ListTickets(sort: sort, after: after)
            #expect(await code { _ = try await list(house, request) } == "page.cursor")
        }
        #expect(await code { _ = try await list(house, ListTickets(sort: "name")) } == "list.sort")
    }

    @Test func `a conversation is read backwards in pages, a history forwards`() async throws {
        let (house, tickets) = try await furnished()
        let id = tickets[5]
        for index in 0..<5 { _ = try await house.mail("x\(index)", text: "word \(index)") { $0.ticket = id } }
        let newest = try await house.store.read { try $0.messages(ListMessages(ticket: id, limit: 4)) }
        #expect(newest.items.map(\.text) == ["word 1", "word 2", "word 3", "word 4"])
        let older = try await house.store.read {
            try $0.messages(ListMessages(ticket: id, limit: 4, after: newest.after))
        }
        #expect(older.items.map(\.text) == ["你好", "word 0"] && older.after == nil)
        let first = try await house.store.read { try $0.history(ListHistory(ticket: id, limit: 3)) }
        let rest = try await house.store.read { try $0.history(ListHistory(ticket: id, after: first.after)) }
        #expect(first.items + rest.items == (try await house.events(id)))
        #expect(
            await code { _ = try await house.store.read { try $0.messages(ListMessages(ticket: "none")) } }
                == "ticket.not_found")
    }

    @Test func `a ticket is found by id, number and quoted number`() async throws {
        let (house, tickets) = try await furnished()
        for name in [tickets[6], "7", "#7"] {
            #expect(try await house.store.read { try $0.ticket(named: name) }.id == tickets[6])
        }
        #expect(await code { _ = try await house.store.read { try $0.ticket(named: "99") } } == "ticket.not_found")
    }
}

extension Instant {
    static let distantFuture = Instant(microseconds: .max)
}
