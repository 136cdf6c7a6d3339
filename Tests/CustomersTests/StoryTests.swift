import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 96: tickets and facts in one stream.
struct StoryTests {
    @Test func `facts and tickets stand where they happened, and what came late says so`() async throws {
        let house = try await House()
        let id = try await house.identify(.email, "a@x.co", name: "A").id
        let start = house.time.now()
        for (number, hours) in [5, 1, 3].enumerated() {
            let fact = RecordFact(
                customer: id, type: "order", source: "shop", externalID: "\(number)",
                occurredAt: start - .hours(hours) + .minutes(1), data: ["amount": 5, "number": .string("B\(hours)")])
            try await house.work { try $0.record(fact) }
        }
        try await house.hear(TicketStory.opened("t1", of: id, at: (start - .hours(2)).seconds))
        let request = ListTimeline(customer: id)
        let story = try await house.timeline.list(request, house.context()).items
        #expect(story.map(\.kind) == ["created", "order", "opened", "order", "order"])
        #expect(story.map { $0.late == true } == [false, false, true, true, true])
        #expect(story[1].summary == "B1 · 5")
        let orders = try await house.timeline.list(ListTimeline(customer: id, kind: "order"), house.context())
        #expect(orders.items.map(\.summary) == ["B1 · 5", "B3 · 5", "B5 · 5"])
        let mail = try await house.timeline.list(ListTimeline(customer: id, channel: .mail), house.context())
        #expect(mail.items.map(\.kind) == ["opened"])
    }

    @Test func `pages go on through both, each entry once`() async throws {
        let house = try await House()
        let id = try await house.identify(.email, "a@x.co", name: "A").id
        for number in 0..<12 {
            let fact = RecordFact(
                customer: id, type: "login", source: "shop", externalID: "\(number)",
                occurredAt: house.time.now() - .minutes(number / 2))
            try await house.work { try $0.record(fact) }
            try await house.hear(
                TicketStory.opened("t\(number)", of: id, at: (house.time.now() - .minutes(number)).seconds))
        }
        var (seen, after) = ([TimelineEntry](), String?.none)
        repeat {
            let request = ListTimeline(customer: id, limit: 5, after: after)
            let page = try await house.timeline.list(request, house.context())
            (seen, after) = (seen + page.items, page.after)
        } while after != nil
        #expect(seen.count == 25 && Set(seen.map(\.id)).count == 25)
        #expect(seen.map(\.occurredAt) == seen.map(\.occurredAt).sorted(by: >))
    }
}
