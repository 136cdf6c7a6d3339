extension Reader {
    /// How far a consumer has come in somebody's feed; 0 before its first event.
    package func cursor(of name: String) throws(StoreError) -> Int64 {
        try first("SELECT position FROM store_cursors WHERE name = \(name)")?.int64("position") ?? 0
    }
}

extension Transaction {
    /// Moves a cursor together with the changes that the events up to `to` led to. Throws `.cursorMoved` when it does
    /// not stand at `from`: another copy has done this page, undo everything.
    package func moveCursor(of name: String, from: Int64, to: Int64) throws(StoreError) {
        let moved: Int
        if from == 0 {
            moved = try execute(
                """
                INSERT INTO store_cursors (name, position) VALUES (\(name), \(to))
                ON CONFLICT (name) DO UPDATE SET position = excluded.position WHERE store_cursors.position = 0
                """)
        } else {
            moved = try execute(
                "UPDATE store_cursors SET position = \(to) WHERE name = \(name) AND position = \(from)")
        }
        if moved == 0 { throw StoreError(.cursorMoved, "Cursor \(name) no longer stands at \(from).") }
    }

    /// Puts a cursor back to the start, for a read model that is rebuilt.
    package func resetCursor(of name: String) throws(StoreError) {
        try execute("DELETE FROM store_cursors WHERE name = \(name)")
    }
}
