internal import Base

/// Runs a batch of write closures in one transaction, each in its own savepoint, and makes one commit for all.
struct GroupCommit {
    /// A write on its way: `perform` runs the closure and returns what tells its caller after the commit.
    struct Job: Sendable {
        let perform: @Sendable (Transaction) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    /// What has become of a batch; nobody has been told yet.
    struct Outcome: Sendable {
        /// In the order of the jobs.
        var notices: [@Sendable () -> Void] = []
        var events: [JournalEntry] = []
        var earliestTimer: Instant?
        /// Why the disk or the engine refused, not why a closure did.
        var failure: StoreError.Code?
    }

    private struct Done {
        let job: Job
        let acknowledge: @Sendable () -> Void
        let effects: Transaction.Effects
    }

    let context: StoreContext

    /// Blocks until the commit is durable. One failing closure undoes only its own part; when the engine gives up the
    /// transaction or the commit fails, all fail.
    func run(_ jobs: [Job], on connection: any Connection) -> Outcome {
        var outcome = Outcome()
        var done: [Done] = []
        // The jobs before this one are done or have their failure noted.
        var reached = 0
        do {
            try connection.beginWrite()
            for job in jobs {
                do {
                    done.append(try one(job, of: jobs.count, on: connection))
                    reached += 1
                } catch {
                    outcome.notices.append { job.fail(error) }
                    reached += 1
                    if (error as? StoreError)?.code == .disk { outcome.failure = .disk }
                    guard connection.isInTransaction else { throw error }
                    if jobs.count > 1 { try connection.rollbackToSavepoint() }
                }
            }
            if done.isEmpty {
                connection.rollback()
            } else {
                try connection.commit()
            }
        } catch {
            outcome.failure = (error as? StoreError)?.code ?? outcome.failure
            connection.rollback()
            for job in done.map(\.job) + jobs[reached...] { outcome.notices.append { job.fail(error) } }
            return outcome
        }
        for one in done {
            outcome.notices.append(one.acknowledge)
            outcome.events += one.effects.events
            if let due = one.effects.earliestTimer { outcome.earliestTimer = min(outcome.earliestTimer ?? due, due) }
        }
        return outcome
    }
    /// Alone in its transaction a closure needs no savepoint: rolling back is the same.
    private func one(_ job: Job, of count: Int, on connection: any Connection) throws -> Done {
        let transaction = Transaction(connection: connection, context: context)
        if count > 1 { try connection.savepoint() }
        let acknowledge = try job.perform(transaction)
        if count > 1 { try connection.releaseSavepoint() }
        return Done(job: job, acknowledge: acknowledge, effects: transaction.effects)
    }
}
