/// Catalogue and streams for copies of a whole store.
extension SQLiteConnection {
    func tables() throws(StoreError) -> [String] {
        let found = try rows(
            #"""
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name
            """#)
        var names: [String] = []
        for row in found { names.append(try row.string("name")) }
        return names
    }

    func numbers() throws(StoreError) -> [String: Int64] {
        var numbers: [String: Int64] = [:]
        for row in try rows("SELECT name, seq FROM sqlite_sequence") {
            numbers[try row.string("name")] = try row.int64("seq")
        }
        return numbers
    }

    func number(_ table: String, from last: Int64) throws(StoreError) {
        if try execute("UPDATE sqlite_sequence SET seq = \(last) WHERE name = \(table)") == 0 {
            _ = try execute("INSERT INTO sqlite_sequence (name, seq) VALUES (\(table), \(last))")
        }
    }

    func allowTime() {}

    func deferReferences() throws(StoreError) { try script("PRAGMA defer_foreign_keys = ON") }

    func checkReferences() throws(StoreError) {
        guard try rows("PRAGMA foreign_key_check").isEmpty else {
            throw StoreError(.constraint, "A row refers to one that is not there.")
        }
    }

    func stream(_ sql: SQL, batch: Int, _ body: ([Row]) throws(StoreError) -> Void) throws(StoreError) {
        try prepare(sql).stream(binding: sql.binds, batch: batch, on: self, body)
    }
}
