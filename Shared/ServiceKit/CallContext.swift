package import Base
package import Contracts
package import Store

/// Everything a handler knows about a call beside its request.
package struct CallContext: Sendable {
    package let caller: Caller
    /// The caller's key for safe retries, already scoped to caller and call; nil when the call carries none.
    package let idempotencyKey: String?
    /// Tells apart two requests under one key.
    package let fingerprint: String
    package let deadline: Instant?
    package let traceparent: String?
    /// The event that led to the call.
    package let causation: String?
    private let store: Store?

    package init(
        caller: Caller, idempotencyKey: String? = nil, fingerprint: String = "", deadline: Instant? = nil,
        traceparent: String? = nil, causation: String? = nil, store: Store? = nil
    ) {
        (self.caller, self.idempotencyKey, self.fingerprint) = (caller, idempotencyKey, fingerprint)
        (self.deadline, self.traceparent, self.causation, self.store) = (deadline, traceparent, causation, store)
    }

    package var actor: Actor { Actor(caller) }

    /// An event caused by this call.
    package func event<Data: Codable & Sendable>(
        _ type: EventType<Data>, subject: String, data: Data, time: Instant? = nil, replayed: Bool? = nil
    ) throws -> EventDraft {
        try EventDraft(
            type, subject: subject, data: data, time: time, actor: actor, traceparent: traceparent,
            causation: causation, replayed: replayed)
    }

    /// Runs a change once per idempotency key: the reply is stored with the change, a retry gets the first reply back.
    package func write<Reply: Codable & Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Reply
    ) async throws -> Reply {
        guard let store else { throw Problem.fault("context.no_store", "This service keeps no store.") }
        guard let key = idempotencyKey else { return try await store.write(body) }
        let fingerprint = fingerprint
        return try await store.write { tx in
            if let stored = try tx.storedReply(key: key, fingerprint: fingerprint) {
                return try JSON.decode(Reply.self, from: stored)
            }
            let reply = try body(tx)
            try tx.storeReply(key: key, fingerprint: fingerprint, reply: try JSON.encode(reply))
            return reply
        }
    }
}
