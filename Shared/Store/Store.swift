package import Base
internal import Dispatch

/// A service's memory: rows, journal, timers, cursors, replies and blobs behind one URL. Writes are grouped into
/// durable commits; reads run beside them. Several stores, also of other processes, may be open on one place.
package final class Store: Sendable {
    /// How much may wait or run at once.
    package struct Limits: Sendable {
        /// Writes waiting; beyond it a write is refused with `.overloaded`.
        package var writeQueueMaximum = 10_000
        /// Writes per commit.
        package var batchMaximum = 256
        /// Connections that read.
        package var readers = 4
        /// Reads waiting for a connection; beyond it a read is refused with `.overloaded`.
        package var readQueueMaximum = 10_000
        /// Timers being handled at once; further ones wait, still due.
        package var timersMaximum = 64
        package init() {}
    }

    let context: StoreContext
    /// Where it is, for people: without user and password.
    package let place: String
    let log: Log
    let limits: Limits
    let meters: StoreMeters
    let timerAlarm = TimerAlarm()
    /// Files by content, beside the database.
    package let blobs: Blobs
    private let writer: Writer
    /// Gives up the bytes of what was overwritten.
    let forget: @Sendable () throws -> Void
    private let readers: LanePool<any Connection>?

    /// Opens (or makes) the store at `file:///folder`, `postgres://…` or `memory:` and brings its schema up to date.
    /// `memory:NAME` is shared by all that open this name in the process and gone when the last is closed. In memory
    /// everything runs on the caller's thread. `onCommit` gets the events of each commit, in order, on the writer's
    /// thread: it must be quick and must not wait.
    package static func open(
        _ url: String, service: String, migrations: [Migration], time: any TimeSource,
        identifiers: Identifiers? = nil, metrics: Metrics = Metrics(), log: Log? = nil, limits: Limits = Limits(),
        onCommit: @escaping @Sendable ([JournalEntry]) -> Void = { _ in }
    ) async throws -> Store {
        let identifiers = identifiers ?? .uuidV7(time: time, randomness: .system)
        let log = log ?? Log(service: service, level: .warning)
        let open: @Sendable () throws -> Store = {
            let location = try StoreLocation(url, service: service)
            let context = StoreContext(
                service: service, instance: identifiers.next(), time: time, identifiers: identifiers)
            let connection = try location.driver.connect(.writer)
            try Migrator(driver: location.driver, now: time.now()).run(
                [("store", SystemSchema.migrations), (service, migrations)], on: connection)
            var readers: LanePool<any Connection>?
            if !location.driver.isSingleConnection {
                var connections: [Locked<any Connection>] = []
                for _ in 0..<limits.readers { connections.append(Locked(try location.driver.connect(.reader))) }
                readers = LanePool(resources: connections, queueMaximum: limits.readQueueMaximum)
            }
            let store = Store(
                context: context, place: location.place, log: log, limits: limits, meters: StoreMeters(metrics),
                blobs: Blobs(folder: location.blobs, instance: context.instance, time: time),
                connection: Locked(connection),
                readers: readers, forget: { try location.driver.forgetOverwritten() }, onCommit: onCommit)
            store.expose(metrics, writer: store.writer, readers: readers, folder: location.folder)
            return store
        }
        return StoreLocation.isInMemory(url) ? try open() : try await blocking(open)
    }

    private init(
        context: StoreContext, place: String, log: Log, limits: Limits, meters: StoreMeters, blobs: Blobs,
        connection: consuming sending Locked<(any Connection)?>, readers: LanePool<any Connection>?,
        forget: @escaping @Sendable () throws -> Void, onCommit: @escaping @Sendable ([JournalEntry]) -> Void
    ) {
        (self.context, self.place, self.log, self.limits, self.meters) = (context, place, log, limits, meters)
        (self.blobs, self.readers, self.forget) = (blobs, readers, forget)
        let alarm = timerAlarm
        writer = Writer(
            connection: connection, context: context, limits: limits, isInline: readers == nil, meters: meters
        ) { outcome in
            if let due = outcome.earliestTimer { alarm.ring(for: due) }
            if !outcome.events.isEmpty { onCommit(outcome.events) }
        }
    }

    /// Runs a closure in a transaction of its own and returns when its commit is on the disk. When the closure throws,
    /// nothing of it remains. It runs once, on the writer's thread, and holds up all other writers: decide before,
    /// write in it. Throws `StoreError` `.overloaded`, `.busy`, `.closed` besides the closure's errors.
    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        // The writer's thread knows nothing of the caller's task: its trace goes along.
        let trace = TraceContext.current
        return try await withCheckedThrowingContinuation { continuation in
            let job = GroupCommit.Job(
                perform: { transaction in
                    let value = try TraceContext.$current.withValue(trace) { try body(transaction) }
                    return { continuation.resume(returning: value) }
                },
                fail: { continuation.resume(throwing: $0) })
            do throws(StoreError) {
                try writer.submit(job)
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Runs a closure that sees one state of the store, with every commit that returned before. Beside the writer, on
    /// a thread of its own.
    package func read<T: Sendable>(_ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        let context = context
        meters.reads.add()
        return try await withCheckedThrowingContinuation { continuation in
            let job: LanePool<any Connection>.Job = { connection in
                continuation.resume(
                    with: Result {
                        try connection.beginRead()
                        defer { connection.rollback() }
                        return try body(Reader(connection: connection, context: context))
                    })
            }
            do throws(StoreError) {
                if let readers { try readers.submit(job) } else { try writer.submit(read: job) }
            } catch {
                meters.refusedReads.add()
                continuation.resume(throwing: error)
            }
        }
    }

    /// Refuses what comes, finishes what waits, and closes the connections; temporary stores are deleted.
    package func close() async {
        await withCheckedContinuation { continuation in
            writer.close { continuation.resume() }
        }
        readers?.close()
        await blobs.close()
    }
}

/// Runs blocking work on a thread outside the cooperative pool.
func blocking<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
    }
}
