package import Base
internal import Contracts
internal import Glibc
internal import HTTP
package import MessageBus
package import Store

extension Service {
    /// Seconds that calls in hand may take after SIGTERM.
    private static let drainLimit = Instant.Span.seconds(8)
    /// New events waiting to be announced; beyond it wake-ups are left out (followers look by themselves).
    private static let announcementsMaximum = 10_000

    /// The whole life of a service process: reads the environment, opens the store (migrations first), lets `configure`
    /// register what the service does, runs until SIGTERM or SIGINT, drains and exits. Exit code 78 means wrong
    /// settings.
    package static func main(
        _ name: String, migrations: [Migration],
        configure: @escaping @Sendable (Service, Settings) async throws -> Void
    ) async {
        let settings = Settings()
        let configuration = ServiceConfiguration(service: name, settings: settings)
        let log = Log(service: name, level: configuration.logLevel)
        do {
            try await live(name, migrations, configuration, settings, log, configure)
            log.info("stopped")
            exit(0)
        } catch let problem as Problem where problem.code == "configuration" {
            log.error("cannot start", ["reason": .string(problem.detail ?? "")])
            exit(78)
        } catch {
            log.error("cannot go on", ["reason": .string((error as? HTTPError)?.description ?? nameless(error))])
            exit(1)
        }
    }

    private static func live(
        _ name: String, _ migrations: [Migration], _ configuration: ServiceConfiguration, _ settings: Settings,
        _ log: Log, _ configure: @escaping @Sendable (Service, Settings) async throws -> Void
    ) async throws {
        let time = SystemTime()
        let identifiers = Identifiers.uuidV7(time: time, randomness: .system)
        let metrics = Metrics(service: name)
        metrics.observeProcess(time: time)
        let bus = try MessageBus(
            url: configuration.busURL, name: name, log: log, metrics: metrics, randomness: .system)
        let service = try await open(
            name, storeURL: configuration.storeURL, migrations: migrations, bus: bus, log: log, metrics: metrics,
            time: time, identifiers: identifiers, traceRate: configuration.traceRate)
        try await configure(service, settings)
        try settings.check()
        let health = try Health(service: service, host: configuration.healthHost, port: configuration.healthPort)
        log.info("started", ["store": .string(service.store.place)])
        try await runUntilStopped(service, health)
        await service.store.close()
    }

    /// A service whose store is open and whose new events are announced on the bus; register, then `run()`. Close its
    /// store after that.
    package static func open(
        _ name: String, storeURL: String, migrations: [Migration], bus: MessageBus, log: Log,
        metrics: Metrics = Metrics(), time: any TimeSource, identifiers: Identifiers,
        randomness: Randomness = .system, traceRate: Int = Tracer.standardRate
    ) async throws -> Service {
        let unannounced = Locked(0)
        let (events, announcements) = AsyncStream<[JournalEntry]>.makeStream(
            bufferingPolicy: .bufferingOldest(announcementsMaximum))
        let dropped = metrics.queue("announcements", limit: announcementsMaximum) { unannounced.withLock { $0 } }
        let store = try await Store.open(
            storeURL, service: name, migrations: migrations, time: time, identifiers: identifiers, metrics: metrics,
            log: log,
            onCommit: { batch in
                unannounced.withLock { $0 += 1 }
                if case .enqueued = announcements.yield(batch) { return }
                unannounced.withLock { $0 -= 1 }
                dropped.add()
            })
        let service = Service(
            name: name, store: store, bus: bus, log: log, metrics: metrics, time: time, identifiers: identifiers,
            wakeUps: WakeUps(), unannounced: unannounced,
            tracer: Tracer(log: log, time: time, randomness: randomness, rate: traceRate))
        service.loop("announce") {
            for await batch in events {
                await service.announce(batch)
                unannounced.withLock { $0 -= 1 }
            }
            throw CancellationError()
        }
        return service
    }

    /// Runs the service beside its health door until a signal comes, then drains within the limit.
    private static func runUntilStopped(_ service: Service, _ health: Health) async throws {
        enum End: Sendable { case signal, failed, drained, late }
        try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask(name: "signals") {
                await StopSignal.wait()
                return .signal
            }
            group.addTask(name: "health") {
                try await health.run()
                return .failed
            }
            group.addTask(name: "service") {
                try await service.run()
                return .failed
            }
            defer { group.cancelAll() }
            guard try await group.next() == .signal else {
                throw Problem.fault("service.ended", "A part of the service ended by itself.")
            }
            service.log.info("stopping")
            health.stopping()
            group.addTask(name: "drain") {
                await service.drain()
                return .drained
            }
            group.addTask(name: "limit") {
                try? await service.time.sleep(for: drainLimit)
                return .late
            }
            while let end = try? await group.next(), end == .failed {}
            group.cancelAll()
        }
    }
}
