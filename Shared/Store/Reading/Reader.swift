package import Base

/// What a read closure asks: sees one state of the database from start to end. Lives only inside its closure.
package class Reader {
    let connection: any Connection
    let context: StoreContext
    /// The moment the closure started; the same for the whole closure.
    package let now: Instant

    init(connection: any Connection, context: StoreContext) {
        (self.connection, self.context) = (connection, context)
        now = context.time.now()
    }

    /// All rows of an answer: give a LIMIT, they are all held in memory.
    package final func rows(_ sql: SQL) throws(StoreError) -> [Row] { try connection.rows(sql) }

    /// The first row, or nil.
    package final func first(_ sql: SQL) throws(StoreError) -> Row? { try connection.rows(sql).first }
}

/// What the parts of one store share.
struct StoreContext: Sendable {
    /// `tickets`: its events come from `/moat/tickets`.
    let service: String
    /// This opening of the store: owner of timer leases.
    let instance: String
    let time: any TimeSource
    let identifiers: Identifiers

    var source: String { "/moat/\(service)" }
}
