import Base
import FoundationEssentials
import Store
import Testing

@Suite struct MigrationTests {
    private func open(_ url: String, _ migrations: [Migration]) async throws -> Store {
        try await Store.open(url, service: "test", migrations: migrations, time: SystemTime())
    }

    private let first = Migration(1, "one", "CREATE TABLE one (id {identity}, name TEXT);")
    private let second = Migration(2, "two", "ALTER TABLE one ADD COLUMN size BIGINT; CREATE INDEX o ON one (size)")

    @Test(arguments: Place.shared)
    func `steps run once, in order, and later ones are added`(place: Place) async throws {
        try await atPlace(place) { url in
            let old = try await open(url, [first])
            try await old.write { try $0.execute("INSERT INTO one (name) VALUES ('kept')") }
            await old.close()
            let new = try await open(url, [first, second])
            let row = try await new.read { try $0.first("SELECT id, name, size FROM one") }
            #expect(try row?.int("id") == 1)
            #expect(try row?.string("name") == "kept")
            await new.close()
            await (try open(url, [first, second])).close()
        }
    }

    @Test(arguments: Place.shared)
    func `an edited, missing or misnumbered step is refused`(place: Place) async throws {
        try await atPlace(place) { url in
            await (try open(url, [first, second])).close()
            for wrong in [
                [Migration(1, "one", "CREATE TABLE one (id {identity});"), second],
                [first],
                [first, second, Migration(4, "four", "SELECT 1")],
            ] {
                let error = await #expect(throws: StoreError.self) { try await open(url, wrong) }
                #expect(error?.code == .migration)
            }
        }
    }

    @Test(arguments: Place.shared)
    func `a failing step leaves nothing of its run`(place: Place) async throws {
        try await atPlace(place) { url in
            let broken = Migration(2, "broken", "CREATE TABLE two (id BIGINT); CREATE TABLE one (id BIGINT);")
            let error = await #expect(throws: StoreError.self) { try await open(url, [first, broken]) }
            #expect(error?.code == .migration)
            #expect(error?.message.contains("Step 2 (broken)") == true)
            let store = try await open(url, [first, Migration(2, "mended", "CREATE TABLE two (id BIGINT)")])
            #expect(try await store.read { try $0.rows("SELECT id FROM two") }.isEmpty)
            await store.close()
        }
    }

    @Test(arguments: Place.shared)
    func `eight copies starting together migrate once`(place: Place) async throws {
        try await atPlace(place) { url in
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 { group.addTask { await (try open(url, [first, second])).close() } }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: ["http://x", "file://relative", "", "file:///proc/nowhere/x"])
    func `a URL that cannot be opened is refused with a reason`(url: String) async throws {
        let error = await #expect(throws: StoreError.self) { try await open(url, []) }
        #expect(error?.code == .open)
    }
}
