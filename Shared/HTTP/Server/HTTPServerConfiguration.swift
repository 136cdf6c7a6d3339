package import Base

extension HTTPServer {
    /// Where and within which limits a server works. Each limit has a behaviour and a number at `/metrics`.
    package struct Configuration: Sendable {
        /// An IPv4 or IPv6 address; `0.0.0.0` and `::` mean every interface.
        package var host: String
        /// 0 takes a free port: see `HTTPServer.port`.
        package var port: Int
        /// Threads that read and write sockets; handlers run on Swift's pool.
        package var threads = 2
        /// Open connections; beyond it they wait in the kernel's queue.
        package var connectionLimit = 4_096
        /// Requests being handled at once, streams included; beyond it 503 at once.
        package var requestLimit = 2_048
        /// Bytes for request line and header fields; beyond it 431 or 414.
        package var headerLimit = 32 * 1024
        /// Bytes of a body by decoded path; beyond it 413 without reading on.
        package var bodyLimit: @Sendable (_ path: String) -> Int = { _ in 1 << 20 }
        /// How long a connection may be idle between requests, or stall while it is written to.
        package var idleTimeout = Instant.Span.seconds(60)
        /// From the request line to the end of the header; beyond it 408.
        package var headerTimeout = Instant.Span.seconds(10)
        /// For the body, plus one second for every 16 KiB that came; beyond it 408.
        package var bodyTimeout = Instant.Span.seconds(30)
        /// Bytes of a stream that wait for a slow client before its writer has to wait.
        package var streamBuffer = 64 * 1024
        /// How long `stop()` waits for requests under way.
        package var drainLimit = Instant.Span.seconds(8)
        /// The `server` label at `/metrics`.
        package var name: String

        package init(host: String = "127.0.0.1", port: Int, name: String = "http") {
            (self.host, self.port, self.name) = (host, port, name)
        }
    }
}
