import Base
import Contracts
import Testing

@testable import ServiceKit

struct FeedPageTests {
    private static func page(_ texts: [String]) -> FeedPage {
        let events = texts.enumerated().map { index, text in
            Event(
                id: "01a2076b-4400-755e-b1c1-8690ee42c90b", source: "/moat/tickets", type: "moat.tickets.opened",
                subject: "ticket/01a2076b-4400-755e-b1c1-8690ee42c90b", time: Instant(seconds: 1_000),
                data: ["text": .string(text)], sequence: Int64(index + 1),
                actor: Actor(kind: .agent, id: "01a2076b-4400-755e-b1c1-8690ee42c90b", name: "Ann"))
        }
        return FeedPage(events: events, last: Int64(texts.count))
    }

    @Test func `a page of large events is cut to what the bus takes`() throws {
        var page = Self.page(Array(repeating: String(repeating: "汉\n\"", count: 10_000), count: 100))
        var seen: [Int64] = []
        while !page.events.isEmpty {
            let part = page.fitting()
            #expect(try JSON.encode(part).count < 1_000_000)
            #expect(part.last == part.events.last?.sequence)
            seen += part.events.map(\.sequence)
            page.events.removeFirst(part.events.count)
        }
        #expect(seen == Array(1...100))
    }

    @Test func `small pages stay whole, one large event still goes`() {
        let small = Self.page(Array(repeating: "x", count: 500))
        #expect(small.fitting() == small)
        let large = Self.page([String(repeating: "x", count: 2_000_000), "y"])
        #expect(large.fitting().events.map(\.sequence) == [1])
        #expect(Self.page([]).fitting() == Self.page([]))
    }

    @Test(arguments: ["", "\u{1}\u{2}", "\"\\/", "汉字 😀", "a\tb\nc"]) func `a size is never too small`(_ text: String)
        throws
    {
        let value: JSON = ["k\"": [.string(text), 1, -9_223_372_036_854_775_807, 0.1, true, nil, [:]]]
        #expect(value.encodedSize >= (try JSON.encode(value).count))
    }
}
