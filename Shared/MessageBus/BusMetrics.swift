internal import Base

/// What the client counts, by connection name.
struct BusMetrics: Sendable {
    let sent: Metrics.Counter
    let received: Metrics.Counter
    let sentBytes: Metrics.Counter
    let receivedBytes: Metrics.Counter
    let reconnects: Metrics.Counter
    let dropped: Metrics.Counter
    let complaints: Metrics.Counter
    let connected: Metrics.Gauge

    /// `name` is the connection's: a process has one.
    init(_ metrics: Metrics, name: String) {
        let labels = ["connection": name]
        sent = metrics.counter("moat_bus_client_sent_messages_total", help: "Messages published.", labels: labels)
        received = metrics.counter(
            "moat_bus_client_received_messages_total", help: "Messages received.", labels: labels)
        sentBytes = metrics.counter(
            "moat_bus_client_sent_bytes_total", help: "Bytes written to the broker.", labels: labels)
        receivedBytes = metrics.counter("moat_bus_client_received_bytes_total", help: "Bytes read.", labels: labels)
        reconnects = metrics.counter(
            "moat_bus_client_reconnects_total", help: "Connections after the first.", labels: labels)
        dropped = metrics.counter(
            "moat_bus_client_dropped_messages_total", help: "Messages dropped at a subscription's bound.",
            labels: labels)
        complaints = metrics.counter(
            "moat_bus_client_complaints_total", help: "-ERR lines of the broker.", labels: labels)
        connected = metrics.gauge(
            "moat_bus_client_connected", help: "1 while the connection is in use.", labels: labels)
    }
}
