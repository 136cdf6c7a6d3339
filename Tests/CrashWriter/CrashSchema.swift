internal import Base
package import Store

/// The tables and the timer that the program and its test share.
package enum CrashSchema {
    package static let timer = "crash.once"
    package static let migrations = [
        Migration(
            1, "pairs and firings",
            """
            CREATE TABLE first (id TEXT PRIMARY KEY, round TEXT NOT NULL);
            CREATE TABLE second (id TEXT PRIMARY KEY, round TEXT NOT NULL);
            CREATE INDEX first_round ON first (round);
            CREATE TABLE fired (id TEXT PRIMARY KEY, times BIGINT NOT NULL);
            """)
    ]

    /// Sets a timer some tens of milliseconds ahead: some fire in the life that set them, some in a later one.
    package static func schedule(_ id: String, _ tx: Transaction) throws {
        try tx.schedule(Timer(kind: timer, reference: id, due: tx.now + .milliseconds(id.utf8.count * 10)))
    }

    /// Counts how often a timer has fired.
    package static func fire(_ timer: Timer, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO fired (id, times) VALUES (\(timer.reference), 1)
            ON CONFLICT (id) DO UPDATE SET times = fired.times + 1
            """)
    }
}
