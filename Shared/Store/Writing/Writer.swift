internal import Base
internal import Contracts
internal import Dispatch

/// The one who writes: takes what waits in its bounded queue, up to `batchMaximum` at a time, commits it as one group
/// and tells the callers. Blocks a thread of its own, or (`isInline`, for tests in memory) the caller's.
final class Writer: Sendable {
    private enum Job: Sendable {
        case write(GroupCommit.Job)
        /// Only where all share one connection: runs between two commits.
        case read(LanePool<any Connection>.Job)
        case close(@Sendable () -> Void)
    }

    private struct State {
        var pending = Backlog<Job>()
        var isWorking = false
        var isClosed = false
    }

    private let state = Locked(State())
    private let connection: Locked<(any Connection)?>
    private let group: GroupCommit
    private let limits: Store.Limits
    private let queue: DispatchQueue?
    private let meters: StoreMeters
    /// Called after each commit, in the order of commits, before its callers go on.
    private let committed: @Sendable (GroupCommit.Outcome) -> Void

    init(
        connection: consuming sending Locked<(any Connection)?>, context: StoreContext, limits: Store.Limits,
        isInline: Bool, meters: StoreMeters, committed: @escaping @Sendable (GroupCommit.Outcome) -> Void
    ) {
        (self.connection, self.limits, self.meters, self.committed) = (connection, limits, meters, committed)
        group = GroupCommit(context: context)
        queue = isInline ? nil : DispatchQueue(label: "store.writer")
    }

    /// Writes that wait.
    var waiting: Int { state.withLock { $0.pending.count } }

    /// Queues a write; throws at once when the queue is full or the store closed.
    func submit(_ job: GroupCommit.Job) throws(StoreError) { try enqueue(.write(job)) }

    /// Queues a read that takes its turn with the writes.
    func submit(read job: @escaping LanePool<any Connection>.Job) throws(StoreError) { try enqueue(.read(job)) }

    /// Writes what is there already: whether the disk takes commits again shows in the numbers afterwards, also where
    /// nobody else writes.
    func probe() {
        let job = GroupCommit.Job(
            perform: { transaction in
                try transaction.execute("UPDATE store_steps SET sql = sql WHERE number = 1")
                return {}
            }, fail: { _ in })
        // One that finds the queue full is not missed: others write.
        try? submit(job)
    }

    /// Takes nothing new, finishes what waits, closes the connection, then calls `done`.
    func close(done: @escaping @Sendable () -> Void) {
        do throws(StoreError) { try enqueue(.close(done)) } catch { done() }
    }

    private func enqueue(_ job: Job) throws(StoreError) {
        let maximum = limits.writeQueueMaximum
        let (refusal, starts) = state.withLock { state -> (StoreError?, Bool) in
            if state.isClosed { return (StoreError(.closed, "The store is closed."), false) }
            if case .close = job { state.isClosed = true }
            if state.pending.count >= maximum, !state.isClosed {
                return (StoreError(.overloaded, "\(maximum) writes are waiting."), false)
            }
            state.pending.append(job)
            let starts = !state.isWorking
            state.isWorking = true
            return (nil, starts)
        }
        if let refusal {
            meters.refusedWrites.add()
            throw refusal
        }
        guard starts else { return }
        if let queue {
            queue.async { self.work() }
        } else {
            work()
        }
    }

    private func work() {
        let maximum = limits.batchMaximum
        while true {
            let batch = state.withLock { state -> [Job] in
                let batch = state.pending.popFirst(maximum)
                if batch.isEmpty { state.isWorking = false }
                return batch
            }
            if batch.isEmpty { return }
            run(batch)
        }
    }

    private func run(_ batch: [Job]) {
        var writes: [GroupCommit.Job] = []
        for job in batch {
            switch job {
            case .write(let write): writes.append(write)
            case .read(let read):
                commit(writes)
                writes = []
                connection.withLock { if let connection = $0 { read(connection) } }
            case .close(let done):
                commit(writes)
                writes = []
                connection.withLock { $0 = nil }
                done()
            }
        }
        commit(writes)
    }

    private func commit(_ jobs: [GroupCommit.Job]) {
        if jobs.isEmpty { return }
        let started = group.context.time.now()
        let group = group
        let outcome = connection.withLock { connection in
            connection.map { group.run(jobs, on: $0) }
        }
        guard let outcome else { return }
        meters.batch.observe(Double(jobs.count))
        meters.commit.observe(group.context.time.now() - started)
        if outcome.failure != nil { meters.commitsFailed.add() }
        meters.failing.set(outcome.failure == .disk ? 1 : 0)
        committed(outcome)
        for notice in outcome.notices { notice() }
    }
}
