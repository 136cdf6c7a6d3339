internal import Base

/// The broker's numbers as Prometheus series, brought up to date at each scrape.
final class BusMetrics: Sendable {
    private typealias Reading = @Sendable (Snapshot) -> Int

    let metrics = Metrics()
    private let counters: [(counter: Metrics.Counter, reading: Reading)]
    private let gauges: [(gauge: Metrics.Gauge, reading: Reading)]
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
        count("bus_messages_total", "Messages by direction.", ["direction": "in"]) { $0.counts.received.messages }
        count("bus_messages_total", "Messages by direction.", ["direction": "out"]) { $0.counts.sent.messages }
        count("bus_payload_bytes_total", "Bytes of messages.", ["direction": "in"]) { $0.counts.received.bytes }
        count("bus_payload_bytes_total", "Bytes of messages.", ["direction": "out"]) { $0.counts.sent.bytes }
        count("bus_connections_total", "Connections accepted since the start.") { $0.counts.connectionsTotal }
        count("bus_stalls_total", "Times a publisher had to wait for a slow consumer.") { $0.counts.stalls }
        count("bus_no_responders_total", "Requests nobody listened to.") { $0.counts.noResponders }
        count("bus_permission_violations_total", "Refused by permissions.") { $0.counts.permissionViolations }
        count("bus_authorization_failures_total", "Refused credentials.") { $0.counts.authorizationFailures }
        let refusals: [(String, Reading)] = [
            ("connections", { $0.counts.refusedConnections }), ("subscriptions", { $0.counts.refusedSubscriptions }),
            ("payload", { $0.counts.tooLarge }), ("control_line", { $0.counts.tooLong }),
        ]
        for (limit, reading) in refusals {
            count("bus_limit_reached_total", "Times a limit was reached.", ["limit": limit], reading)
        }
        for ending in Session.Ending.allCases {
            count("bus_connections_ended_total", "Ended connections by reason.", ["reason": ending.rawValue]) {
                $0.counts.endings[ending] ?? 0
            }
        }
        gauge("bus_connections", "Open connections.") { $0.connections }
        gauge("bus_subscriptions", "Subscriptions of all connections.") { $0.subscriptions }
        gauge("bus_pending_bytes", "Bytes waiting to be sent.") { $0.pendingBytes }
        gauge("bus_draining", "1 while the broker is about to stop.") { $0.draining ? 1 : 0 }
        let bounds = [
            ("connections", limits.connections), ("subscriptions", limits.subscriptions), ("payload", limits.payload),
            ("control_line", limits.controlLine), ("pending", limits.pending),
        ]
        for (limit, value) in bounds { gauge("bus_limit", "The limits in force.", ["limit": limit]) { _ in value } }
        (self.counters, self.gauges) = (counters, gauges)
    }

    /// Everything in Prometheus text format.
    func text(_ snapshot: Snapshot) -> String {
        updating.withLock { _ in
            for (counter, reading) in counters { counter.add(max(0, reading(snapshot) - counter.value)) }
            for (gauge, reading) in gauges { gauge.set(reading(snapshot)) }
        }
        return metrics.text()
    }
}
