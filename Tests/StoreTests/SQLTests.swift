import Base
import Store
import Testing

@Suite struct SQLTests {
    @Test(arguments: Place.allCases)
    func `values become binds and parts are joined`(place: Place) async throws {
        try await inStore(place) { store in
            try await store.write { tx in
                for name in ["a", "b", "c'; DROP TABLE things; --"] {
                    try tx.execute("INSERT INTO things (id, size) VALUES (\(name), \(7))")
                }
            }
            let conditions: [SQL] = ["size = \(7)", "id IN (\(list: ["a", "c'; DROP TABLE things; --"]))"]
            let rows = try await store.read { reader in
                try reader.rows("SELECT id FROM things WHERE \(conditions.joined(separator: " AND ")) ORDER BY id")
            }
            #expect(try rows.map { try $0.string("id") } == ["a", "c'; DROP TABLE things; --"])
            let none = try await store.read { try $0.rows("SELECT id FROM things WHERE id IN (\(list: [String]()))") }
            #expect(none.isEmpty)
        }
    }

    @Test(arguments: Place.allCases)
    func `a row says clearly what it does not hold`(place: Place) async throws {
        try await inStore(place) { store in
            let row = try await store.read { reader in
                try reader.first("SELECT 'text' AS a, 5 AS b, NULL AS c, 'not json' AS d, 2 AS e")
            }
            let found = try #require(row)
            for wrong in [
                #expect(throws: StoreError.self) { try found.int("a") },
                #expect(throws: StoreError.self) { try found.string("b") },
                #expect(throws: StoreError.self) { try found.string("c") },
                #expect(throws: StoreError.self) { try found.string("missing") },
                #expect(throws: StoreError.self) { try found.optionalString("missing") },
                #expect(throws: StoreError.self) { try found.json("d") },
                #expect(throws: StoreError.self) { try found.bool("e") },
                #expect(throws: StoreError.self) { try found.bytes("a") },
            ] {
                #expect(wrong?.code == .column)
            }
            #expect(try found.double("b") == 5)
            #expect(try found.optionalInstant("c") == nil)
        }
    }

    @Test(arguments: Place.allCases)
    func `instants, booleans, JSON and encodables keep their value`(place: Place) async throws {
        enum Colour: String { case red, blue }
        let moment = Instant(microseconds: 1_795_420_800_123_456)
        try await inStore(place) { store in
            let row = try await store.read { reader in
                try reader.first(
                    """
                    SELECT \(moment) AS moment, \(true) AS yes, \(["a": 1] as JSON) AS tree, \(Colour.blue) AS colour,
                        \(json: Opened(title: "x")) AS opened, \(Instant?.none) AS never, \(Colour?.none) AS grey
                    """)
            }
            let found = try #require(row)
            #expect(try found.instant("moment") == moment)
            #expect(try found.bool("yes"))
            #expect(try found.json("tree")["a"] == 1)
            #expect(try found.string("colour") == "blue")
            #expect(try found.decode(Opened.self, "opened") == Opened(title: "x"))
            #expect(try found.optionalInstant("never") == nil)
            #expect(try found.optionalString("grey") == nil)
        }
    }

    @Test(arguments: Place.allCases)
    func `errors are recognisable and never show a value`(place: Place) async throws {
        try await inStore(place) { store in
            try await store.write { try $0.execute("INSERT INTO things (id) VALUES (\("secret"))") }
            let attempts: [(StoreError.Code, SQL)] = [
                (.unique, "INSERT INTO things (id) VALUES (\("secret"))"),
                (.constraint, "INSERT INTO parts (thing) VALUES (\("secret-2"))"),
                (.constraint, "INSERT INTO things (id, size) VALUES (\("secret-3"), \(-1))"),
                (.statement, "INSERT INTO nowhere (id) VALUES (\("secret"))"),
                (.statement, "INSERT INTO things (id) VALUES (?)"),
                (.encoding, "SELECT \(json: Double.infinity)"),
            ]
            for (code, sql) in attempts {
                let error = await #expect(throws: StoreError.self) { try await store.write { try $0.execute(sql) } }
                #expect(error?.code == code)
                #expect(error?.description.contains("secret") == false)
            }
        }
    }

    @Test(arguments: Place.allCases)
    func `a reader cannot write`(place: Place) async throws {
        try await inStore(place) { store in
            await #expect(throws: StoreError.self) {
                try await store.read { try $0.rows("INSERT INTO things (id) VALUES ('x') RETURNING id") }
            }
            #expect(try await store.read { try $0.rows("SELECT id FROM things") }.isEmpty)
            try await store.write { try $0.execute("INSERT INTO things (id) VALUES ('x')") }
        }
    }

    @Test(arguments: Place.allCases)
    func `more statements than are kept still work`(place: Place) async throws {
        try await inStore(place) { store in
            for round in 0..<2 {
                for n in 0..<300 {
                    let row = try await store.read { try $0.first("SELECT \(round) AS r, 1 AS c\(unsafeSQL: "\(n)")") }
                    #expect(try row?.int("r") == round)
                    #expect(try row?.int("c\(n)") == 1)
                }
            }
        }
    }
}
