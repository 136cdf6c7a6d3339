internal import Base
internal import Dispatch

/// A few reading connections, each used by one closure at a time on a thread outside the cooperative pool. At most
/// `queueMaximum` reads wait; beyond it a read is refused with `.overloaded`.
final class ReaderPool: Sendable {
    typealias Job = @Sendable (any Connection) -> Void

    private struct State {
        var idle: [Locked<any Connection>]
        var pending = Backlog<Job>()
        var isClosed = false
    }

    private enum Decision: Sendable {
        case start(Locked<any Connection>)
        case wait
        case refuse(StoreError)
    }

    private let state: Locked<State>
    private let queueMaximum: Int
    private let queue = DispatchQueue(label: "store.readers", attributes: .concurrent)

    init(connections: [Locked<any Connection>], queueMaximum: Int) {
        state = Locked(State(idle: connections))
        self.queueMaximum = queueMaximum
    }

    /// Runs a job on a connection as soon as one is free; throws at once when it may not wait for one.
    func submit(_ job: @escaping Job) throws(StoreError) {
        let maximum = queueMaximum
        let decision = state.withLock { state -> Decision in
            if state.isClosed { return .refuse(StoreError(.closed, "The store is closed.")) }
            if let connection = state.idle.popLast() { return .start(connection) }
            if state.pending.count >= maximum {
                return .refuse(StoreError(.overloaded, "\(maximum) reads are waiting."))
            }
            state.pending.append(job)
            return .wait
        }
        switch decision {
        case .wait: return
        case .refuse(let error): throw error
        case .start(let connection): queue.async { self.work(connection, first: job) }
        }
    }

    /// Lets idle connections go now and busy ones after their last job.
    func close() {
        let idle = state.withLock { state -> [Locked<any Connection>] in
            state.isClosed = true
            let idle = state.idle
            state.idle = []
            return idle
        }
        // Closing a connection may write a checkpoint: here, after the lock.
        _ = consume idle
    }

    private func work(_ connection: Locked<any Connection>, first: @escaping Job) {
        var next: Job? = first
        while let job = next {
            connection.withLock { job($0) }
            next = state.withLock { state -> Job? in
                if let job = state.pending.popFirst() { return job }
                if !state.isClosed { state.idle.append(connection) }
                return nil
            }
        }
    }
}
