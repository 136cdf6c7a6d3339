/// Catalogue and streams for copies of a whole store.
extension PostgresConnection {
    func tables() throws(StoreError) -> [String] {
        let found = try rows(
            """
            SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = \(schemaName)
            ORDER BY tablename COLLATE "C"
            """)
        var names: [String] = []
        for row in found { names.append(try row.string("tablename")) }
        return names
    }

    func numbers() throws(StoreError) -> [String: Int64] {
        var numbers: [String: Int64] = [:]
        for (table, sequence) in try sequences() {
            // A sequence that gave no number yet has none.
            let row = try rows("SELECT pg_sequence_last_value(\(sequence)::regclass) AS last").first
            numbers[table] = try row?.optionalInt64("last") ?? 0
        }
        return numbers
    }

    func number(_ table: String, from last: Int64) throws(StoreError) {
        guard last > 0, let sequence = try sequences()[table] else { return }
        _ = try rows("SELECT setval(\(sequence)::regclass, \(last)) AS last")
    }

    /// The silence limit ends a session whose copy is frozen; here the other side of the copy is at work meanwhile.
    func allowTime() throws(StoreError) { try script("SET LOCAL idle_in_transaction_session_timeout = 0") }

    func deferReferences() throws(StoreError) {
        for reference in try references() { try script("ALTER TABLE \(reference) DEFERRABLE") }
        try script("SET CONSTRAINTS ALL DEFERRED")
    }

    func checkReferences() throws(StoreError) {
        try script("SET CONSTRAINTS ALL IMMEDIATE")
        for reference in try references() { try script("ALTER TABLE \(reference) NOT DEFERRABLE") }
    }

    func stream(_ sql: SQL, batch: Int, _ body: ([Row]) throws(StoreError) -> Void) throws(StoreError) {
        streams += 1
        let cursor = SQL(unsafeSQL: "stream_\(streams)")
        _ = try execute("DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql)")
        while true {
            let rows = try rows("FETCH FORWARD \(unsafeSQL: "\(batch)") FROM \(cursor)")
            if !rows.isEmpty { try body(rows) }
            if rows.count < batch { break }
        }
        _ = try execute("CLOSE \(cursor)")
    }

    func copy(
        to path: String, progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void
    ) throws(StoreError) {
        try StoreCopy.write(self, to: path) { progress(Int64($0), Int64($1)) }
    }

    /// The sequence behind each `{identity}` column, by table.
    private func sequences() throws(StoreError) -> [String: String] {
        var sequences: [String: String] = [:]
        for row in try rows(
            """
            SELECT c.relname, pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname)
                AS sequence
            FROM pg_catalog.pg_attribute AS a
            JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname = \(schemaName) AND a.attidentity <> '' AND NOT a.attisdropped
            """)
        {
            sequences[try row.string("relname")] = try row.string("sequence")
        }
        return sequences
    }

    /// `table ALTER CONSTRAINT name` for each foreign key that is checked with its statement; those that wait for the
    /// commit anyway are left alone.
    private func references() throws(StoreError) -> [String] {
        var references: [String] = []
        for row in try rows(
            """
            SELECT quote_ident(c.relname) || ' ALTER CONSTRAINT ' || quote_ident(k.conname) AS reference
            FROM pg_catalog.pg_constraint AS k
            JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname = \(schemaName) AND k.contype = 'f' AND NOT k.condeferred ORDER BY 1
            """)
        {
            references.append(try row.string("reference"))
        }
        return references
    }
}
