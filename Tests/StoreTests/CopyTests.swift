import Base
import Contracts
import FoundationEssentials
import Store
import TestSupport
import Testing

/// A store moved to another place, in both directions.
@Suite(.timeLimit(.minutes(2))) struct CopyTests {
    /// A table whose rows refer to each other, in any order, beside those of every store test.
    private let migrations =
        schema + [
            Migration(
                2, "tree",
                """
                CREATE TABLE nodes (id TEXT PRIMARY KEY, parent TEXT REFERENCES nodes (id), weight DOUBLE PRECISION);
                CREATE UNIQUE INDEX nodes_weight ON nodes (weight);
                """)
        ]

    private func open(_ url: String) async throws -> Store {
        try await Store.open(url, service: "test", migrations: migrations, time: SystemTime())
    }

    @discardableResult
    private func copy(_ from: String, _ to: String) async throws -> StoreCopy.Report {
        try await StoreCopy.run(from: from, to: to, time: SystemTime()) { _, _, _ in }
    }

    /// Rows of every type, events, a timer, a cursor, a reply, a file; returns the file's name.
    private func fill(_ store: Store) async throws -> String {
        try await store.write { tx in
            for n in 0..<1_200 {
                let raw: [UInt8] = n % 5 == 0 ? [] : [0, UInt8(n % 256), 255]
                try tx.execute(
                    """
                    INSERT INTO things (id, name, size, weight, raw) VALUES (\("thing \(n)"),
                        \(n % 3 == 0 ? nil : "水\u{0}\(n)"), \(n % 4 == 0 ? nil : n), \(Double(n) / 7), \(raw))
                    """)
                try tx.execute("INSERT INTO parts (thing) VALUES (\("thing \(n)"))")
                try tx.append(EventDraft(opened, subject: "thing/\(n)", data: Opened(title: "\(n)")))
            }
            for n in (0..<30).reversed() {
                try tx.execute("INSERT INTO nodes (id, weight) VALUES (\("\(n)"), \(Double(n)))")
            }
            // Each refers to one that the copy reads later.
            try tx.execute("UPDATE nodes SET parent = '0' WHERE id <> '0'")
            try tx.execute("DELETE FROM parts WHERE id > 1190")
            try tx.schedule(Timer(kind: "k", reference: "r", due: tx.now + .hours(1), payload: ["a": 1]))
            try tx.moveCursor(of: "feed", from: 0, to: 17)
            try tx.storeReply(key: "key", fingerprint: "f", reply: [1, 2, 3])
        }
        return try await store.blobs.put(Array("a file".utf8))
    }

    @Test(arguments: [(Place.disk, Place.postgres), (.postgres, .disk), (.disk, .disk)])
    func `a copy is whole, equal, and goes on where the source stopped`(from: Place, to: Place) async throws {
        try await atPlace(from) { old in
            try await atPlace(to) { new in
                let source = try await open(old)
                let blob = try await fill(source)
                let timers = try await source.read { try $0.timers(reference: "r") }
                let feed = try await source.feed(after: 1_000, limit: 500)
                await source.close()

                let steps = Locked<[String: Int]>([:])
                let report = try await StoreCopy.run(from: old, to: new, time: SystemTime()) { what, done, total in
                    if done == total { steps.withLock { $0[what] = total } }
                }
                #expect(report.rows > 3_600)
                #expect(report.blobs == 1)
                #expect(steps.withLock { $0["things"] } == 1_200)

                let target = try await open(new)
                #expect(try await target.feed(after: 1_000, limit: 500) == feed)
                #expect(try await target.read { try $0.timers(reference: "r") } == timers)
                #expect(try await target.read { try $0.cursor(of: "feed") } == 17)
                #expect(try await target.read { try $0.storedReply(key: "key", fingerprint: "f") } == [1, 2, 3])
                #expect(try await target.blobs.get(blob) == Array("a file".utf8))
                let thing = try await target.read { try $0.first("SELECT * FROM things WHERE id = 'thing 7'") }
                #expect(try thing?.string("name") == "水\u{0}7")
                #expect(try thing?.double("weight") == 1)
                // Numbers go on, also beyond rows that were removed; references hold again.
                try await target.write { tx in
                    try tx.execute("INSERT INTO parts (thing) VALUES ('thing 1')")
                    #expect(try tx.first("SELECT MAX(id) AS id FROM parts")?.int("id") == 1_201)
                    let event = try tx.append(EventDraft(opened, subject: "x", data: Opened(title: "next")))
                    #expect(event.sequence == 1_201)
                }
                let orphan = await #expect(throws: StoreError.self) {
                    try await target.write { try $0.execute("INSERT INTO nodes (id, parent) VALUES ('x', 'nobody')") }
                }
                #expect(orphan?.code == .constraint)
                await target.close()
            }
        }
    }

    @Test func `there and back again the store is the same`() async throws {
        try await atPlace(.disk) { old in
            let source = try await open(old)
            _ = try await fill(source)
            await source.close()
            try await atPlace(.postgres) { middle in
                try await atPlace(.disk) { new in
                    let there = try await copy(old, middle)
                    let back = try await copy(middle, new)
                    #expect(there.rows == back.rows && there.tables == back.tables && there.blobs == back.blobs)
                    // A copy of the first and of the last are equal, table by table: nothing was lost on the way.
                    for query: SQL in ["SELECT * FROM things ORDER BY id", "SELECT * FROM nodes ORDER BY id"] {
                        let (first, last) = (try await open(old), try await open(new))
                        let (a, b) = (try await values(query, first), try await values(query, last))
                        #expect(a == b && !a.isEmpty)
                        await first.close()
                        await last.close()
                    }
                }
            }
        }
    }

    private func values(_ query: SQL, _ store: Store) async throws -> [[SQL.Value]] {
        try await store.read { reader in
            try reader.rows(query).map { row in try row.columns.sorted().map { try row.value($0) } }
        }
    }

    @Test(arguments: [(Place.disk, Place.postgres), (.postgres, .disk)])
    func `a place that is not empty is refused and stays as it was`(from: Place, to: Place) async throws {
        try await atPlace(from) { old in
            try await atPlace(to) { new in
                for (url, id) in [(old, "old"), (new, "new")] {
                    let store = try await open(url)
                    try await store.write { try $0.execute("INSERT INTO things (id) VALUES (\(id))") }
                    await store.close()
                }
                let error = await #expect(throws: StoreError.self) { try await copy(old, new) }
                #expect(error?.code == .occupied)
                let store = try await open(new)
                #expect(
                    try await store.read { try $0.rows("SELECT id FROM things").map { try $0.string("id") } } == ["new"]
                )
                await store.close()
            }
        }
    }

    @Test(arguments: [Place.disk, .postgres])
    func `where there is no store none is made`(place: Place) async throws {
        try await atPlace(place) { missing in
            try await atPlace(.disk) { new in
                for _ in 0..<2 {
                    let error = await #expect(throws: StoreError.self) { try await copy(missing, new) }
                    #expect(error?.code == .open)
                }
            }
        }
    }

    @Test func `a damaged file stops the copy, and the target stays empty`() async throws {
        try await atPlace(.disk) { old in
            try await atPlace(.postgres) { new in
                let source = try await open(old)
                let blob = try await fill(source)
                await source.close()
                let folder = try #require(URL(string: old)?.path(percentEncoded: false))
                let file = URL(filePath: "\(folder)/blobs/\(blob.prefix(2))/\(blob)")
                try Data("another".utf8).write(to: file)
                let error = await #expect(throws: StoreError.self) { try await copy(old, new) }
                #expect(error?.code == .unequal)
                try Data("a file".utf8).write(to: file)
                #expect(try await copy(old, new).blobs == 1)
            }
        }
    }
}
