import Base
import Contracts
import Dispatch
import Store
import Testing

/// Two stores at one place, as two copies of a service have them.
@Suite(.timeLimit(.minutes(2))) struct SharedStoreTests {
    private func inTwoStores(_ place: Place, _ test: (Store, Store) async throws -> Void) async throws {
        try await atPlace(place) { url in
            async let first = Store.open(url, service: "test", migrations: schema, time: SystemTime())
            async let second = Store.open(url, service: "test", migrations: schema, time: SystemTime())
            let (a, b) = try await (first, second)
            try await test(a, b)
            await a.close()
            await b.close()
        }
    }

    @Test(arguments: Place.shared)
    func `both write at once and nothing is lost`(place: Place) async throws {
        try await inTwoStores(place) { a, b in
            try await withThrowingTaskGroup { group in
                for writer in 0..<16 {
                    group.addTask {
                        let store = writer % 2 == 0 ? a : b
                        for n in 0..<25 {
                            try await store.write { tx in
                                try tx.execute("INSERT INTO things (id) VALUES (\("\(writer)-\(n)"))")
                                try tx.append(
                                    EventDraft(opened, subject: "thing/\(writer)", data: Opened(title: "\(n)")))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let row = try await a.read { try $0.first("SELECT COUNT(*) AS n FROM things") }
            #expect(try row?.int("n") == 400)
            let page = try await b.feed(after: 0, limit: 1_000)
            #expect(page.events.map(\.sequence) == Array(1...400))
            // In the order of commits: a writer's own events come in the order it wrote them.
            for writer in 0..<16 {
                let own = try page.events.filter { $0.subject == "thing/\(writer)" }.map { try $0.decode(opened).title }
                #expect(own == (0..<25).map(String.init))
            }
        }
    }

    @Test(arguments: Place.shared)
    func `only one of two moves the cursor`(place: Place) async throws {
        try await inTwoStores(place) { a, b in
            let moved = await withTaskGroup(of: Int.self, returning: Int.self) { group in
                for store in [a, b] {
                    group.addTask {
                        var moved = 0
                        for page in 0..<50 {
                            let (from, to) = (Int64(page * 10), Int64(page * 10 + 10))
                            do {
                                try await store.write { tx in
                                    try tx.execute("INSERT INTO things (id) VALUES (\("\(store === a) \(page)"))")
                                    try tx.moveCursor(of: "feed:x", from: from, to: to)
                                }
                                moved += 1
                            } catch {
                                #expect((error as? StoreError)?.code == .cursorMoved)
                            }
                        }
                        return moved
                    }
                }
                return await group.reduce(0, +)
            }
            let row = try await a.read { try $0.first("SELECT COUNT(*) AS n FROM things") }
            #expect(try row?.int("n") == moved)
            #expect(try await b.read { try $0.cursor(of: "feed:x") } == 500)
            #expect(moved == 50)
        }
    }

    @Test(arguments: Place.shared)
    func `a reader never passes an event that is still on its way`(place: Place) async throws {
        try await inTwoStores(place) { a, b in
            let (entered, entry) = AsyncStream.makeStream(of: Void.self)
            let gate = DispatchSemaphore(value: 0)
            let isSecondDone = Locked(false)
            var (cursor, seen): (Int64, [String]) = (0, [])
            func look() async throws {
                let page = try await a.feed(after: cursor, limit: 10)
                seen += try page.events.map { try $0.decode(opened).title }
                cursor = page.last
            }
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await a.write { tx in
                        try tx.append(EventDraft(opened, subject: "t/1", data: Opened(title: "first")))
                        entry.yield()
                        gate.wait()
                    }
                }
                for await _ in entered { break }
                // The first has its sequence and is not committed; this one comes later and would be done earlier.
                group.addTask {
                    try await b.write { tx in
                        try tx.append(EventDraft(opened, subject: "t/2", data: Opened(title: "second")))
                    }
                    isSecondDone.withLock { $0 = true }
                }
                // Not for longer than PostgreSQL suffers a transaction that waits, on a busy machine too.
                let deadline = ContinuousClock.now + .seconds(2)
                for _ in 0..<300 where !isSecondDone.withLock({ $0 }) && .now < deadline { try await look() }
                try await look()
                gate.signal()
                try await group.waitForAll()
            }
            try await look()
            #expect(seen == ["first", "second"])
        }
    }

    @Test(arguments: Place.shared)
    func `readers of a busy feed miss nothing and see nothing twice`(place: Place) async throws {
        try await inTwoStores(place) { a, b in
            let written = Locked<Set<String>>([])
            let writersLeft = Locked(12)
            try await withThrowingTaskGroup(of: [String].self) { group in
                for writer in 0..<12 {
                    group.addTask {
                        let store = writer % 2 == 0 ? a : b
                        for n in 0..<20 {
                            let names = (0...n % 3).map { "\(writer)/\(n)/\($0)" }
                            do {
                                try await store.write { tx in
                                    for name in names {
                                        try tx.append(EventDraft(opened, subject: "x", data: Opened(title: name)))
                                    }
                                    if n % 7 == 6 { throw CancellationError() }
                                }
                                written.withLock { $0.formUnion(names) }
                            } catch is CancellationError {}
                        }
                        writersLeft.withLock { $0 -= 1 }
                        return []
                    }
                }
                for store in [a, b] {
                    group.addTask {
                        var (cursor, seen): (Int64, [String]) = (0, [])
                        while true {
                            let isLast = writersLeft.withLock { $0 == 0 }
                            let page = try await store.feed(after: cursor, limit: 5)
                            seen += try page.events.map { try $0.decode(opened).title }
                            cursor = page.last
                            if isLast, page.events.isEmpty { return seen }
                        }
                    }
                }
                for try await seen in group where !seen.isEmpty {
                    #expect(seen.count == Set(seen).count)
                    #expect(Set(seen) == written.withLock { $0 })
                }
            }
        }
    }

    @Test func `a name in memory is one store as long as somebody has it open`() async throws {
        func open(_ name: String) async throws -> Store {
            try await Store.open("memory:\(name)", service: "test", migrations: schema, time: SystemTime())
        }
        func count(_ store: Store) async throws -> Int? {
            try await store.read { try $0.first("SELECT COUNT(*) AS n FROM things")?.int("n") }
        }
        let (first, other) = (try await open("shared"), try await open("other"))
        try await first.write { try $0.execute("INSERT INTO things (id) VALUES ('a')") }
        let second = try await open("shared")
        await first.close()
        try await second.write { try $0.execute("INSERT INTO things (id) VALUES ('b')") }
        #expect(try await count(second) == 2)
        #expect(try await count(other) == 0)
        await second.close()
        let third = try await open("shared")
        #expect(try await count(third) == 0)
        for store in [other, third] { await store.close() }
        await #expect(throws: StoreError.self) { _ = try await open("what?") }
    }
}
