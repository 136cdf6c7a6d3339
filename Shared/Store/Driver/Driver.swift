/// A database engine: opens connections and knows the few places where engines differ.
protocol Driver: Sendable {
    /// Opens the one connection that writes, or one of those that read. Blocks.
    func connect(_ role: ConnectionRole) throws(StoreError) -> any Connection
    /// A migration in this engine's words: `{identity}` becomes a column that numbers its rows, strictly increasing,
    /// never reused; types become those that keep text in the order of its bytes.
    func schema(_ text: String) -> String
    /// True when all share one connection: reads then take turns with writes.
    var isSingleConnection: Bool { get }
    /// Takes what was deleted out of the engine's log, too, where the engine keeps its files beside us.
    func scrub() throws(StoreError)
}

/// What a connection is for.
enum ConnectionRole: Sendable {
    case writer
    case reader
}
