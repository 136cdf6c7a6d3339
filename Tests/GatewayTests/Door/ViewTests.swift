@testable import Gateway
import Base
import Conditions
import Contracts
import HTTP
import ServiceKit
import TestSupport
import Testing

/// Views and search as a page asks for them.
@Suite(.timeLimit(.minutes(4))) struct ViewTests {
    private static let urgent: JSON = ["field": "ticket.priority", "is": "equal", "value": "urgent"]

    /// A tickets service that keeps what it is asked.
    private func furnished() async throws -> (GatewayHouse, Notes<String>) {
        let house = try await GatewayHouse()
        let notes = Notes<String>()
        house.tickets.answer(TicketsAPI.saveView) { request, context in
            let key = context.idempotencyKey?.split(separator: "|").last ?? "-"
            notes.add("save \(request.id ?? "-") \(request.version ?? -1) \(key)")
            return SavedView(
                id: request.id ?? "v1", name: request.name, scope: .personal, owner: context.caller.id,
                condition: request.condition, columns: request.columns ?? [], version: (request.version ?? 0) + 1)
        }
        house.tickets.answer(TicketsAPI.removeView) { request, _ in
            notes.add("remove \(request.id) \(request.version ?? -1)")
            if request.version == 1 { throw Problem.stale("view", expected: 1, actual: 2) }
            return Empty()
        }
        house.tickets.answer(TicketsAPI.search) { request, _ in
            let (order, limit) = (request.order?.rawValue ?? "-", request.limit ?? -1)
            notes.add("search \(request.q) \(order) \(limit) \(request.after ?? "-")")
            let hit = TicketHit(
                ticket: GatewayHouse.ticket(version: 1), place: .subject, passage: "退款", marks: [[0, 2]])
            return Page(items: [hit], after: "next")
        }
        return (house, notes)
    }

    @Test func `a view is added once, changed and removed in the version one saw`() async throws {
        let (house, notes) = try await furnished()
        try await house.run { browser in
            let agent = try await browser.signedIn(.agent)
            let body: JSON = ["name": "Hot", "condition": ViewTests.urgent, "columns": ["subject"], "sort": "due"]
            let added = try await agent.send("POST", "/api/v1/views", body, ["Idempotency-Key": "k1"])
            #expect(added.status == 201 && added.json["id"] == "v1" && added.headers["ETag"] == "\"1\"")
            let changed = try await agent.send("PUT", "/api/v1/views/v1", body, ["If-Match": "\"1\""])
            #expect(changed.status == 200 && changed.headers["ETag"] == "\"2\"")
            let stale = try await agent.send("DELETE", "/api/v1/views/v1", nil, ["If-Match": "\"1\""])
            #expect(stale.status == 412 && stale.code == "view.stale")
            let removed = try await agent.send("DELETE", "/api/v1/views/v1", nil, ["If-Match": "\"2\""])
            #expect(removed.status == 204)
            for wrong: JSON in [
                ["name": "x"], ["name": "x", "condition": ["some": []]], ["name": 1, "condition": ViewTests.urgent],
                ["name": "x", "condition": ViewTests.urgent, "owner": "boss"],
                ["name": "x", "condition": ViewTests.urgent, "sort": "mood"],
            ] {
                let answer = try await agent.send("POST", "/api/v1/views", wrong)
                #expect(answer.status == 400, "\(wrong)")
            }
        }
        #expect(notes.all == ["save - -1 k1", "save v1 1 -", "remove v1 1", "remove v1 2"])
    }

    @Test func `a search is a page like others`() async throws {
        let (house, notes) = try await furnished()
        try await house.run { browser in
            let agent = try await browser.signedIn(.light)
            let answer = try await agent.send(
                "GET", "/api/v1/tickets/search?q=%E9%80%80%E6%AC%BE&order=relevance&page[size]=5&page[after]=here")
            #expect(answer.status == 200 && answer.json["data"]?.array?.first?["passage"] == "退款")
            #expect(answer.json["meta"]?["after_cursor"] == "next")
            let wrong = try await agent.send("GET", "/api/v1/tickets/search?q=x&order=mood")
            #expect(wrong.status == 400)
            let missing = try await agent.send("GET", "/api/v1/tickets/search")
            #expect(missing.status == 400)
        }
        #expect(notes.all == ["search 退款 relevance 5 here"])
    }
}
