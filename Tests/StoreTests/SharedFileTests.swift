import Base
import Contracts
import FoundationEssentials
import Store
import Testing

/// Two stores on one file, as two copies of a service have them.
@Suite struct SharedFileTests {
    private func inTwoStores(_ test: (Store, Store) async throws -> Void) async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        async let first = Store.open(
            "file://\(folder)", service: "test", migrations: schema, time: SystemTime())
        async let second = Store.open(
            "file://\(folder)", service: "test", migrations: schema, time: SystemTime())
        let (a, b) = try await (first, second)
        try await test(a, b)
        await a.close()
        await b.close()
    }

    @Test func `both write at once and nothing is lost`() async throws {
        try await inTwoStores { a, b in
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

    @Test func `only one of two moves the cursor`() async throws {
        try await inTwoStores { a, b in
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
