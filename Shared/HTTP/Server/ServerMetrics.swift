internal import Base

/// The numbers of one server.
struct ServerMetrics: Sendable {
    let requests: [Metrics.Counter]
    let seconds: Metrics.Histogram
    let connections: Metrics.Gauge
    let handling: Metrics.Gauge
    let streams: Metrics.Gauge
    /// Answered 503 at the request limit.
    let refused: Metrics.Counter
    let timedOut: Metrics.Counter

    init(_ metrics: Metrics, name: String, limit: Int) {
        let labels = ["server": name]
        requests = (1...5).map { family in
            metrics.counter(
                "moat_http_requests_total", help: "Answered requests.",
                labels: ["server": name, "status": "\(family)xx"])
        }
        seconds = metrics.histogram(
            "moat_http_request_seconds", help: "From the whole request to the handler's answer.", labels: labels)
        connections = metrics.gauge("moat_http_connections", help: "Open connections.", labels: labels)
        handling = metrics.gauge("moat_http_requests_in_flight", help: "Requests being handled.", labels: labels)
        streams = metrics.gauge("moat_http_streams", help: "Open streaming responses.", labels: labels)
        let handling = handling
        refused = metrics.queue("http.\(name)", limit: limit) { handling.value }
        timedOut = metrics.counter(
            "moat_http_connections_timed_out_total", help: "Cut off as too slow.", labels: labels)
    }

    func answered(_ status: Int) { requests[min(max(status / 100, 1), 5) - 1].add() }
}
