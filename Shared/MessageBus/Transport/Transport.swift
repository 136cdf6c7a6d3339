/// How bytes reach a broker: TCP in a service, a simulated network in tests. The bus runs its connection's tasks on
/// `executor`, so that a live transport can do its system calls on a thread of its own.
package protocol Transport: Sendable {
    /// Where the connection's tasks run; nil means the executor of whoever called `MessageBus.run()`.
    var executor: (any TaskExecutor)? { get }
    /// Opens a link; throws `BusError` (`.disconnected`) when nobody answers there. Cancellable.
    func connect(host: String, port: Int) async throws -> any Link
    /// The bus has ended: threads and other resources may go. Called once, after the last link is closed.
    func stop()
}

/// One open byte stream. One task reads, one writes, at the same time; anybody may close.
package protocol Link: Sendable {
    /// The next bytes, at least one; empty at the end of the stream. Suspends until there are any; cancellable.
    func read() async throws -> [UInt8]
    /// Returns when all bytes were taken by the network; throws when the link is broken. Cancellable.
    func write(_ bytes: [UInt8]) async throws
    /// Ends both directions: a waiting `read` returns, a waiting `write` throws. May be called twice.
    func close()
}
