package import Base

/// Something to be done at a later time, kept in the store. There is one per kind and reference.
package struct Timer: Sendable, Hashable {
    /// Which handler it is for: `sla.warn`.
    package let kind: String
    /// What it is about: an id of the service.
    package let reference: String
    package let due: Instant
    package let payload: JSON
    /// Made by the store, new at each scheduling: the idempotency key of what the handler causes elsewhere.
    package let id: String
    /// How often its handler was started before, without success.
    package let attempts: Int

    /// The trace of the work that set it.
    package let traceparent: String?

    package init(kind: String, reference: String, due: Instant, payload: JSON = .null) {
        self.init(kind: kind, reference: reference, due: due, payload: payload, id: "", attempts: 0)
    }

    init(
        kind: String, reference: String, due: Instant, payload: JSON, id: String, attempts: Int,
        traceparent: String? = nil
    ) {
        (self.kind, self.reference, self.due, self.payload) = (kind, reference, due, payload)
        (self.id, self.attempts, self.traceparent) = (id, attempts, traceparent)
    }

    init(_ row: Row) throws(StoreError) {
        self.init(
            kind: try row.string("kind"), reference: try row.string("reference"), due: try row.instant("due"),
            payload: try row.json("payload"), id: try row.string("id"), attempts: try row.int("attempts"),
            traceparent: try row.optionalString("traceparent"))
    }
}
