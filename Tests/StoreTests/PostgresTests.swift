import Base
import FoundationEssentials
import Store
import TestSupport
import Testing

/// What only a server can do: go away, come back, keep others waiting, sort its own way.
@Suite(.timeLimit(.minutes(2))) struct PostgresTests {
    private func open(_ url: String, service: String = "test") async throws -> Store {
        try await Store.open(url, service: service, migrations: schema, time: SystemTime())
    }

    @Test func `a store goes on when the server comes back, and keeps what it acknowledged`() async throws {
        let server = try await PostgresProcess.own()
        let store = try await open(server.storeURL())
        try await store.write { try $0.execute("INSERT INTO things (id) VALUES ('before')") }
        let acknowledged = Locked<Set<String>>(["before"])
        let isOver = Locked(false)
        try await withThrowingTaskGroup { group in
            for writer in 0..<8 {
                group.addTask {
                    var n = 0
                    while !isOver.withLock({ $0 }), !Task.isCancelled {
                        let id = "\(writer)-\(n)"
                        n += 1
                        do {
                            try await store.write { try $0.execute("INSERT INTO things (id) VALUES (\(id))") }
                            acknowledged.withLock { _ = $0.insert(id) }
                        } catch {
                            #expect((error as? StoreError)?.code == .unreachable)
                        }
                    }
                }
            }
            for _ in 0..<2 {
                try await eventually("writes are acknowledged") { acknowledged.withLock { $0.count } > 50 }
                try await server.crash()
                try await server.start()
                let before = acknowledged.withLock { $0.count }
                try await eventually("writes go on") { acknowledged.withLock { $0.count } > before + 20 }
                // Also a reader whose session died while nobody used it.
                #expect(try await store.read { try $0.rows("SELECT id FROM things WHERE id = 'before'") }.count == 1)
            }
            isOver.withLock { $0 = true }
            try await group.waitForAll()
        }
        let kept = try await store.read { Set(try $0.rows("SELECT id FROM things").map { try $0.string("id") }) }
        #expect(acknowledged.withLock { $0.subtracting(kept) }.isEmpty)
        await store.close()
    }

    @Test func `while the server is away a write says so, and the store opens with a clear error`() async throws {
        let server = try await PostgresProcess.own()
        let url = server.storeURL()
        let store = try await open(url)
        try await server.crash()
        for _ in 0..<2 {
            let write = await #expect(throws: StoreError.self) {
                try await store.write { try $0.execute("INSERT INTO things (id) VALUES ('x')") }
            }
            #expect(write?.code == .unreachable)
            #expect(write.map { Problem($0).status } == 503)
            let read = await #expect(throws: StoreError.self) { try await store.read { try $0.rows("SELECT 1 AS n") } }
            #expect(read?.code == .unreachable)
        }
        let error = await #expect(throws: StoreError.self) { try await open(url) }
        #expect(error?.code == .open)
        #expect(error?.message.contains("cannot be reached") == true)
        await store.close()
    }

    @Test(arguments: [
        "postgres://me:secret@127.0.0.1:1/x", "postgres://me:secret@[nowhere/x", "postgres://me:secret@h:port/x",
        "postgres://me:secret@h/x?colour=red", "postgres://me:secret@h/x?schema=Not-a-name",
        "postgres://me:secret@h/x?schema=pg_mine", "postgres://me:secret@h/x?blobs=here", "postgre://me:secret@h/x",
    ])
    func `what cannot be opened is refused with a reason and without the password`(url: String) async throws {
        let error = await #expect(throws: StoreError.self) { try await open(url) }
        #expect(error?.code == .open)
        #expect(error?.description.contains("secret") == false)
    }

    @Test func `each service has a schema of its own under one URL, and the place shows no password`() async throws {
        let server = try await PostgresProcess.shared()
        let name = "s\(UUID().uuidString.prefix(8).lowercased())"
        let url = "postgres://moat:secret@/postgres?host=\(server.folder)"
        for service in ["\(name)_a", "\(name)_b"] {
            let store = try await open(url, service: service)
            try await store.write { try $0.execute("INSERT INTO things (id) VALUES ('mine')") }
            #expect(store.place.hasSuffix("schema \(service)"))
            #expect(!store.place.contains("secret") && !store.place.contains("moat:"))
            await store.close()
        }
    }

    @Test func `a commit waits for the disk, whatever the database's setting`() async throws {
        let store = try await open(
            try await PostgresProcess.shared().storeURL() + "&options=-csynchronous_commit%3Doff")
        let setting = "SELECT current_setting('synchronous_commit') AS value" as SQL
        #expect(try await store.write { try $0.first(setting)?.string("value") } == "on")
        await store.close()
    }

    @Test(arguments: Place.allCases)
    func `text is compared byte by byte, and every character comes back`(place: Place) async throws {
        let texts = ["B", "a", "Z", "ä", "a b", "ab", "_", "é", "e\u{301}", "\0", "x\0y", "\u{F4D1}", "\u{F4D1}0", "水"]
        try await inStore(place) { store in
            try await store.write { tx in
                for text in texts { try tx.execute("INSERT INTO things (id, name) VALUES (\(text), \(text))") }
            }
            let found = try await store.read { reader in
                try reader.rows("SELECT id FROM things ORDER BY id").map { try $0.string("id") }
            }
            #expect(Set(found.map { Array($0.utf8) }) == Set(texts.map { Array($0.utf8) }))
            let plain = found.filter { !$0.unicodeScalars.contains { $0 == "\0" || $0 == "\u{F4D1}" } }
            #expect(
                plain.map { Array($0.utf8) } == plain.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
            )
            for text in texts {
                let row = try await store.read { try $0.first("SELECT id FROM things WHERE name = \(text)") }
                #expect(try row.map { Array(try $0.string("id").utf8) } == Array(text.utf8))
            }
        }
    }

    @Test func `a closure that goes on after a failed statement fails as a whole, alone and among others`() async throws
    {
        try await inStore(.postgres) { store in
            for writers in [1, 8] {
                await withTaskGroup { group in
                    for n in 0..<writers {
                        group.addTask {
                            let error = await #expect(throws: StoreError.self) {
                                try await store.write { tx in
                                    try tx.execute("INSERT INTO things (id) VALUES (\("lost \(n)"))")
                                    _ = try? tx.execute("INSERT INTO parts (thing) VALUES ('nobody')")
                                }
                            }
                            #expect(error?.code == .statement)
                        }
                        group.addTask {
                            await #expect(throws: Never.self) {
                                try await store.write { tx in
                                    try tx.execute("INSERT INTO things (id) VALUES (\("kept \(writers) \(n)"))")
                                }
                            }
                        }
                    }
                }
            }
            let rows = try await store.read { try $0.rows("SELECT id FROM things ORDER BY id") }
            #expect(rows.count == 9)
            #expect(try rows.allSatisfy { try $0.string("id").hasPrefix("kept") })
        }
    }

    @Test func `a table changed by another copy does no lasting harm`() async throws {
        try await atPlace(.postgres) { url in
            let (a, b) = (try await open(url), try await open(url))
            let query: @Sendable (Store) async throws -> Int = { store in
                try await store.read { try $0.first("SELECT * FROM things")?.columns.count ?? 0 }
            }
            try await a.write { try $0.execute("INSERT INTO things (id) VALUES ('x')") }
            #expect(try await query(a) == 5)
            try await b.write { try $0.execute("ALTER TABLE things ADD COLUMN colour TEXT") }
            let error = await #expect(throws: StoreError.self) { _ = try await query(a) }
            #expect(error?.code == .busy)
            #expect(try await query(a) == 6)
            await a.close()
            await b.close()
        }
    }
}
