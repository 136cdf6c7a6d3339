import Base
import Store
import TestSupport
import Testing

@Suite struct ReplyTests {
    @Test(arguments: Place.allCases)
    func `a key gives its first reply for a day and then is free`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            #expect(try await store.read { try $0.storedReply(key: "k", fingerprint: "f") } == nil)
            try await store.write { try $0.storeReply(key: "k", fingerprint: "f", reply: [1, 2]) }
            time.advance(by: .hours(23))
            #expect(try await store.read { try $0.storedReply(key: "k", fingerprint: "f") } == [1, 2])
            time.advance(by: .hours(1))
            #expect(try await store.read { try $0.storedReply(key: "k", fingerprint: "other") } == nil)
            try await store.write { try $0.storeReply(key: "k", fingerprint: "other", reply: []) }
            #expect(try await store.read { try $0.storedReply(key: "k", fingerprint: "other") } == [])
        }
    }

    @Test(arguments: Place.allCases)
    func `the same key with another request is a 422`(place: Place) async throws {
        try await inStore(place) { store in
            try await store.write { try $0.storeReply(key: "k", fingerprint: "f", reply: [1]) }
            let problem = await #expect(throws: Problem.self) {
                try await store.write { try $0.storedReply(key: "k", fingerprint: "g") }
            }
            #expect(problem?.status == 422)
            #expect(problem?.code == "idempotency.mismatch")
        }
    }

    @Test(arguments: Place.shared)
    func `of two that answer the same request one is undone`(place: Place) async throws {
        try await inStore(place) { store in
            let kept = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                for n in 0..<8 {
                    group.addTask {
                        do {
                            try await store.write { tx in
                                try tx.execute("INSERT INTO things (id) VALUES (\("\(n)"))")
                                try tx.storeReply(key: "k", fingerprint: "f", reply: [UInt8(n)])
                            }
                            return true
                        } catch {
                            #expect((error as? Problem)?.code == "idempotency.raced")
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(kept == 1)
            let rows = try await store.read { try $0.rows("SELECT id FROM things") }
            #expect(rows.count == 1)
        }
    }

    @Test(arguments: Place.allCases)
    func `old replies go away with new ones and by the purge`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            try await store.write { tx in
                for n in 0..<10 { try tx.storeReply(key: "\(n)", fingerprint: "f", reply: [1]) }
            }
            time.advance(by: .hours(25))
            try await store.write { try $0.storeReply(key: "new", fingerprint: "f", reply: [1]) }
            #expect(try await store.read { try $0.rows("SELECT key FROM store_replies") }.count == 9)
            #expect(try await store.write { try $0.purgeReplies() } == 8)
            #expect(try await store.read { try $0.rows("SELECT key FROM store_replies") }.count == 1)
        }
    }
}
