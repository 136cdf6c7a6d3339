/// A database engine: opens connections and knows the few places where engines differ. SQLite is the first.
protocol Driver: Sendable {
    /// Opens the one connection that writes, or one of those that read. Blocks.
    func connect(_ role: ConnectionRole) throws(StoreError) -> any Connection
    var dialect: Dialect { get }
    /// True when all share one connection: reads then take turns with writes.
    var isSingleConnection: Bool { get }
}

/// What a connection is for.
enum ConnectionRole: Sendable {
    case writer
    case reader
}

/// The words that differ between engines; everything else is written once, in the part of SQL that both understand.
struct Dialect: Sendable {
    /// What stands for `{identity}` in a migration: a column that numbers its rows, strictly increasing, never reused.
    let identity: String
    /// Which journal rows a feed may show: all that no transaction still in flight can come before.
    let settledEvents: SQL
    /// Appended to a query that takes rows to work on, so that copies do not wait for each other.
    let skipLocked: SQL
}
