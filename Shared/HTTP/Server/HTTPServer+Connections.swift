internal import Base

/// What libmicrohttpd's threads report, and the watch over connections that are too slow.
extension HTTPServer {
    func opened(_ handle: ConnectionHandle) -> Link {
        let link = Link(handle, of: self, at: time.now())
        state.withLock { $0.links[ObjectIdentifier(link)] = link }
        metrics.connections.add(1)
        return link
    }

    func closed(_ link: Link) {
        link.close()
        metrics.connections.add(-1)
        let isDrained = state.withLock { state -> Bool in
            state.links[ObjectIdentifier(link)] = nil
            return state.stoppingSince != nil && state.links.isEmpty
        }
        if isDrained { feed.finish() }
    }

    func begin(_ link: Link, target: [UInt8]) {
        link.begin(Exchange(link, target: target), at: time.now())
    }

    func completed(_ link: Link) {
        _ = link.finish(at: time.now())
        if state.withLock({ $0.stoppingSince != nil }) { link.windDown() }
    }

    /// One call of the access callback; false closes the connection.
    func proceed(_ link: Link, method: @autoclosure () -> String, piece: UnsafeRawBufferPointer) -> Bool {
        guard let exchange = link.exchange else { return false }
        switch unsafe exchange.proceed(method: method(), piece: piece, limits: configuration, at: time.now()) {
        case .goOn: return true
        case .cut: return false
        case .answer(let status, let response):
            if case .none = exchange.request { metrics.answered(status) }
            link.startResponding()
            return link.handle.queue(status, response)
        case .submit: return submit(exchange)
        }
    }

    /// Suspends the connection and hands the request to `run()`, or answers 503 at the limit.
    private func submit(_ exchange: Exchange) -> Bool {
        let isAdmitted = state.withLock { state -> Bool in
            guard state.inFlight < configuration.requestLimit else { return false }
            state.inFlight += 1
            return true
        }
        guard isAdmitted else {
            metrics.refused.add()
            metrics.answered(503)
            guard let response = ResponseHandle(problem: Self.busy, closing: true) else { return false }
            exchange.link.move(to: .responding)
            return exchange.link.handle.queue(503, response)
        }
        exchange.link.move(to: .handling)
        exchange.link.handle.suspend()
        exchange.awaitAnswer()
        if case .enqueued = feed.yield(exchange) { return true }
        state.withLock { $0.inFlight -= 1 }
        answer(exchange, .problem(Self.stopping))
        return true
    }

    /// Answers what no task will answer any more; after it no connection is suspended.
    func abandonAll() {
        for link in state.withLock({ Array($0.links.values) }) {
            if let exchange = link.exchange { answer(exchange, .problem(Self.stopping)) }
        }
    }

    /// Every half second: cuts slow connections, ends streams of clients that went away, ends the drain at its limit.
    func watch() async {
        while (try? await time.sleep(for: .milliseconds(500))) != nil {
            let now = time.now()
            let (links, stoppingSince) = state.withLock { (Array($0.links.values), $0.stoppingSince) }
            for link in links {
                link.cutIfSlow(configuration, at: now, counting: metrics.timedOut)
                link.noticeHangUp()
            }
            if let stoppingSince, now - stoppingSince > configuration.drainLimit { feed.finish() }
        }
    }

    private static let busy = Problem.unavailable(
        "http.busy", "Too many requests are being handled: try again shortly.", retryAfter: 1)
    private static let stopping = Problem.unavailable("http.stopping", "The server is stopping.", retryAfter: 1)
}
