import Base
import Contracts
import Dispatch
import FoundationEssentials
import Store
import TestSupport
import Testing

@Suite struct WriteTests {
    private struct Refused: Error {}

    @Test(arguments: Place.allCases)
    func `every type comes back as it was written`(place: Place) async throws {
        try await inStore(place) { store in
            try await store.write { tx in
                try tx.execute(
                    """
                    INSERT INTO things (id, name, size, weight, raw)
                    VALUES (\("ä水\u{0}x"), \(""), \(Int64.max), \(0.5), \([0, 255] as [UInt8]))
                    """)
                try tx.execute("INSERT INTO things (id, name, raw) VALUES (\("none"), \(String?.none), \([UInt8]()))")
            }
            let rows = try await store.read { try $0.rows("SELECT * FROM things ORDER BY size DESC NULLS LAST") }
            #expect(try rows[0].string("id") == "ä水\u{0}x")
            #expect(try rows[0].string("name") == "")
            #expect(try rows[0].int64("size") == .max)
            #expect(try rows[0].double("weight") == 0.5)
            #expect(try rows[0].bytes("raw") == [0, 255])
            #expect(try rows[1].optionalString("name") == nil)
            #expect(try rows[1].optionalInt("size") == nil)
            #expect(try rows[1].bytes("raw") == [])
        }
    }

