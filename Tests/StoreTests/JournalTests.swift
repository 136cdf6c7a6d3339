import Base
import Contracts
import Store
import TestSupport
import Testing

@Suite struct JournalTests {
    @Test(arguments: Place.allCases)
    func `an event comes back from feed and history as it was appended`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            let actor = Actor(kind: .agent, id: "a1", name: "李雷")
            let entry = try await store.write { tx in
                try tx.append(
                    EventDraft(
                        opened, subject: "ticket/1", data: Opened(title: "你好"), actor: actor, traceparent: "00-1",
                        causation: "c1", replayed: true))
            }
            let event = try JSON.decode(Event.self, from: entry.text)
            #expect(entry.sequence == 1 && event.sequence == 1)
            #expect(event.source == "/moat/test")
            #expect(event.time == time.now())
            #expect(try event.decode(opened) == Opened(title: "你好"))
            #expect(try await store.feed(after: 0, limit: 10) == FeedPage(events: [event], last: 1))
            #expect(try await store.events(subject: "ticket/1") == [event])
            #expect(try await store.events(subject: "ticket/2").isEmpty)
        }
    }

    @Test(arguments: Place.allCases)
    func `a page as text is the page, cut to what the bus takes`(place: Place) async throws {
        try await inStore(place, time: ManualTime()) { store in
            let words = ["", "\u{1}\u{2}", "\"\\/", "汉字 😀", "a\tb\nc", String(repeating: "汉\n\"", count: 2_000)]
            try await store.write { tx in
                for (index, word) in words.enumerated() {
                    let actor = index.isMultiple(of: 2) ? Actor(kind: .rule, id: "\(word)r", name: word) : nil
                    try tx.append(
                        EventDraft(
                            opened, subject: "t/\(index)", data: Opened(title: word), actor: actor,
                            traceparent: index == 1 ? "00-1" : nil, causation: index == 2 ? "c\"1" : nil,
                            replayed: index == 3 ? true : nil))
                }
            }
            func read(after sequence: Int64, maximum: Int) async throws -> (page: FeedPage, bytes: Int) {
                let text = try await store.read {
                    try $0.feedText(after: sequence, limit: 500, maximum: maximum)
                }
                return (try JSON.decode(FeedPage.self, from: text), text.count)
            }
            var whole = try await store.feed(after: 0, limit: 500)
            whole.end = 6
            let events = whole.events
            #expect(try await read(after: 0, maximum: Reader.feedTextMaximum).page == whole)
            #expect(
                try await read(after: 6, maximum: 100).page == FeedPage(events: [], last: 6, end: 6), "nothing new")
            // Never longer than is allowed, but one event goes in any case.
            var (after, seen): (Int64, [Event]) = (0, [])
            while seen.count < events.count {
                let (page, bytes) = try await read(after: after, maximum: 2_000)
                #expect(bytes < 2_100 || page.events.count == 1)
                #expect(page.last == page.events.last?.sequence)
                (after, seen) = (page.last, seen + page.events)
            }
            #expect(seen == events)
        }
    }

    @Test(arguments: Place.allCases)
    func `a feed of some types passes over the others, and says how far it has looked`(place: Place) async throws {
        try await inStore(place) { store in
            try await store.write { tx in
                for n in 1...25 {
                    let type = n % 5 == 0 ? closed : opened
                    try tx.append(EventDraft(type, subject: "t/\(n)", data: Opened(title: "\(n)")))
                }
                try tx.append(EventDraft(opened, subject: "t/26", data: Opened(title: "the last")))
            }
            func page(after sequence: Int64, limit: Int, _ types: [String]) async throws -> FeedPage {
                try await store.read { try $0.feed(after: sequence, limit: limit, types: types) }
            }
            let first = try await page(after: 0, limit: 2, [closed.name])
            #expect(first.events.map(\.sequence) == [5, 10])
            // More may follow after a full page: only what was seen is done.
            #expect(first.last == 10)
            let rest = try await page(after: 10, limit: 10, [closed.name])
            #expect(rest.events.map(\.sequence) == [15, 20, 25])
            #expect(rest.last == 26)
            #expect(try await page(after: 26, limit: 10, [closed.name]) == FeedPage(events: [], last: 26))
            #expect(try await page(after: 0, limit: 10, ["none"]) == FeedPage(events: [], last: 26))
            #expect(try await page(after: 0, limit: 100, [closed.name, opened.name]).events.count == 26)
            // A page that ended early because of its bytes has not looked at the rest.
            let early = try await store.read { try $0.feed(after: 0, limit: 10, types: [closed.name], bytes: 1) }
            #expect(early.events.map(\.sequence) == [5] && early.last == 5)
        }
    }

    @Test(arguments: Place.allCases)
    func `the feed is paged in order and says where it ends`(place: Place) async throws {
        try await inStore(place) { store in
            try await store.write { tx in
                for n in 1...25 {
                    try tx.append(EventDraft(opened, subject: "t/\(n % 2)", data: Opened(title: "\(n)")))
                }
            }
            var after: Int64 = 0
            var sequences: [Int64] = []
            while true {
                let page = try await store.feed(after: after, limit: 10)
                if page.events.isEmpty {
                    #expect(page.last == 25)
                    break
                }
                sequences += page.events.map(\.sequence)
                after = page.last
            }
            #expect(sequences == Array(1...25))
            let odd = try await store.events(subject: "t/1", after: 5, limit: 3)
            #expect(odd.map(\.sequence) == [7, 9, 11])
        }
    }

    @Test(arguments: Place.allCases)
    func `who listens hears each committed event once, in order, before the writer goes on`(place: Place) async throws {
        struct Refused: Error {}
        let heard = Locked<[Int64]>([])
        try await inStore(place, onCommit: { events in heard.withLock { $0 += events.map(\.sequence) } }) { store in
            await withTaskGroup { group in
                for n in 0..<100 {
                    group.addTask {
                        let event = try? await store.write { tx in
                            let event = try tx.append(EventDraft(opened, subject: "t", data: Opened(title: "x")))
                            if n % 5 == 0 { throw Refused() }
                            return event
                        }
                        #expect((event == nil) == (n % 5 == 0))
                        if let event { #expect(heard.withLock { $0.contains(event.sequence) }) }
                    }
                }
            }
            let feed = try await store.feed(after: 0, limit: 200).events.map(\.sequence)
            #expect(feed.count == 80)
            #expect(heard.withLock { $0 } == feed)
            #expect(feed == feed.sorted())
        }
    }

    @Test func `the history of a subject uses its index`() async throws {
        try await inStore(.memory) { store in
            let plan = try await store.read { reader in
                try reader.rows(
                    """
                    EXPLAIN QUERY PLAN SELECT id FROM store_journal
                    WHERE subject = 'x' AND sequence > 0 ORDER BY sequence LIMIT 10
                    """
                ).map { try $0.string("detail") }
            }
            #expect(plan.count == 1)
            #expect(plan.first?.contains("USING INDEX store_journal_subject") == true)
        }
    }

    @Test(arguments: Place.allCases)
    func `a cursor starts at 0, moves from where it stands and can be reset`(place: Place) async throws {
        try await inStore(place) { store in
            #expect(try await store.read { try $0.cursor(of: "a") } == 0)
            try await store.write { try $0.moveCursor(of: "a", from: 0, to: 5) }
            for wrong in [0, 4] as [Int64] {
                let error = await #expect(throws: StoreError.self) {
                    try await store.write { try $0.moveCursor(of: "a", from: wrong, to: 9) }
                }
                #expect(error?.code == .cursorMoved)
            }
            try await store.write { try $0.moveCursor(of: "a", from: 5, to: 9) }
            #expect(try await store.read { try $0.cursor(of: "a") } == 9)
            try await store.write { try $0.resetCursor(of: "a") }
            #expect(try await store.read { try $0.cursor(of: "a") } == 0)
        }
    }
}
