internal import Base

/// The statements by which copies of a service share timers. `available` is when a timer may be taken: its due time,
/// then the end of its lease or of its pause after a failure.
struct TimerTable: Sendable {
    /// How long an asynchronous handler may be silent before another copy starts it; renewed at each half. Leases are
    /// doubled for each attempt that never came back: a handler that kills the process does not do so in a tight loop.
    static let lease = Instant.Span.seconds(4)
    /// The same for a handler in a transaction, which is done in milliseconds and cannot take effect twice.
    static let leaseOfTransaction = Instant.Span.seconds(2)
    static let pauseMaximum = Instant.Span.minutes(5)
    /// Failures in a row that are only worth a warning: 15 s, enough for a neighbour to start again.
    static let quietAttempts = 4

    let owner: String

    /// When the next timer of these kinds may be taken, or nil.
    func next(_ kinds: [String], in reader: Reader) throws(StoreError) -> Instant? {
        var next: Instant?
        for kind in kinds {
            let row = try reader.first("SELECT MIN(available) AS next FROM store_timers WHERE kind = \(kind)")
            guard let found = try row?.optionalInstant("next") else { continue }
            next = min(next ?? found, found)
        }
        return next
    }

    /// Takes up to `limit` due timers for this copy, without those that are at work here.
    func claim(
        _ handlers: [String: TimerHandler], limit: Int, besides running: Set<String>, in transaction: Transaction
    ) throws(StoreError) -> [Timer] {
        let now = transaction.now
        var claimed: [Timer] = []
        for kind in handlers.keys.sorted() {
            let rows = try transaction.rows(
                """
                SELECT kind, reference, id, due, payload, attempts, traceparent FROM store_timers
                WHERE kind = \(kind) AND available <= \(now) ORDER BY available
                LIMIT \(limit + running.count)
                """)
            for row in rows { claimed.append(try Timer(row)) }
        }
        claimed.removeAll { running.contains($0.id) }
        claimed.sort { $0.due < $1.due }
        claimed = Array(claimed.prefix(limit))
        for timer in claimed {
            var lease = TimerTable.lease
            if case .transaction = handlers[timer.kind] { lease = TimerTable.leaseOfTransaction }
            let until = now + TimerTable.doubled(lease, timer.attempts)
            try transaction.execute(
                """
                UPDATE store_timers SET owner = \(owner), available = \(until), attempts = attempts + 1
                WHERE kind = \(timer.kind) AND reference = \(timer.reference)
                """)
        }
        return claimed
    }

    /// The clock was set back from a moment. What was due then is due now; what waits for the end of a lease or of a
    /// pause waits as long as it would have, unless another copy has seen to that. What was due later is due at its
    /// time.
    func setBack(_ kinds: [String], from last: Instant, in transaction: Transaction) throws(StoreError) {
        let now = transaction.now
        let jump = (last - now).microseconds
        for kind in kinds {
            try transaction.execute(
                """
                UPDATE store_timers SET available = \(now)
                WHERE kind = \(kind) AND attempts = 0 AND available > \(now) AND available <= \(last)
                """)
            try transaction.execute(
                """
                UPDATE store_timers SET available = available - \(jump)
                WHERE kind = \(kind) AND attempts > 0 AND available > \(now + TimerTable.pauseMaximum)
                """)
        }
    }

    /// Removes a timer that is being handled; false when it was cancelled or scheduled anew meanwhile, or another
    /// copy took it after this one's lease: then its handler must not take effect.
    func finish(_ timer: Timer, in transaction: Transaction) throws(StoreError) -> Bool {
        try transaction.execute(
            """
            DELETE FROM store_timers WHERE kind = \(timer.kind) AND reference = \(timer.reference)
                AND id = \(timer.id) AND owner = \(owner)
            """) > 0
    }

    /// Lengthens the lease of a handler that is still at work.
    func renew(_ timer: Timer, in transaction: Transaction) throws(StoreError) {
        try move(timer, to: transaction.now + TimerTable.lease, attempts: timer.attempts + 1, in: transaction)
    }

    /// Puts a timer back after a failure, to be tried again after a pause.
    func postpone(_ timer: Timer, in transaction: Transaction) throws(StoreError) {
        let pause = TimerTable.doubled(.seconds(1), timer.attempts)
        try move(timer, to: transaction.now + pause, attempts: timer.attempts + 1, in: transaction)
    }

    /// Puts a timer back as if it had not been taken, when this copy stops.
    func release(_ timer: Timer, in transaction: Transaction) throws(StoreError) {
        try move(timer, to: transaction.now, attempts: timer.attempts, in: transaction)
    }

    private func move(
        _ timer: Timer, to available: Instant, attempts: Int, in transaction: Transaction
    ) throws(StoreError) {
        let moved = try transaction.execute(
            """
            UPDATE store_timers SET available = \(available), attempts = \(attempts)
            WHERE kind = \(timer.kind) AND reference = \(timer.reference) AND id = \(timer.id) AND owner = \(owner)
            """)
        if moved > 0 { transaction.noteTimer(available) }
    }

    static func doubled(_ span: Instant.Span, _ times: Int) -> Instant.Span {
        min(Instant.Span(microseconds: span.microseconds << Int64(min(times, 20))), pauseMaximum)
    }
}
