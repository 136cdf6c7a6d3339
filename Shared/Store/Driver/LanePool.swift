internal import Base
internal import Dispatch

/// A few lanes of blocking work, each with a resource (a connection) that one job at a time uses, on threads outside
/// the cooperative pool, or (`isInline`, in memory) on the caller's. At most `queueMaximum` jobs wait; beyond it one is
/// refused with `.overloaded`.
final class LanePool<Resource>: Sendable {
    typealias Job = @Sendable (Resource) -> Void

    private struct State {
        var idle: [Locked<Resource>]
        var pending = Backlog<Job>()
        var isClosed = false
    }

    private enum Decision: Sendable {
        case start(Locked<Resource>)
        case wait
        case refuse(StoreError)
    }

    private let state: Locked<State>
    private let queueMaximum: Int
    private let queue: DispatchQueue?

    init(resources: [Locked<Resource>], queueMaximum: Int, isInline: Bool = false) {
        state = Locked(State(idle: resources))
        self.queueMaximum = queueMaximum
        queue = isInline ? nil : DispatchQueue(label: "store.lanes", attributes: .concurrent)
    }

    /// Jobs that wait for a lane.
    var waiting: Int { state.withLock { $0.pending.count } }

    /// Runs a job on a lane as soon as one is free; throws at once when it may not wait for one.
    func submit(_ job: @escaping Job) throws(StoreError) {
        let maximum = queueMaximum
        let decision = state.withLock { state -> Decision in
            if state.isClosed { return .refuse(StoreError(.closed, "The store is closed.")) }
            if let resource = state.idle.popLast() { return .start(resource) }
            if state.pending.count >= maximum {
                return .refuse(StoreError(.overloaded, "\(maximum) reads or file accesses are waiting."))
            }
            state.pending.append(job)
            return .wait
        }
        switch decision {
        case .wait: return
        case .refuse(let error): throw error
        case .start(let resource):
            guard let queue else { return work(resource, first: job) }
            queue.async { self.work(resource, first: job) }
        }
    }

    /// Lets idle resources go now and busy ones after their last job.
    func close() {
        let idle = state.withLock { state -> [Locked<Resource>] in
            state.isClosed = true
            let idle = state.idle
            state.idle = []
            return idle
        }
        // Closing a connection may write a checkpoint: here, after the lock.
        _ = consume idle
    }

    private func work(_ resource: Locked<Resource>, first: @escaping Job) {
        var next: Job? = first
        while let job = next {
            resource.withLock { job($0) }
            next = state.withLock { state -> Job? in
                if let job = state.pending.popFirst() { return job }
                if !state.isClosed { state.idle.append(resource) }
                return nil
            }
        }
    }
}
