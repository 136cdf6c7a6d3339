internal import Base

/// What a write closure works with: everything done here happens together with the commit or not at all. A reader
/// too: it sees its own changes. Lives only inside its closure.
package final class Transaction: Reader {
    /// What the commit will tell the rest of the process.
    struct Effects: Sendable {
        var events: [JournalEntry] = []
        var earliestTimer: Instant?
    }

    private(set) var effects = Effects()

    /// Runs a statement; returns the number of rows it changed.
    @discardableResult
    package func execute(_ sql: SQL) throws(StoreError) -> Int { try connection.execute(sql) }

    func noteEvent(_ event: JournalEntry) { effects.events.append(event) }
    func noteTimer(_ due: Instant) { effects.earliestTimer = min(effects.earliestTimer ?? due, due) }
}
