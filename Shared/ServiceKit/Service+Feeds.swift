internal import Base
package import Contracts
internal import MessageBus
package import Store

extension Service {
    /// How long a follower waits for a wake-up before it looks at the feed by itself.
    private static let pollInterval = Instant.Span.seconds(2)
    /// Tries before an event that cannot be handled is parked.
    private static let attemptsMaximum = 5
    /// How long a copy lets another one go ahead that was faster with an event.
    private static let courtesy = Instant.Span.milliseconds(100)

    /// Follows a feed: `apply` runs in the transaction that moves the cursor, so each event has its effect once. An
    /// event that fails five times is parked in `parked_events` (nothing is lost) and the feed goes on. With `types`
    /// only events of these come.
    package func follow<API: ServiceAPI>(
        _ api: API.Type, consumer: String = "main", types: [String]? = nil,
        apply: @escaping @Sendable (Event, Transaction) throws -> Void
    ) {
        let cursor = "\(API.service)/\(consumer)"
        let meters = FeedMeters(metrics, source: API.service, consumer: consumer, time: time)
        loop("follow \(cursor)") {
            try await self.pages(of: api, types, cursor: cursor, meters) { page, from in
                do {
                    let hops = try await self.store.write { tx in
                        try tx.moveCursor(of: cursor, from: from, to: page.last)
                        return try page.events.map { try self.apply($0, tx, apply) }
                    }
                    for hop in hops { self.tracer.end(hop.0, .ok, at: hop.1) }
                    meters.handled(page.events.count, to: page.last)
                } catch let error as StoreError where error.code == .cursorMoved {
                    return
                } catch {
                    do {
                        try await self.applyOneByOne(page, from: from, cursor: cursor, meters, apply: apply)
                    } catch let error as StoreError where error.code == .cursorMoved {
                        return
                    }
                }
            }
        }
    }

    /// What is left to write of an event that was acted on.
    package typealias Remainder = @Sendable (Transaction) throws -> Void

    /// Follows a feed with effects outside the store: `perform` must be idempotent (use the event's id in keys); the
    /// cursor moves after it. Passing trouble (5xx) is tried again with growing pauses, anything else five times, then
    /// parked. With `types` only events of these come.
    package func react<API: ServiceAPI>(
        to api: API.Type, consumer: String = "main", types: [String]? = nil,
        perform: @escaping @Sendable (Event) async throws -> Void
    ) {
        decide(on: api, consumer: consumer, types: types) { event in
            try await perform(event)
            return { _ in }
        }
    }

    /// The same; what `acting` returns is written together with the cursor, so once.
    package func decide<API: ServiceAPI>(
        on api: API.Type, consumer: String = "main", types: [String]? = nil,
        acting: @escaping @Sendable (Event) async throws -> Remainder
    ) {
        let cursor = "\(API.service)/\(consumer)"
        let meters = FeedMeters(metrics, source: API.service, consumer: consumer, time: time)
        loop("react \(cursor)") {
            try await self.pages(of: api, types, cursor: cursor, meters) { page, from in
                var position = from
                for event in page.events {
                    let next = event == page.events.last ? page.last : event.sequence
                    let before = position
                    let failure: Problem?
                    do {
                        failure = try await self.attempt(event, meters) {
                            try await self.tracer.run("react \(event.type)", .event, under: event.trace) {
                                let remainder = try await acting(event)
                                try await self.store.write { tx in
                                    try tx.moveCursor(of: cursor, from: before, to: next)
                                    try remainder(tx)
                                }
                            }
                        }
                        if let failure {
                            try await self.store.write { tx in
                                try tx.moveCursor(of: cursor, from: before, to: next)
                                try self.park(event, cursor, failure, tx)
                            }
                        }
                    } catch let error as StoreError where error.code == .cursorMoved {
                        // Another copy is at the same feed: side by side both would do everything.
                        return try await self.time.sleep(for: Service.courtesy)
                    }
                    if failure != nil { meters.parked() }
                    meters.handled(1, to: next)
                    position = next
                }
                if page.events.isEmpty {
                    try await self.store.write { try $0.moveCursor(of: cursor, from: from, to: page.last) }
                }
            }
        }
    }

    /// One event in the transaction of its page, as a hop of its trace: where it began and when it was over.
    private func apply(
        _ event: Event, _ tx: Transaction, _ apply: (Event, Transaction) throws -> Void
    ) throws -> (Tracer.Hop, Instant) {
        let hop = tracer.begin("follow \(event.type)", .event, under: event.trace)
        try TraceContext.$current.withValue(hop.context) { try apply(event, tx) }
        return (hop, time.now())
    }

