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
            let event = try await store.write { tx in
                try tx.append(
                    EventDraft(
                        opened, subject: "ticket/1", data: Opened(title: "你好"), actor: actor, traceparent: "00-1",
                        causation: "c1", replayed: true))
            }
            #expect(event.sequence == 1)
            #expect(event.source == "/moat/test")
            #expect(event.time == time.now())
            #expect(try event.decode(opened) == Opened(title: "你好"))
            #expect(try await store.feed(after: 0, limit: 10) == FeedPage(events: [event], last: 1))
            #expect(try await store.events(subject: "ticket/1") == [event])
            #expect(try await store.events(subject: "ticket/2").isEmpty)
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
