internal import Base

/// What is counted of one call: requests by outcome, their time, those at work.
struct CallMeters: Sendable {
    let seconds: Metrics.Histogram
    let working: Metrics.Gauge
    private let outcomes: [Tracer.Outcome: Metrics.Counter]
    private let error = Locked<String?>(nil)

    init(_ metrics: Metrics, call: String) {
        seconds = metrics.histogram("moat_call_seconds", help: "Time to answer a call.", labels: ["call": call])
        working = metrics.gauge("moat_calls_in_flight", help: "Calls being worked on.", labels: ["call": call])
        outcomes = Tracer.Outcome.allCases.reduce(into: [:]) { counters, outcome in
            counters[outcome] = metrics.counter(
                "moat_calls_total",
                help: "Answered calls: ok, refused (the caller's fault), failed (the service's fault).",
                labels: ["call": call, "outcome": outcome.rawValue])
        }
    }

    /// Calls answered with a problem.
    var failures: Int { (outcomes[.refused]?.value ?? 0) + (outcomes[.failed]?.value ?? 0) }
    /// Status and code of the last problem.
    var lastError: String? { error.withLock { $0 } }

    func ended(_ outcome: Tracer.Outcome, _ problem: Problem? = nil, after span: Instant.Span) {
        outcomes[outcome]?.add()
        seconds.observe(span)
        if let problem { error.withLock { $0 = "\(problem.status):\(problem.code)" } }
    }
}