    /// Hands out pages for ever; waits for a wake-up at the end of the feed.
    private func pages<API: ServiceAPI>(
        of api: API.Type, _ types: [String]?, cursor: String, _ meters: FeedMeters,
        _ handle: (FeedPage, Int64) async throws -> Void
    ) async throws {
        while true {
            try Task.checkCancellation()
            // Counted before the look: news that come while we look must not be slept through.
            let seen = wakeUps.count(of: API.service)
            let (from, parked) = try await store.read { db in
                let parked = try db.first("SELECT COUNT(*) AS n FROM parked_events WHERE feed = \(cursor)")
                return (try db.cursor(of: cursor), try parked?.int("n") ?? 0)
            }
            let page = try await caller.call(
                api.feed, FeedRequest(after: from, limit: 500, types: types), as: .service(name))
            meters.saw(page, from: from, parked: parked, now: time.now())
            if page.last > from {
                try await handle(page, from)
            } else {
                try await waitForNews(of: API.service, after: seen)
            }
        }
    }

    private func waitForNews(of service: String, after seen: Int) async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask(name: "wake-up") { await self.wakeUps.wait(for: service, after: seen) }
            group.addTask(name: "poll") { try? await self.time.sleep(for: Service.pollInterval) }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func applyOneByOne(
        _ page: FeedPage, from: Int64, cursor: String, _ meters: FeedMeters,
        apply: @escaping @Sendable (Event, Transaction) throws -> Void
    ) async throws {
        var position = from
        for event in page.events {
            let before = position
            let failure = try await attempt(event, meters) {
                try await self.tracer.run("follow \(event.type)", .event, under: event.trace) {
                    try await self.store.write { tx in
                        try tx.moveCursor(of: cursor, from: before, to: event.sequence)
                        try apply(event, tx)
                    }
                }
            }
            if let failure {
                try await store.write { tx in
                    try tx.moveCursor(of: cursor, from: before, to: event.sequence)
                    try self.park(event, cursor, failure, tx)
                }
                meters.parked()
            }
            meters.handled(1, to: event.sequence)
            position = event.sequence
        }
        if page.last > position {
            let before = position
            try await store.write { try $0.moveCursor(of: cursor, from: before, to: page.last) }
        }
    }

    /// Nil when the work was done; the problem when it is to be parked.
    private func attempt(
        _ event: Event, _ meters: FeedMeters, _ work: () async throws -> Void
    ) async throws -> Problem? {
        var tries = 0
        var pause = 50
        while true {
            do {
                try await work()
                return nil
            } catch is CancellationError {
                throw CancellationError()
            } catch let error as StoreError where error.code == .cursorMoved {
                throw error
            } catch {
                let problem = Problem(any: error)
                meters.failed()
                tries += 1
                let passing = problem.status == 503 || problem.status == 504
                if !passing && tries >= Service.attemptsMaximum { return problem }
                log.warning(
                    "event not handled",
                    [
                        "event": .string(event.id), "type": .string(event.type), "code": .string(problem.code),
                        "tries": .int(Int64(tries)), "error": .string(Service.nameless(error)),
                    ])
                try await time.sleep(for: .milliseconds(pause))
                pause = min(5_000, pause * 2)
            }
        }
    }

    private func park(_ event: Event, _ cursor: String, _ problem: Problem, _ tx: Transaction) throws {
        log.error(
            "event parked", ["event": .string(event.id), "feed": .string(cursor), "code": .string(problem.code)])
        try tx.execute(
            """
            INSERT INTO parked_events (feed, sequence, event, problem) VALUES
            (\(cursor), \(event.sequence), \(json: event), \(json: problem)) ON CONFLICT DO NOTHING
            """)
    }

    /// Publishes new events as wake-ups on `events.<type without "moat.">`.
    func announce(_ events: [JournalEntry]) async {
        for event in events where event.text.count < 900_000 {
            let subject = "events." + event.type.dropFirst("moat.".count)
            try? await bus.publish(BusMessage(subject: subject, payload: event.text))
        }
    }

    func listenForWakeUps() async throws {
        let wakeUps = wakeUps
        for try await message in bus.subscribe("events.>", meter: "wake-ups") {
            let parts = message.subject.split(separator: ".")
            if parts.count > 1 { wakeUps.signal(String(parts[1])) }
        }
    }
}

extension Event {
    /// The piece of work that wrote it.
    fileprivate var trace: TraceContext? { traceparent.flatMap { TraceContext($0) } }
}

extension Service {
    /// An error for the log: one of ours in full, of any other the type only, because its words may be a customer's.
    static func nameless(_ error: any Error) -> String {
        switch error {
        case let error as StoreError: error.description
        case let error as BusError: "\(error)"
        case let problem as Problem: problem.code == "configuration" ? problem.detail ?? "" : problem.code
        default: "\(type(of: error))"
        }
    }
}
