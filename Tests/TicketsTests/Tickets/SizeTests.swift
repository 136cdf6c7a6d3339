import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Whatever comes in, every answer and every feed page fits into one message of the bus: 1 MiB.
@Suite struct SizeTests {
    private static let message = 1 << 20

    @Test func `a huge mail is cut, never refused, and its event can travel`() async throws {
        let house = try await House()
        let text = String(repeating: "十", count: 300_000)
        let opened = try await house.mail("m1", text: text) {
            $0.html = "<p>" + String(repeating: "x", count: 900_000)
            $0.raw = "blob"
        }
        let kept = try #require(try await house.messages(opened.ticket).first)
        #expect(kept.text.utf8.count == 150_000 && text.hasPrefix(kept.text) && kept.html == nil && kept.raw == "blob")
        let large = try await house.mail("m2") { $0.html = String(repeating: "y", count: 250_000) }
        #expect(try await house.messages(large.ticket).first?.html?.count == 250_000)
        for event in try await house.events(opened.ticket) { #expect(try JSON.encode(event).count < Self.message) }
    }

    @Test func `pages of large things are cut by bytes and go on where they were cut`() async throws {
        let house = try await House()
        let id = try await house.mail("m0").ticket
        for index in 1..<12 {
            _ = try await house.mail("m\(index)", text: String(repeating: "x", count: 149_000)) { $0.ticket = id }
        }
        var found: [String] = []
        var after: String?
        repeat {
            let request = ListMessages(ticket: id, limit: 200, after: after)
            let page = try await house.store.read { try $0.messages(request) }
            #expect(try JSON.encode(page).count < Self.message)
            (found, after) = (page.items.map(\.id) + found, page.after)
        } while after != nil
        #expect(found == (try await house.messages(id).map(\.id)))
        var events: [Event] = []
        repeat {
            let request = ListHistory(ticket: id, limit: 500, after: after)
            let page = try await house.store.read { try $0.history(request) }
            #expect(try JSON.encode(page).count < Self.message)
            (events, after) = (events + page.items, page.after)
        } while after != nil
        #expect(events == (try await house.events(id)))
        var fed: [Event] = []
        while true {
            let page = try await house.store.feed(after: fed.last?.sequence ?? 0, limit: 1_000)
            #expect(try JSON.encode(page).count < Self.message)
            fed += page.events
            if page.events.isEmpty { break }
        }
        #expect(fed.filter { $0.subject == "ticket/\(id)" } == events)
    }

    @Test func `too many fields are refused`() async throws {
        let house = try await House()
        let id = try await house.mail("m0").ticket
        let many = Dictionary(uniqueKeysWithValues: (0..<201).map { ("f\($0)", JSON.int(1)) })
        #expect(await code { try await house.update(id) { $0.fields = many } } == "ticket.fields")
        let large: [String: JSON] = ["f": .string(String(repeating: "x", count: 20_001))]
        #expect(await code { try await house.update(id) { $0.fields = large } } == "ticket.fields")
    }
}
