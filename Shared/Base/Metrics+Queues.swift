/// Every bounded queue shows the same three numbers: what waits, what may, what was turned away.
extension Metrics {
    /// What a queue's bound counts.
    package enum QueueUnit: Sendable { case items, bytes }

    /// A bounded queue (`store.write`, `call tickets.open`); `depth` is asked at each scrape. Returns the counter of
    /// what was refused or dropped at the bound.
    @discardableResult
    package func queue(
        _ name: String, limit: Int, unit: QueueUnit = .items, depth: @escaping @Sendable () -> Int
    ) -> Counter {
        let labels = ["queue": name]
        switch unit {
        case .items:
            computed("moat_queue_depth", help: "What waits in a bounded queue.", labels: labels) { Double(depth()) }
            gauge("moat_queue_limit", help: "What may wait in it.", labels: labels).set(limit)
        case .bytes:
            computed("moat_queue_depth_bytes", help: "Bytes that wait in a bounded queue.", labels: labels) {
                Double(depth())
            }
            gauge("moat_queue_limit_bytes", help: "Bytes that may wait in it.", labels: labels).set(limit)
        }
        return refusals(of: name)
    }

    /// The counter of what a queue refused or dropped at its bound.
    package func refusals(of queue: String) -> Counter {
        counter("moat_queue_refused_total", help: "Refused or dropped at a queue's bound.", labels: ["queue": queue])
    }
}
