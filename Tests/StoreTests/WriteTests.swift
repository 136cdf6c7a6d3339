import Base
import Contracts
import Store
import Testing

@Suite struct WriteTests {
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
            let rows = try await store.read { try $0.rows("SELECT * FROM things ORDER BY size DESC") }
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
        struct Refused: Error {}
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
}
