import Base
import HTTP
import TestSupport
import Testing

/// Runs a server with a handler while `body` talks to it, then stops it and waits for its end.
func withServer(
    _ configure: (inout HTTPServer.Configuration) -> Void = { _ in }, metrics: Metrics = Metrics(),
    handler: @escaping HTTPServer.Handler, body: (HTTPServer) async throws -> Void
) async throws {
    var configuration = HTTPServer.Configuration(port: 0)
    configure(&configuration)
    let server = try HTTPServer(configuration, metrics: metrics, time: SystemTime(), handler: handler)
    try await withThrowingTaskGroup { group in
        group.addTask { try await server.run() }
        do {
            try await body(server)
        } catch {
            server.stop()
            throw error
        }
        server.stop()
        try await group.waitForAll()
    }
}

/// The status of an HTTP answer's text, or 0.
func status(_ answer: String) -> Int { Int(answer.dropFirst(9).prefix(3)) ?? 0 }

/// Something that happens once and can be waited for.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    init() { (stream, continuation) = AsyncStream.makeStream() }
    func fire() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}
