import Base
import FoundationEssentials
import Store
import Testing

@Suite struct BlobTests {
    @Test(arguments: Place.allCases)
    func `bytes come back under the SHA-256 of their content`(place: Place) async throws {
        try await inStore(place) { store in
            let name = try await store.blobs.put(Array("abc".utf8))
            #expect(name == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            #expect(try await store.blobs.get(name) == Array("abc".utf8))
            #expect(try await store.blobs.size(name) == 3)
            #expect(try await store.blobs.exists(name))
            #expect(try await store.blobs.piece(name, from: 1, count: 1) == Array("b".utf8))
            #expect(try await store.blobs.piece(name, from: 3, count: 9).isEmpty)
            let empty = try await store.blobs.put([])
            #expect(try await store.blobs.get(empty).isEmpty)
            try await store.blobs.remove(name)
            #expect(try await !store.blobs.exists(name))
            let error = await #expect(throws: StoreError.self) { try await store.blobs.get(name) }
            #expect(error?.code == .blob)
        }
    }

    @Test(arguments: [
        "", "../../etc/passwd", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "..7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", String(repeating: "/", count: 64),
    ])
    func `no other name becomes a path`(name: String) async throws {
        try await inStore(.memory) { store in
            for error in [
                await #expect(throws: StoreError.self) { try await store.blobs.get(name) },
                await #expect(throws: StoreError.self) { try await store.blobs.exists(name) },
                await #expect(throws: StoreError.self) { try await store.blobs.remove(name) },
            ] { #expect(error?.code == .blob) }
        }
    }

    @Test(arguments: Place.shared)
    func `the same content at once from many is kept once`(place: Place) async throws {
        try await inStore(place) { store in
            let bytes = [UInt8](repeating: 7, count: 300_000)
            let names = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<16 { group.addTask { try await store.blobs.put(bytes) } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(names.count == 1)
            #expect(try await store.blobs.get(try #require(names.first)) == bytes)
        }
    }

    @Test(arguments: Place.shared)
    func `an upload in pieces becomes a blob, repeated pieces do no harm`(place: Place) async throws {
        try await inStore(place) { store in
            let blobs = store.blobs
            #expect(try await blobs.write(upload: "u1", at: 0, [1, 2, 3]) == 3)
            #expect(try await blobs.write(upload: "u1", at: 3, [4, 5]) == 5)
            #expect(try await blobs.write(upload: "u1", at: 3, [4, 5]) == 5)
            let gap = await #expect(throws: StoreError.self) { try await blobs.write(upload: "u1", at: 9, [1]) }
            #expect(gap?.code == .blob)
            let name = try await blobs.finish(upload: "u1")
            #expect(try await blobs.get(name) == [1, 2, 3, 4, 5])
            let gone = await #expect(throws: StoreError.self) { try await blobs.finish(upload: "u1") }
            #expect(gone?.code == .blob)
            for name in ["", "../x", "a/b", String(repeating: "a", count: 101)] {
                let error = await #expect(throws: StoreError.self) { try await blobs.write(upload: name, at: 0, [1]) }
                #expect(error?.code == .blob)
            }
        }
    }
}
