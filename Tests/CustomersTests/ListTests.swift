import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Lists and walks stay on their indexes, however many customers there are.
@Suite struct ListTests {
    @Test func `a word that thousands have finds the last changed, and others by its index`() async throws {
        let house = try await House()
        var ids: [String] = []
        for name in ["Zzarina Old", "Zzeno New", "Zzeno Rare", "Nobody"] {
            house.time.advance(by: .seconds(1))
            ids.append(try await house.create(CreateCustomer(name: name)).id)
        }
        let first = ids[0]
        try await house.store.write { tx in
            for start in stride(from: 0, to: 10_001, by: 200) {
                let rows = (start..<start + 200).map { n -> SQL in "(\("zz\(n)"), \(first))" }
                try tx.execute("INSERT INTO customer_words (word, customer) VALUES " + rows.joined(separator: ", "))
            }
        }
        func found(_ search: String, after: String? = nil) async throws -> Page<String> {
            let request = ListCustomers(search: search, limit: 2, after: after)
            let page = try await house.store.read { try CustomerReader($0).list(request) }
            return Page(items: page.items.map(\.id), after: page.after)
        }
        let page = try await found("zz")
        #expect(page.items == [ids[2], ids[1]])
        #expect(try await found("zz", after: page.after) == Page(items: [ids[0]]))
        #expect(try await found("zz rare").items == [ids[2]])
        #expect(try await found("zz nob").items == [])
    }

    @Test func `who walks through everybody sorts nobody`() async throws {
        let house = try await House(url: "memory:")
        let plans = try await house.store.read { db in
            let walks: [SQL] = [
                "SELECT id FROM customers WHERE survivor IS NULL AND id > \("x") ORDER BY id LIMIT 100",
                "SELECT id FROM customers WHERE survivor IS NULL ORDER BY updated_at DESC, id DESC LIMIT 50",
                "SELECT id FROM customers WHERE survivor IS NULL AND tier = \("vip") ORDER BY updated_at DESC, id DESC",
                "SELECT id FROM customers WHERE survivor IS NULL AND dice > \(5) ORDER BY dice, id LIMIT 100",
                "SELECT MAX(received_at) FROM timeline WHERE source = '/moat/tickets'",
            ]
            return try walks.map { walk in
                try db.rows("EXPLAIN QUERY PLAN " + walk).map { try $0.string("detail") }.joined(separator: "; ")
            }
        }
        for plan in plans {
            #expect(plan.contains(" USING ") && plan.contains("INDEX") && !plan.contains("TEMP B-TREE"), "\(plan)")
        }
    }
}
