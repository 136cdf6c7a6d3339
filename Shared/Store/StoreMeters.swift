internal import Base

/// The numbers a store shows.
struct StoreMeters: Sendable {
    let batch: Metrics.Histogram
    let commit: Metrics.Histogram
    let queueDepth: Metrics.Gauge
    let refused: Metrics.Counter
    let reads: Metrics.Counter
    let timerLag: Metrics.Histogram
    let timersFired: Metrics.Counter
    let timersFailed: Metrics.Counter

    init(_ metrics: Metrics) {
        batch = metrics.histogram(
            "store_commit_batch_writes", help: "Writes per group commit.",
            bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256])
        commit = metrics.histogram("store_commit_seconds", help: "From the start of a batch to its durable commit.")
        queueDepth = metrics.gauge("store_write_queue_writes", help: "Writes waiting when the last one came.")
        refused = metrics.counter("store_refused_total", help: "Reads and writes refused because too many waited.")
        reads = metrics.counter("store_reads_total", help: "Read closures run.")
        timerLag = metrics.histogram("store_timer_lag_seconds", help: "From a timer's due time to its handler.")
        timersFired = metrics.counter("store_timers_fired_total", help: "Timers whose handler succeeded.")
        timersFailed = metrics.counter("store_timers_failed_total", help: "Attempts of timer handlers that failed.")
    }
}
