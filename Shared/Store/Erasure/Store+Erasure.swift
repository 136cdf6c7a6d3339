extension Store {
    /// Lets the engine give up the bytes of what was deleted or overwritten: SQLite overwrites them in its file at the
    /// change, and here in its log; PostgreSQL vacuums. Throws `.busy` while a reader still needs the log: try again.
    package func forgetOverwritten() async throws {
        try await blocking(forget)
    }
}
