internal import Base
internal import BusWire

extension MessageBus {
    /// Keeps the connection: the long-lived child task. Returns after `drain()`; throws `.authorization` when the
    /// broker refuses the credentials before it ever accepted them, `CancellationError` when cancelled. To be
    /// called once.
    package func run() async throws {
        let again = state.withLock { state in
            defer { state.running = true }
            return state.running
        }
        precondition(!again, "a bus runs once")
        defer { finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask(name: "bus deadlines") { try await self.watchDeadlines() }
            group.addTask(name: "bus closing") { try await self.closing.wait() }
            group.addTask(name: "bus connection") {
                try await withTaskExecutorPreference(self.transport.executor) { try await self.keepConnected() }
            }
            try await group.next()
        }
    }

    /// Sleeps in steps of 25 ms while somebody waits, and not at all while nobody does.
    private func watchDeadlines() async throws {
        while true {
            let now = time.now()
            if let next = expire(at: now) {
                try await time.sleep(until: min(next, now + .milliseconds(25)))
            } else {
                try await waiting.wait()
            }
        }
    }

    private func keepConnected() async throws {
        while true {
            let endpoint = state.withLock { $0.reconnection.take() }
            do {
                try await connect(to: endpoint)
            } catch let error as BusError {
                let neverReady = connections == 0
                if error.code == .authorization, neverReady { throw error }
                log.warning(
                    "bus connection failed", ["broker": .string(endpoint.place), "reason": .string(error.description)])
            }
            let pause = state.withLock { $0.reconnection.pauseAfterFailure(randomness) }
            try await time.sleep(for: pause)
        }
    }

    /// One connection from its beginning to its end, which is always an error.
    private func connect(to endpoint: Endpoint) async throws {
        let link = try await inTime("connecting to \(endpoint.place)") {
            try await self.transport.connect(host: endpoint.host, port: endpoint.port)
        }
        state.withLock { $0.session.begin(endpoint) }
        defer {
            link.close()
            lost()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask(name: "bus reader") { try await self.read(link, endpoint) }
            group.addTask(name: "bus writer") { try await self.write(link) }
            group.addTask(name: "bus keepalive") { try await self.keepAlive() }
            try await group.next()
        }
    }

    /// The result of `body`, or `.disconnected` after the time for connecting.
    private func inTime<Result: Sendable>(
        _ what: String, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            defer { group.cancelAll() }
            group.addTask(name: "bus connect") { try await body() }
            group.addTask(name: "bus connect limit") {
                try await self.time.sleep(for: self.options.connectTimeout)
                throw BusError(.disconnected, "\(what) took too long")
            }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }

    private func read(_ link: any Link, _ endpoint: Endpoint) async throws {
        var decoder = ServerFrameDecoder()
        var frames: [ServerFrame] = []
        while true {
            let bytes = try await link.read()
            if bytes.isEmpty { throw BusError(.disconnected, "the broker closed the connection") }
            counts.receivedBytes.add(bytes.count)
            decoder.append(bytes)
            var broken: WireError?
            do throws(WireError) {
                while let frame = try decoder.next() { frames.append(frame) }
            } catch {
                broken = error
            }
            try receive(frames, endpoint)
            frames.removeAll(keepingCapacity: true)
            if let broken { throw BusError(.protocolViolation, "the broker sent: \(broken.serverText)") }
        }
    }

    private func write(_ link: any Link) async throws {
        var chunk: [UInt8] = []
        while true {
            let crowd = state.withLock { state -> [Waiter] in
                state.session.takeOutbound(&chunk)
                let crowd = state.crowd.compactMap { state.waiters.removeValue(forKey: $0) }
                state.crowd.removeAll()
                return crowd
            }
            for waiter in crowd { waiter.succeed() }
            if chunk.isEmpty {
                try await writable.wait()
            } else {
                try await link.write(chunk)
                counts.sentBytes.add(chunk.count)
                chunk.removeAll(keepingCapacity: chunk.capacity <= 1_048_576)
            }
        }
    }

    /// First guards the handshake, then asks for signs of life.
    private func keepAlive() async throws {
        try await time.sleep(for: options.connectTimeout)
        guard isConnected else { throw BusError(.disconnected, "the broker did not finish the handshake in time") }
        while true {
            let unanswered = try change { state throws(BusError) in
                let unanswered = state.session.unansweredPings
                if unanswered < 2 { state.session.keepalive() }
                return unanswered
            }
            if unanswered >= 2 { throw BusError(.disconnected, "two PINGs were not answered") }
            try await time.sleep(for: options.pingInterval)
        }
    }

    private func lost() {
        counts.connected.set(0)
        let (waiters, crowd) = state.withLock { state -> ([Waiter], [Waiter]) in
            guard state.session.lost() else { return ([], []) }
            let crowd = state.crowd.compactMap { state.waiters.removeValue(forKey: $0) }
            return (Self.takeAll(&state), crowd)
        }
        // Who waited for room tries again, and is kept until the next connection.
        for waiter in crowd { waiter.succeed() }
        for waiter in waiters { waiter.fail(BusError(.disconnected, "the connection to the broker was lost")) }
    }

    /// The end of `run()`: whatever still waits learns that the bus is closed.
    private func finish() {
        let (waiters, inboxes) = state.withLock { state -> ([Waiter], [Inbox]) in
            state.session.close()
            let inboxes = state.inboxes.sorted { $0.key < $1.key }.map(\.value)
            state.inboxes = [:]
            return (Self.takeAll(&state), inboxes)
        }
        for waiter in waiters { waiter.fail(BusError(.closed, "the bus is closed")) }
        for inbox in inboxes { inbox.finish(BusError(.closed, "the bus is closed")) }
        transport.stop()
    }

    private static func takeAll(_ state: inout State) -> [Waiter] {
        defer {
            state.waiters.removeAll()
            state.crowd.removeAll()
        }
        return state.waiters.sorted { $0.key < $1.key }.map(\.value)
    }
}
