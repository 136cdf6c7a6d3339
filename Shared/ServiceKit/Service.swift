package import Base
package import Contracts
package import MessageBus
package import Store

/// One service of the house: its store, its bus and what it answers, follows and runs. `Service.main` builds a real one
/// from
/// the environment; a test or simulation passes its own parts. Register everything before `run()`.
package final class Service: Sendable {
    package let name: String
    package let store: Store
    package let bus: MessageBus
    package let caller: BusCaller
    package let log: Log
    package let metrics: Metrics
    package let time: any TimeSource
    package let identifiers: Identifiers
    package let tracer: Tracer
    let wakeUps: WakeUps
    let started: Instant

    private struct Registered: Sendable {
        var answers: [Answer] = []
        var loops: [(name: String, run: @Sendable () async throws -> Void)] = []
        var timers: [String: TimerHandler] = [:]
        var farewells: [@Sendable () async -> Void] = []
        var scopeCheck: (@Sendable (ScopedCall) async throws -> Void)?
    }
    /// Commits with events that are not announced yet.
    private let unannounced: Locked<Int>
    private let registered = Locked(Registered())

    package init(
        name: String, store: Store, bus: MessageBus, log: Log, metrics: Metrics, time: any TimeSource,
        identifiers: Identifiers, wakeUps: WakeUps, unannounced: Locked<Int> = Locked(0), tracer: Tracer? = nil
    ) {
        (self.name, self.store, self.bus, self.log, self.metrics) = (name, store, bus, log, metrics)
        (self.time, self.identifiers, self.wakeUps) = (time, identifiers, wakeUps)
        self.unannounced = unannounced
        let tracer = tracer ?? Tracer(log: log, time: time, randomness: .system)
        self.tracer = tracer
        caller = BusCaller(bus: bus, time: time, tracer: tracer)
        started = time.now()
    }

    /// Answers a call; the handler runs beside others (at most 256 of the service at once).
    package func answer<Request, Reply>(
        _ call: Call<Request, Reply>,
        _ handler: @escaping @Sendable (Request, CallContext) async throws -> Reply
    ) {
        answerText(call) { request, context in try JSON.encode(try await handler(request, context)) }
    }

    /// Like `answer`, with the reply as it is kept.
    package func answerKept<Request, Reply>(
        _ call: Call<Request, Reply>,
        _ handler: @escaping @Sendable (Request, CallContext) async throws -> Kept<Reply>
    ) {
        answerText(call) { request, context in try JSON.encode(try await handler(request, context)) }
    }

    /// The same for a page.
    package func answerKept<Request, Item>(
        _ call: Call<Request, Page<Item>>,
        _ handler: @escaping @Sendable (Request, CallContext) async throws -> Page<Kept<Item>>
    ) {
        answerText(call) { request, context in try JSON.encode(try await handler(request, context)) }
    }

    /// Like `answer`, by who has the reply as JSON text already.
    func answerText<Request, Reply>(
        _ call: Call<Request, Reply>,
        _ handler: @escaping @Sendable (Request, CallContext) async throws -> [UInt8]
    ) {
        let meters = CallMeters(metrics, call: call.name)
        let answer = Answer(name: call.name, allow: call.allow, meters: meters) {
            payload, context in
            let request = try JSON.decode(Request.self, from: payload.isEmpty ? Array("{}".utf8) : payload)
            return try await handler(request, context)
        }
        registered.withLock { $0.answers.append(answer) }
    }

    /// Fires when a timer of this kind is due, in one transaction with its removal.
    package func onTimer(_ kind: String, _ fire: @escaping @Sendable (Timer, Transaction) throws -> Void) {
        let (tracer, time) = (tracer, time)
        let traced: @Sendable (Timer, Transaction) throws -> Void = { timer, tx in
            let hop = tracer.begin("timer \(kind)", .timer, under: timer.traceparent.flatMap { TraceContext($0) })
            let result = Result { try TraceContext.$current.withValue(hop.context) { try fire(timer, tx) } }
            if case .failure(let error) = result {
                tracer.end(hop, .failed, code: Problem(any: error).code, at: time.now())
            } else {
                tracer.end(hop, .ok, at: time.now())
            }
            try result.get()
        }
        registered.withLock { $0.timers[kind] = .transaction(traced) }
    }

    /// Fires when a timer of this kind is due and may call others; again after a failure or crash.
    package func onTimer(_ kind: String, calling fire: @escaping @Sendable (Timer) async throws -> Void) {
        let tracer = tracer
        let traced: @Sendable (Timer) async throws -> Void = { timer in
            let parent = timer.traceparent.flatMap { TraceContext($0) }
            try await tracer.run("timer \(kind)", .timer, under: parent) { try await fire(timer) }
        }
        registered.withLock { $0.timers[kind] = .asynchronous(traced) }
    }

    /// A long-lived loop of the service; it ends only when it is cancelled.
    package func loop(_ name: String, _ run: @escaping @Sendable () async throws -> Void) {
        registered.withLock { $0.loops.append((name, run)) }
    }

    /// What is done first when the service is asked to stop, while it still answers: a door closes before the house.
    package func beforeStopping(_ farewell: @escaping @Sendable () async -> Void) {
        registered.withLock { $0.farewells.append(farewell) }
    }

    var scopeCheck: (@Sendable (ScopedCall) async throws -> Void)? { registered.withLock { $0.scopeCheck } }

    func setScopeCheck(_ check: @escaping @Sendable (ScopedCall) async throws -> Void) {
        registered.withLock { $0.scopeCheck = check }
    }

    /// The end in peace: farewells, then the bus takes no new calls, finishes those in hand, and every event that came
    /// of them is announced.
    func drain() async {
        for farewell in registered.withLock({ $0.farewells }) { await farewell() }
        await bus.drain {
            while self.unannounced.withLock({ $0 }) > 0 { try await self.time.sleep(for: .milliseconds(5)) }
        }
    }

    /// Runs everything until the task is cancelled: then takes no new calls, finishes those in hand and closes the bus.
    package func run() async throws {
        answerOwnCalls()
        let all = registered.withLock { $0 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(name: "bus") { try await self.bus.run() }
            for answer in all.answers {
                group.addTask(name: answer.name) { try await self.serve(answer) }
            }
            group.addTask(name: "wake-ups") { try await self.listenForWakeUps() }
            group.addTask(name: "discovery") { try await self.answerDiscovery(all.answers) }
            if !all.timers.isEmpty {
                group.addTask(name: "timers") { try await self.store.runTimers(all.timers) }
            }
            for loop in all.loops {
                group.addTask(name: loop.name) { try await self.keepRunning(loop.name, loop.run) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Starts a loop again when it fails, after a pause that grows to ten seconds; one that ran for longer than that
    /// starts again at once.
    private func keepRunning(_ name: String, _ run: @Sendable () async throws -> Void) async throws {
        let failures = metrics.counter(
            "moat_loop_failures_total", help: "Times a loop of the service was started again.", labels: ["loop": name])
        var pause = 100
        while true {
            try Task.checkCancellation()
            let began = time.now()
            do {
                try await run()
                pause = 100
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                failures.add()
                log.warning(
                    "loop failed", ["loop": .string(name), "error": .string(Problem(any: error).code)])
            }
            if time.now() - began > .seconds(10) { pause = 100 }
            try await time.sleep(for: .milliseconds(pause))
            pause = min(10_000, pause * 2)
        }
    }
}
