internal import Base

/// The broker's numbers as Prometheus series, brought up to date at each scrape.
final class BusMetrics: Sendable {
    private typealias Reading = @Sendable (Snapshot) -> Int

    let metrics = Metrics(service: "bus")
    private let counters: [(counter: Metrics.Counter, reading: Reading)]
    private let gauges: [(gauge: Metrics.Gauge, reading: Reading)]
    /// Bytes that wait for the slowest client.
    private let longest = Metrics.Gauge()
    private let updating = Locked(())

    init(limits: Limits) {
        var counters: [(counter: Metrics.Counter, reading: Reading)] = []
        var gauges: [(gauge: Metrics.Gauge, reading: Reading)] = []
        let metrics = metrics
        func count(_ name: String, _ help: String, _ labels: [String: String] = [:], _ reading: @escaping Reading) {
            counters.append((metrics.counter(name, help: help, labels: labels), reading))
        }
        func gauge(_ name: String, _ help: String, _ labels: [String: String] = [:], _ reading: @escaping Reading) {
            gauges.append((metrics.gauge(name, help: help, labels: labels), reading))
        }
        count("moat_bus_messages_total", "Messages by direction.", ["direction": "in"]) { $0.counts.received.messages }
        count("moat_bus_messages_total", "Messages by direction.", ["direction": "out"]) { $0.counts.sent.messages }
        count("moat_bus_payload_bytes_total", "Bytes of messages.", ["direction": "in"]) { $0.counts.received.bytes }
        count("moat_bus_payload_bytes_total", "Bytes of messages.", ["direction": "out"]) { $0.counts.sent.bytes }
        count("moat_bus_connections_total", "Connections accepted since the start.") { $0.counts.connectionsTotal }
        count("moat_bus_stalls_total", "Times a publisher had to wait for a slow consumer.") { $0.counts.stalls }
        count("moat_bus_no_responders_total", "Requests nobody listened to.") { $0.counts.noResponders }
        count("moat_bus_permission_violations_total", "Refused by permissions.") { $0.counts.permissionViolations }
        count("moat_bus_authorization_failures_total", "Refused credentials.") { $0.counts.authorizationFailures }
        let refusals: [(String, Reading)] = [
            ("connections", { $0.counts.refusedConnections }), ("subscriptions", { $0.counts.refusedSubscriptions }),
            ("payload", { $0.counts.tooLarge }), ("control_line", { $0.counts.tooLong }),
        ]
        for (limit, reading) in refusals {
            count("moat_bus_limit_reached_total", "Times a limit was reached.", ["limit": limit], reading)
        }
        let longest = longest
        let refused = metrics.queue("bus.client_output", limit: limits.pending, unit: .bytes) { longest.value }
        counters.append((refused, { $0.counts.endings[.slowConsumer] ?? 0 }))
        for ending in Session.Ending.allCases {
            count("moat_bus_connections_ended_total", "Ended connections by reason.", ["reason": ending.rawValue]) {
                $0.counts.endings[ending] ?? 0
            }
        }
        gauge("moat_bus_connections", "Open connections.") { $0.connections }
        gauge("moat_bus_subscriptions", "Subscriptions of all connections.") { $0.subscriptions }
        gauge("moat_bus_pending_bytes", "Bytes waiting to be sent.") { $0.pendingBytes }
        gauge("moat_bus_draining", "1 while the broker is about to stop.") { $0.draining ? 1 : 0 }
        let bounds = [
            ("connections", limits.connections), ("subscriptions", limits.subscriptions), ("payload", limits.payload),
            ("control_line", limits.controlLine), ("pending", limits.pending),
        ]
        for (limit, value) in bounds {
            gauge("moat_bus_limit", "The limits in force.", ["limit": limit]) { _ in value }
        }
        (self.counters, self.gauges) = (counters, gauges)
    }

    /// Everything in Prometheus text format.
    func text(_ snapshot: Snapshot) -> String {
        longest.set(snapshot.longestPending)
        updating.withLock { _ in
            for (counter, reading) in counters { counter.add(max(0, reading(snapshot) - counter.value)) }
            for (gauge, reading) in gauges { gauge.set(reading(snapshot)) }
        }
        return metrics.text()
    }
}
