internal import Base

extension Transaction {
    /// Sets a timer; one of the same kind and reference is replaced, also while its handler is waiting to run.
    package func schedule(_ timer: Timer) throws(StoreError) {
        try execute(
            """
            INSERT INTO store_timers (kind, reference, id, due, available, payload, attempts, owner, traceparent)
            VALUES (\(timer.kind), \(timer.reference), \(context.identifiers.next()), \(timer.due), \(timer.due),
                \(timer.payload), 0, NULL, \(TraceContext.current?.text))
            ON CONFLICT (kind, reference) DO UPDATE SET id = excluded.id, due = excluded.due,
                available = excluded.available, payload = excluded.payload, attempts = 0, owner = NULL,
                traceparent = excluded.traceparent
            """)
        noteTimer(timer.due)
    }

    /// Removes the timers of a reference, of one kind or of all; returns how many. What is cancelled here does not
    /// run after this commit, except an asynchronous handler that has already started.
    @discardableResult
    package func cancelTimers(kind: String? = nil, reference: String) throws(StoreError) -> Int {
        if let kind {
            return try execute("DELETE FROM store_timers WHERE kind = \(kind) AND reference = \(reference)")
        }
        return try execute("DELETE FROM store_timers WHERE reference = \(reference)")
    }
}

extension Reader {
    /// The timers of a reference, soonest first.
    package func timers(reference: String) throws(StoreError) -> [Timer] {
        let found = try rows(
            """
            SELECT kind, reference, id, due, payload, attempts, traceparent FROM store_timers
            WHERE reference = \(reference) ORDER BY due, kind LIMIT 1000
            """)
        var timers: [Timer] = []
        for row in found { timers.append(try Timer(row)) }
        return timers
    }
}