    @Test(arguments: Place.allCases)
    func `a failing closure leaves nothing and harms no other`(place: Place) async throws {
        try await inStore(place) { store in
            let outcomes = await withTaskGroup(of: (Int, Bool).self, returning: [Int: Bool].self) { group in
                for n in 0..<300 {
                    group.addTask {
                        do {
                            try await store.write { tx in
                                try tx.execute("INSERT INTO things (id) VALUES (\("thing \(n)"))")
                                if n % 3 == 0 { throw Refused() }
                                if n % 7 == 0 { try tx.execute("INSERT INTO things (id) VALUES (\("thing \(n)"))") }
                            }
                            return (n, true)
                        } catch {
                            let isMeant = error is Refused || (error as? StoreError)?.code == .unique
                            #expect(isMeant, "\(error)")
                            return (n, false)
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            let kept = try await store.read { Set(try $0.rows("SELECT id FROM things").map { try $0.string("id") }) }
            for n in 0..<300 {
                #expect(outcomes[n] == (n % 3 != 0 && n % 7 != 0))
                #expect(kept.contains("thing \(n)") == outcomes[n])
            }
        }
    }

    @Test(arguments: Place.allCases)
    func `whoever comes last in a group fails alone`(place: Place) async throws {
        try await inStore(place) { store in
            try await store.write { try $0.execute("INSERT INTO things (id) VALUES ('taken')") }
            // In some of these rounds the three are one group with the failing one at its end.
            for round in 0..<40 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for name in ["a", "b"] {
                        group.addTask {
                            _ = try await store.write {
                                try $0.execute("INSERT INTO things (id) VALUES (\("\(name)\(round)"))")
                            }
                        }
                    }
                    group.addTask {
                        _ = await #expect(throws: StoreError(.unique, "")) {
                            try await store.write { try $0.execute("INSERT INTO things (id) VALUES ('taken')") }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test(arguments: Place.shared)
    func `sixty-four writers share commits and each reads what it wrote`(place: Place) async throws {
        let metrics = Metrics()
        try await inStore(place, metrics: metrics) { store in
            try await withThrowingTaskGroup { group in
                for writer in 0..<64 {
                    group.addTask {
                        for n in 0..<20 {
                            let id = "\(writer)-\(n)"
                            try await store.write { try $0.execute("INSERT INTO things (id) VALUES (\(id))") }
                            let row = try await store.read { try $0.first("SELECT id FROM things WHERE id = \(id)") }
                            #expect(row != nil)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let row = try await store.read { try $0.first("SELECT COUNT(*) AS n FROM things") }
            #expect(try row?.int("n") == 1_280)
        }
        let commits = try #require(number(of: "moat_store_commit_batch_writes_count", in: metrics))
        #expect(commits < 1_280 / 2)
        #expect(number(of: "moat_store_reads_total", in: metrics) == 1_281)
    }

    @Test(arguments: Place.shared)
    func `beyond its bound the queue refuses, and what waits is written`(place: Place) async throws {
        var limits = Store.Limits()
        limits.writeQueueMaximum = 3
        let metrics = Metrics()
        try await inStore(place, metrics: metrics, limits: limits) { store in
            let gate = DispatchSemaphore(value: 0)
            let (entered, entry) = AsyncStream.makeStream(of: Void.self)
            let refusals = Locked(0)
            await withTaskGroup { group in
                group.addTask {
                    _ = try? await store.write { _ in
                        entry.yield()
                        gate.wait()
                    }
                }
                for await _ in entered { break }
                for n in 0..<10 {
                    group.addTask {
                        do {
                            try await store.write { try $0.execute("INSERT INTO things (id) VALUES (\("\(n)"))") }
                        } catch {
                            #expect((error as? StoreError)?.code == .overloaded)
                            // The seventh refusal is the last: three wait, and the writer may go on.
                            let refused = refusals.withLock { count in
                                count += 1
                                return count
                            }
                            if refused == 7 { gate.signal() }
                        }
                    }
                }
            }
            let row = try await store.read { try $0.first("SELECT COUNT(*) AS n FROM things") }
            #expect(try row?.int("n") == 3)
        }
        #expect(number(of: "moat_queue_refused_total{queue=\"store.write\"}", in: metrics) == 7)
    }

    @Test(arguments: Place.shared)
    func `when the commit itself fails all of it fail, and the next one works`(place: Place) async throws {
        let schema = [
            Migration(
                1, "late check",
                """
                CREATE TABLE a (id BIGINT PRIMARY KEY);
                CREATE TABLE b (id BIGINT PRIMARY KEY, a BIGINT REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);
                """)
        ]
        let told = Locked<[JournalEntry]>([])
        try await inStore(place, migrations: schema, onCommit: { events in told.withLock { $0 += events } }) { store in
            let gate = DispatchSemaphore(value: 0)
            let (entered, entry) = AsyncStream.makeStream(of: Void.self)
            let metrics = Locked(0)
            await withTaskGroup { group in
                group.addTask {
                    _ = try? await store.write { _ in
                        entry.yield()
                        gate.wait()
                    }
                }
                for await _ in entered { break }
                for n in 1...4 {
                    group.addTask {
                        let started = metrics.withLock { count in
                            count += 1
                            return count
                        }
                        // The last of them opens the gate just before it queues; one commit or two, the broken fails.
                        if started == 4 { gate.signal() }
                        let error = await #expect(throws: StoreError.self) {
                            try await store.write { tx in
                                try tx.append(EventDraft(opened, subject: "b/\(n)", data: Opened(title: "b")))
                                try tx.execute("INSERT INTO b (id, a) VALUES (\(n), \(n + 100))")
                            }
                        }
                        #expect(error?.code == .constraint)
                    }
                }
            }
            try await store.write { try $0.execute("INSERT INTO a (id) VALUES (1)") }
            let row = try await store.read { try $0.first("SELECT COUNT(*) AS n FROM b") }
            #expect(try row?.int("n") == 0)
            #expect(try await store.feed(after: 0, limit: 10).events.isEmpty)
        }
        #expect(told.withLock { $0 }.isEmpty)
    }

    @Test(.enabled(if: SmallDisk.canBeHad, "it takes root to mount a disk"))
    func `a full disk shows in the numbers, and that it has room again, though nobody writes`() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        guard let disk = try await SmallDisk(at: folder, megabytes: 8) else { try Test.cancel("none can be mounted") }
        let metrics = Metrics()
        let store = try await Store.open(
            "file://\(folder)/a", service: "test", migrations: schema, time: SystemTime(), metrics: metrics)
        let isWritable = { number(of: "moat_store_writable", in: metrics) == 1 }
        #expect(isWritable())
        try await disk.fill()
        let refused = await #expect(throws: StoreError.self) {
            while true {
                try await store.write { try $0.execute("INSERT INTO things (id, raw) VALUES ('', zeroblob(99000))") }
            }
        }
        #expect(refused?.code == .disk)
        for _ in 0..<3 { #expect(!isWritable()) }
        try disk.empty()
        try await eventually("it says so by itself") { isWritable() }
        await store.close()
        try await disk.unmount()
    }

    @Test(arguments: Place.allCases)
    func `a closed store refuses`(place: Place) async throws {
        try await inStore(place) { store in
            await store.close()
            let write = await #expect(throws: StoreError.self) { try await store.write { _ in } }
            let read = await #expect(throws: StoreError.self) { try await store.read { _ in } }
            #expect(write?.code == .closed)
            #expect(read?.code == .closed)
            #expect(write.map { Problem($0).status } == 503)
        }
    }
}

/// The value of a series without labels in the metrics' text.
func number(of series: String, in metrics: Metrics) -> Int? {
    metrics.text().split(separator: "\n").first { $0.hasPrefix(series + " ") }
        .flatMap { Int($0.dropFirst(series.count + 1)) }
}
