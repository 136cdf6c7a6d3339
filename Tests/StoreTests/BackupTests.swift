import Base
import Contracts
import FoundationEssentials
import Store
import TestSupport
import Testing

/// Copies of a store that somebody writes to.
struct BackupTests {
    private let folder = TemporaryFolder()

    private func open(_ place: Place) async throws -> (store: Store, url: String) {
        let url =
            switch place {
            case .postgres: try await PostgresProcess.shared().storeURL()
            default: "file://\(folder.path)/store"
            }
        return (try await Store.open(url, service: "test", migrations: schema, time: SystemTime()), url)
    }

    private func add(_ id: String, to store: Store) async throws {
        try await store.write { tx in
            try tx.execute("INSERT INTO things (id) VALUES (\(id))")
            try tx.append(EventDraft(opened, subject: "thing/\(id)", data: Opened(title: id)))
        }
    }

    @Test(arguments: Place.shared)
    func `the copy is the state that was taken, whoever writes while it is made`(place: Place) async throws {
        let (store, url) = try await open(place)
        for n in 0..<50 { try await add("before \(n)", to: store) }
        try await store.write { try $0.moveCursor(of: "other/main", from: 0, to: 7) }
        let snapshot = try #require(try StoreSnapshot.open(url, service: "test"))
        #expect(try snapshot.take() == StorePosition(journal: 50, cursors: ["other/main": 7]))
        for n in 0..<50 { try await add("after \(n)", to: store) }
        let copy = folder.path + "/copy.sqlite3"
        let seen = Locked<[Int64]>([])
        try snapshot.copy(to: copy) { done, total in
            #expect(done <= total)
            seen.withLock { $0.append(done) }
        }
        snapshot.release()
        #expect(seen.withLock { $0.last } ?? 0 > 0)
        let (wrong, position) = try StoreBackup.examine(copy)
        #expect(wrong.isEmpty && position == StorePosition(journal: 50, cursors: ["other/main": 7]))
        #expect(try snapshot.take().journal == 100)
        // It holds the log that came after the last checkpoint too, and is one file alone.
        #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
        await store.close()
        let data = try #require(try CopiedFile.digest(copy))
        let again = folder.path + "/again.sqlite3"
        #expect(try CopiedFile.copy(copy, to: again)?.sha256 == data.sha256)
        #expect(try CopiedFile.digest(folder.path + "/nothing") == nil)
    }

    @Test(arguments: Place.shared)
    func `a copy is a store: all that was there is in it, and numbers go on`(place: Place) async throws {
        let (store, url) = try await open(place)
        for n in 0..<700 { try await add("thing \(n)", to: store) }
        try await store.write { tx in
            try tx.execute("UPDATE things SET weight = 1.5, raw = \([0, 255] as [UInt8]) WHERE id = 'thing 7'")
            try tx.schedule(Timer(kind: "k", reference: "r", due: Instant(seconds: 1)))
        }
        let snapshot = try #require(try StoreSnapshot.open(url, service: "test"))
        _ = try snapshot.take()
        try FileManager.default.createDirectory(atPath: folder.path + "/put", withIntermediateDirectories: true)
        try snapshot.copy(to: folder.path + "/put/store.sqlite3") { _, _ in }
        snapshot.release()
        await store.close()
        let put = try await Store.open(
            "file://\(folder.path)/put", service: "test", migrations: schema, time: SystemTime())
        let row = try await put.read { try $0.first("SELECT weight, raw FROM things WHERE id = 'thing 7'") }
        #expect(try row?.double("weight") == 1.5 && row?.bytes("raw") == [0, 255])
        #expect(try await put.read { try $0.timers(reference: "r") }.count == 1)
        try await add("one more", to: put)
        let page = try await put.feed(after: 699, limit: 10)
        #expect(try page.events.map { try $0.decode(opened).title } == ["thing 699", "one more"])
        await put.close()
    }

    @Test func `a damaged copy is noticed by its engine`() async throws {
        let (store, url) = try await open(.disk)
        for n in 0..<500 { try await add("thing \(n) \(String(repeating: "x", count: 200))", to: store) }
        let snapshot = try #require(try StoreSnapshot.open(url, service: "test"))
        _ = try snapshot.take()
        let copy = folder.path + "/copy.sqlite3"
        try snapshot.copy(to: copy) { _, _ in }
        await store.close()
        var bytes = Array(try #require(FileManager.default.contents(atPath: copy)))
        for index in 8_192..<(bytes.count - 4_096) where index % 4_096 < 64 { bytes[index] ^= 0xFF }
        try CopiedFile.write(bytes, to: copy)
        var wrong: [String] = []
        do { wrong = try StoreBackup.examine(copy).wrong } catch { wrong = [error.message] }
        #expect(!wrong.isEmpty)
    }

    @Test func `where there is no store there is nothing to copy, and none is made`() async throws {
        let path = folder.path + "/nothing"
        #expect(try StoreSnapshot.open("file://\(path)", service: "test") === nil)
        #expect(!FileManager.default.fileExists(atPath: path))
        let url = try await PostgresProcess.shared().storeURL()
        #expect(try StoreSnapshot.open(url, service: "test") === nil)
        #expect(try StoreSnapshot.open(url, service: "test") === nil)
        #expect(throws: StoreError(.unsupported, "")) { try StoreSnapshot.open("memory:", service: "test") }
    }
}
