import Base
import Conditions
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Full-text search in Chinese and English over subjects, messages, customers, tags and fields.
@Suite struct TicketSearchTests {
    private let ann = Caller.agent("ann")

    private func search(_ house: House, _ request: SearchTickets) async throws -> Page<TicketHit> {
        let caller = ann
        return try await house.store.read { try $0.search(request, caller: caller) }
    }

    private func find(_ house: House, _ words: String, _ order: SearchTickets.Order = .newest) async throws -> [Int] {
        try await search(house, SearchTickets(q: words, order: order)).items.map(\.ticket.number)
    }

    /// 1: a refund in Chinese; 2: a printer in English; 3: 张三's parcel with tags and fields.
    private func furnished() async throws -> House {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        try await house.mail("m1", from: "c1", subject: "退款申请", text: "我上周买的耳机坏了，想申请退款，谢谢。")
        house.time.advance(by: .seconds(1))
        let second = try await house.mail(
            "m2", from: "c2", subject: "Printers on fire", text: "It started smoking. The Wi-Fi is fine.")
        house.time.advance(by: .seconds(1))
        let third = try await house.mail("m3", from: "c3", subject: "Parcel", text: "Where is my parcel?") {
            $0.requester.name = "张三"
            $0.requester.address = "zhang.san@example.org"
        }
        _ = try await house.reply(second.ticket, by: "ann")
        try await house.work(.agent("ann")) {
            _ = try $0.note(WriteMessage(ticket: second.ticket, text: "Asked the workshop about the kangaroo"))
        }
        _ = try await house.update(third.ticket) {
            $0.tags = ["vip 客户"]
            $0.fields = ["order": "SF-2026-77", "weight": 12]
        }
        return house
    }

    @Test(arguments: [
        ("退款", [1]), ("申请退款", [1]), ("耳机", [1]), ("款申", [1]), ("耳", [1]), ("张三", [3]), ("zhangsan", [3]),
        ("zs", [3]), ("printer", [2]), ("PRINTERS", [2]), ("smoked", [2]), ("wifi", [2]), ("Wi-Fi", [2]),
        ("kangaroo", [2]),
        ("fire kangaroo", [2]), ("fire 退款", []), ("客户", [3]), ("vip", [3]), ("SF-2026-77", [3]), ("12", [3]),
        ("#2", [2]), ("2", [2]), ("zhang.san@example.org", [3]), ("where is the parcel", [3]), ("kang", [2]),
        ("您好", [2]), ("is", [3, 2]), ("物流", []), ("", []), ("%", []), ("*", []), ("\u{0}", []),
    ]) func `words are found wherever they stand`(words: String, numbers: [Int]) async throws {
        let house = try await furnished()
        #expect(try await find(house, words) == numbers)
        #expect(Set(try await find(house, words, .relevance)) == Set(numbers))
    }

    @Test func `what is no longer there is no longer found`() async throws {
        let house = try await furnished()
        let id = try #require(try await search(house, SearchTickets(q: "SF-2026-77")).items.first).ticket.id
        _ = try await house.update(id) {
            $0.subject = "Lost letter"
            $0.tags = []
            $0.fields = ["order": .null]
        }
        #expect(try await house.ticket(id).fields == ["weight": 12])
        for (words, numbers) in [("vip", []), ("77", []), ("letter", [3]), ("parcel", [3]), ("12", [3])] {
            #expect(try await find(house, words) == numbers, "\(words)")
        }
        // The word stays in the message; in the subject it is gone.
        let hit = try #require(try await search(house, SearchTickets(q: "parcel")).items.first)
        #expect(hit.place == .message)
        let customer = Customer(
            id: "c3", name: "王五", createdAt: house.time.now(), updatedAt: house.time.now())
        try await house.tell(CustomersAPI.changed, CustomerEvent(customer: customer))
        #expect(try await find(house, "张三").isEmpty)
        #expect(try await find(house, "王五") == [3])
    }

