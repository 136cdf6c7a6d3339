package import Base

/// An HTTP/1.1 server: libmicrohttpd's few threads read and write, handlers run as child tasks of `run()`, and while
/// its handler works a connection is suspended and costs no thread. Binds at once; serves while `run()` runs.
package final class HTTPServer: Sendable {
    package typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

    let configuration: Configuration
    let handler: Handler
    let metrics: ServerMetrics
    let time: any TimeSource
    let feed: AsyncStream<Exchange>.Continuation
    let state = Locked(State())
    private let exchanges: AsyncStream<Exchange>
    /// Ends with `run()`.
    private let life = AsyncStream<Void>.makeStream()
    private let socket: ListenSocket

    struct State {
        var links: [ObjectIdentifier: Link] = [:]
        var inFlight = 0
        /// From now on each answer is the last of its connection.
        var isLeaving = false
        var stoppingSince: Instant?
    }

    /// Binds the address; throws `HTTPError(.cannotListen)` when that is not possible.
    package init(
        _ configuration: Configuration, metrics: Metrics = Metrics(), time: any TimeSource, handler: @escaping Handler
    ) throws(HTTPError) {
        (self.configuration, self.handler, self.time) = (configuration, handler, time)
        self.metrics = ServerMetrics(metrics, name: configuration.name, limit: configuration.requestLimit)
        socket = try ListenSocket(host: configuration.host, port: configuration.port)
        (exchanges, feed) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(configuration.requestLimit))
    }

    /// The port that is listened on.
    package var port: Int { socket.port }

    /// Serves until `stop()` has drained it or the task is cancelled (then handlers are cancelled too). Call it once.
    package func run() async throws {
        let daemon = try Daemon(self, listening: socket)
        if state.withLock({ $0.stoppingSince != nil }) { feed.finish() }
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                group.addTask(name: "http watch") { await self.watch() }
                for await exchange in exchanges {
                    group.addTask(name: "http request") { await self.serve(exchange) }
                }
                group.cancelAll()
            }
        } onCancel: {
            self.stop()
        }
        stop()
        feed.finish()
        abandonAll()
        daemon.stop()
        life.continuation.finish()
    }

    /// The end behind a balancer, without a request lost: for `grace` everything is served, but on connections that end
    /// with their answer, so that the balancer keeps none; then new connections are refused (it tries elsewhere), and
    /// what is under way is finished. Returns when `run()` does.
    package func leave(grace: Instant.Span) async {
        state.withLock { $0.isLeaving = true }
        do {
            try await time.sleep(for: grace)
            socket.ignoreNewcomers()
            // Who shook hands before is still let in, and has a second to say what they want.
            try await time.sleep(for: .milliseconds(100))
            for _ in 0..<20 where socket.hasNewcomers || state.withLock({ $0.links.values.contains(where: \.isFresh) })
            {
                try await time.sleep(for: .milliseconds(50))
            }
        } catch {
            // Cancelled: no time is left for manners.
        }
        stop()
        for await _ in life.stream {}
    }

    /// Stops accepting, closes idle connections, ends streams, and lets `run()` return when the requests under way are
    /// answered, at the latest after the drain limit. Returns at once.
    package func stop() {
        let now = time.now()
        let (links, first) = state.withLock { state -> ([Link], Bool) in
            let first = state.stoppingSince == nil
            if first { state.stoppingSince = now }
            return (Array(state.links.values), first)
        }
        guard first else { return }
        socket.refuse()
        for link in links { link.windDown() }
        if links.isEmpty { feed.finish() }
    }

    /// One request: the handler's answer, and the stream's producer for as long as somebody reads.
    private func serve(_ exchange: Exchange) async {
        guard let request = exchange.request else { return }
        metrics.handling.add(1)
        let begun = time.now()
        let response = await handler(request)
        metrics.seconds.observe(time.now() - begun)
        switch response.body {
        case .bytes(let bytes):
            answer(exchange, response, ResponseHandle(bytes: bytes, headers: response.headers))
        case .file(let path):
            guard let file = ResponseHandle(path: path, headers: response.headers) else {
                answer(exchange, .problem(.notFound("file", request.path)))
                break
            }
            answer(exchange, response, file)
        case .stream(let produce):
            await stream(exchange, response, produce)
        }
        metrics.handling.add(-1)
        state.withLock { $0.inFlight -= 1 }
    }

    private func stream(
        _ exchange: Exchange, _ response: HTTPResponse,
        _ produce: @escaping @Sendable (HTTPBodyWriter) async throws -> Void
    ) async {
        let body = BodyStream(limit: configuration.streamBuffer, connection: exchange.link.handle)
        exchange.link.move(to: .streaming(body))
        guard answer(exchange, response, ResponseHandle(stream: body, headers: response.headers)) else { return }
        if state.withLock({ $0.stoppingSince != nil }) { body.finish(.complete) }
        metrics.streams.add(1)
        await withTaskGroup { group in
            group.addTask(name: "http stream") {
                do {
                    try await produce(HTTPBodyWriter(stream: body))
                    body.finish(.complete)
                } catch {
                    body.finish(.failed)
                }
            }
            group.addTask(name: "http stream end") { await body.untilOver() }
            await group.next()
            group.cancelAll()
        }
        metrics.streams.add(-1)
    }

    /// Leaves the answer, or a 500 when it cannot be one (a header with a line end). False in the latter case.
    @discardableResult
    private func answer(_ exchange: Exchange, _ response: HTTPResponse, _ handle: ResponseHandle?) -> Bool {
        guard let handle else {
            answer(exchange, .problem(.fault("http.bad_response", "The answer could not be made.")))
            return false
        }
        if state.withLock({ $0.isLeaving || $0.stoppingSince != nil }) { handle.addClose() }
        metrics.answered(response.status)
        exchange.answer(response.status, handle)
        return true
    }

    func answer(_ exchange: Exchange, _ response: HTTPResponse) {
        guard case .bytes(let bytes) = response.body,
            let handle = ResponseHandle(bytes: bytes, headers: response.headers)
        else { return }
        answer(exchange, response, handle)
    }
}
