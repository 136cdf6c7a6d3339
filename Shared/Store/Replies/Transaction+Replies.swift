internal import Base

/// How long an idempotency key is remembered.
private let replyAge = Instant.Span.hours(24)

extension Reader {
    /// The reply given to this idempotency key within the last 24 hours, or nil. Throws the `Problem` 422
    /// `idempotency.mismatch` when the key was used for another request. The key must name caller and call too.
    package func storedReply(key: String, fingerprint: String) throws -> [UInt8]? {
        let row = try first("SELECT fingerprint, reply, at FROM store_replies WHERE key = \(key)")
        guard let row, try row.instant("at") > now - replyAge else { return nil }
        guard try row.string("fingerprint") == fingerprint else {
            throw Problem.invalid("idempotency.mismatch", "This idempotency key was used for another request.")
        }
        return try row.bytes("reply")
    }
}

extension Transaction {
    /// Keeps the reply for 24 hours, together with the change it reports. Throws the `Problem` 409
    /// `idempotency.raced` when another copy stored one first: undo everything and answer with that one.
    package func storeReply(key: String, fingerprint: String, reply: [UInt8]) throws {
        let stored = try execute(
            """
            INSERT INTO store_replies (key, fingerprint, reply, at) VALUES (\(key), \(fingerprint), \(reply), \(now))
            ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint, reply = excluded.reply, at = excluded.at
            WHERE store_replies.at <= \(now - replyAge)
            """)
        if stored == 0 { throw Problem.conflict("idempotency.raced", "The same request was answered meanwhile.") }
        // Each new key removes two old ones: the table shrinks to a day's keys without a keeper.
        try execute(
            """
            DELETE FROM store_replies WHERE key IN (
                SELECT key FROM store_replies WHERE at <= \(now - replyAge) ORDER BY at LIMIT 2)
            """)
    }

    /// Removes all replies older than 24 hours; returns how many. `runTimers` does it every hour.
    @discardableResult
    package func purgeReplies() throws(StoreError) -> Int {
        try execute("DELETE FROM store_replies WHERE at <= \(now - replyAge)")
    }
}