    @Test func `a change that fails leaves nothing in the index`() async throws {
        let house = try await furnished()
        let caller = ann
        #expect(
            await code {
                try await house.work(caller) { desk in
                    _ = try desk.open(
                        OpenTicket(subject: "Zebra", text: "zebra", requester: Requester(id: "c9", name: "Z")))
                    throw Problem.conflict("test.undo", "No.")
                }
            } == "test.undo")
        #expect(try await find(house, "zebra").isEmpty)
    }

    @Test func `a hit shows where the words stand`() async throws {
        let house = try await furnished()
        func hit(_ words: String) async throws -> TicketHit {
            try #require(try await search(house, SearchTickets(q: words)).items.first)
        }
        let subject = try await hit("fire")
        #expect(subject.place == .subject && subject.passage == "Printers on fire" && subject.marks == [[12, 4]])
        let message = try await hit("申请 耳机")
        #expect(message.place == .message && message.message != nil && message.passage.contains("耳机坏了"))
        #expect(message.marks.count == 2)
        #expect(try await hit("zhang.san@example.org").place == .requester)
        let field = try await hit("SF-2026-77")
        #expect(field.place == .field && field.passage.contains("SF-2026-77"))
    }

    @Test(arguments: [SearchTickets.Order.newest, .relevance])
    func `pages join without gap or repetition`(order: SearchTickets.Order) async throws {
        let house = try await House()
        for index in 0..<23 {
            try await house.mail(
                "m\(index)", from: "c\(index)", subject: index % 5 == 0 ? "Refund" : "Other",
                text: String(repeating: "refund ", count: 1 + index % 3))
        }
        let whole = try await search(house, SearchTickets(q: "refund", order: order, limit: 50)).items
        #expect(whole.count == 23)
        var (paged, after): ([TicketHit], String?) = ([], nil)
        repeat {
            let page = try await search(house, SearchTickets(q: "refund", order: order, limit: 4, after: after))
            paged += page.items
            after = page.after
        } while after != nil
        #expect(paged == whole)
        let numbers = whole.map(\.ticket.number)
        if order == .newest {
            #expect(numbers == Array((1...23).reversed()))
        } else {
            #expect(Set(numbers.prefix(5)) == [1, 6, 11, 16, 21])
        }
        let other: SearchTickets.Order = order == .newest ? .relevance : .newest
        let cursor = try await search(house, SearchTickets(q: "refund", order: order, limit: 4)).after
        for after in [cursor, "x"] {
            #expect(
                await code { _ = try await search(house, SearchTickets(q: "refund", order: other, after: after)) }
                    == "page.cursor")
        }
    }

    @Test func `a search can stay within a view, and a list can be searched`() async throws {
        let house = try await furnished()
        let solved = try await search(house, SearchTickets(q: "is")).items[0].ticket.id
        _ = try await house.reply(solved, by: "ann", status: .solved)
        #expect(try await search(house, SearchTickets(q: "is", view: "open")).items.map(\.ticket.number) == [2])
        #expect(try await search(house, SearchTickets(q: "is", view: "solved")).items.map(\.ticket.number) == [3])
        #expect(await code { _ = try await search(house, SearchTickets(q: "x", view: "none")) } == "list.view")
        let caller = ann
        for (view, sort, numbers) in [("all", "created", [3, 2]), ("open", "updated", [2]), ("solved", "due", [3])] {
            let found = try await house.store.read {
                try $0.tickets(ListTickets(view: view, search: "is", sort: sort), caller: caller).items.map(\.number)
            }
            #expect(found == numbers)
        }
    }

    @Test func `tickets beyond one block of the index are found, the newest first`() async throws {
        let house = try await House()
        for (index, number) in [5, 1_023, 1_024, 5_000, 900_000].enumerated() {
            try await house.store.write { tx in
                try tx.execute("UPDATE counters SET value = \(number - 1) WHERE name = 'ticket'")
                if index == 0 { try tx.execute("INSERT INTO counters (name, value) VALUES ('ticket', \(number - 1))") }
            }
            try await house.mail("m\(index)", from: "c\(index)", subject: index == 2 ? "zebra quagga" : "zebra")
        }
        #expect(try await find(house, "zebra") == [900_000, 5_000, 1_024, 1_023, 5])
        #expect(try await find(house, "zebra quagga") == [1_024])
        #expect(try await find(house, "quag") == [1_024])
    }

    @Test func `an older store's tickets are taken in at the start`() async throws {
        let house = try await furnished()
        let before = try await contents(house)
        try await house.store.write { tx in
            for table in ["list_rows", "list_facets", "search_terms"] {
                try tx.execute("DELETE FROM \(unsafeSQL: table)")
            }
            try tx.execute("DELETE FROM counters WHERE name = 'listed'")
        }
        #expect(try await find(house, "退款").isEmpty)
        try await ListIndex.complete(house.store)
        #expect(try await contents(house) == before)
        #expect(try await find(house, "退款") == [1])
        // Another start has nothing to do.
        try await house.store.write { try $0.execute("DELETE FROM search_terms") }
        try await ListIndex.complete(house.store)
        #expect(try await find(house, "退款").isEmpty)
    }

    private func contents(_ house: House) async throws -> [String] {
        try await house.store.read { db in
            let rows = try db.rows("SELECT * FROM list_rows ORDER BY ticket").map {
                "\($0.columns) \(try $0.string("assignee"))"
            }
            let facets = try db.rows("SELECT ticket, facet, updated FROM list_facets ORDER BY ticket, facet").map {
                "\(try $0.string("ticket")) \(try $0.string("facet")) \(try $0.int64("updated"))"
            }
            let terms = try db.rows("SELECT term, block, entries FROM search_terms ORDER BY term, block").map {
                "\(try $0.string("term")) \(try $0.int64("block")) \(try $0.bytes("entries"))"
            }
            return rows + facets + terms
        }
    }
}
