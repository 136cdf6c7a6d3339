internal import Base

/// Looks for due timers, takes them and runs their handlers as children of one group; sleeps until the next is due.
struct TimerLoop: Sendable {
    /// Other processes may set timers: look at least this often.
    private static let pollInterval = Instant.Span.milliseconds(500)
    private static let purgeInterval = Instant.Span.hours(1)

    private let store: Store
    private let handlers: [String: TimerHandler]
    private let kinds: [String]
    private let table: TimerTable
    /// The ids of the timers whose handlers are at work here.
    private let running = Locked<Set<String>>([])

    init(store: Store, handlers: [String: TimerHandler]) {
        (self.store, self.handlers) = (store, handlers)
        kinds = handlers.keys.sorted()
        table = TimerTable(owner: store.context.instance)
    }

    func run() async throws {
        let time = store.context.time
        try await withThrowingDiscardingTaskGroup { group in
            var (purgeAt, last) = (time.now(), time.now())
            while true {
                try Task.checkCancellation()
                store.timerAlarm.reset()
                var wakeAt = time.now() + TimerLoop.pollInterval
                do {
                    let now = time.now()
                    if now < last { try await store.write { [last] in try table.setBack(kinds, from: last, in: $0) } }
                    last = now
                    if now >= purgeAt || now < purgeAt - TimerLoop.purgeInterval {
                        purgeAt = time.now() + TimerLoop.purgeInterval
                        try await store.write { try $0.purgeReplies() }
                        try await store.blobs.purgeUploads()
                    }
                    if let next = try await next() {
                        let claimed = next <= time.now() ? try await claim() : []
                        for timer in claimed {
                            running.withLock { _ = $0.insert(timer.id) }
                            group.addTask(name: "timer \(timer.kind)") { await handle(timer) }
                        }
                        // There may be more; when another copy was faster, the next look is soon enough.
                        if !claimed.isEmpty { continue }
                        if next > time.now() { wakeAt = min(wakeAt, next) }
                    }
                } catch let error as StoreError where error.code == .closed {
                    throw error
                } catch {
                    store.log.error("timers cannot be read", ["error": .string(StoreError.nameless(error))])
                }
                if wakeAt > time.now() { try await store.timerAlarm.wait(until: wakeAt, time: time) }
            }
        }
    }

    private var capacity: Int { store.limits.timersMaximum - running.withLock { $0.count } }

    /// Takes due timers, at most as many as may still be started.
    private func claim() async throws -> [Timer] {
        let limit = capacity
        return try await store.write { tx in
            // One whose lease ran out while its handler waits for a slow disk is not started twice. Asked here and not
            // before: between its failure and its pause, which may be written in this batch, it would start at once.
            let running = running.withLock { $0 }
            return try table.claim(handlers, limit: limit, besides: running, in: tx)
        }
    }

    /// When to look again because of what is in the store; nil also while nothing more may be started: then the end
    /// of a handler rings.
    private func next() async throws -> Instant? {
        guard capacity > 0 else { return nil }
        let next = try await store.read { try table.next(kinds, in: $0) }
        store.meters.nextTimer.withLock { $0 = next }
        return next
    }

    /// Never throws: what fails is noted, and tried again later.
    private func handle(_ timer: Timer) async {
        let started = store.context.time.now()
        if timer.attempts == 0 { store.meters.timerLag.observe(started - timer.due) }
        do {
            switch handlers[timer.kind] {
            case .transaction(let body):
                try await store.write { transaction in
                    if try table.finish(timer, in: transaction) { try body(timer, transaction) }
                }
            case .asynchronous(let body):
                try await keepingLease(of: timer) { try await body(timer) }
                _ = try await store.write { try table.finish(timer, in: $0) }
            case nil: break
            }
            store.meters.timersFired.add()
        } catch {
            await putBack(timer, after: error)
        }
        running.withLock { _ = $0.remove(timer.id) }
        // Room for one more: timers may be waiting for it.
        if capacity == 1 { store.timerAlarm.ring(for: started) }
    }

    private func putBack(_ timer: Timer, after error: any Error) async {
        let stops = error is CancellationError && Task.isCancelled
        if !stops {
            store.meters.timersFailed.add()
            let fields: [String: JSON] = [
                "kind": .string(timer.kind), "attempt": .int(Int64(timer.attempts + 1)),
                "error": .string(StoreError.nameless(error)),
            ]
            // A neighbour that is away for a moment is no error: the next attempt follows.
            if timer.attempts < TimerTable.quietAttempts {
                store.log.warning("timer failed", fields)
            } else {
                store.log.error("timer failed", fields)
            }
        }
        do {
            try await store.write { transaction in
                if stops {
                    try table.release(timer, in: transaction)
                } else {
                    try table.postpone(timer, in: transaction)
                }
            }
        } catch {
            // The lease ends by itself: another attempt follows.
            store.log.error(
                "timer cannot be put back",
                ["kind": .string(timer.kind), "error": .string(StoreError.nameless(error))])
        }
    }

    /// Runs a handler and renews its lease at each half of it.
    private func keepingLease(of timer: Timer, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let time = store.context.time
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask(name: "timer handler \(timer.kind)") {
                try await body()
                return true
            }
            group.addTask(name: "timer lease \(timer.kind)") {
                while true {
                    try await time.sleep(for: Instant.Span(microseconds: TimerTable.lease.microseconds / 2))
                    try await store.write { try table.renew(timer, in: $0) }
                }
            }
            defer { group.cancelAll() }
            while try await group.next() != true {}
        }
    }
}
