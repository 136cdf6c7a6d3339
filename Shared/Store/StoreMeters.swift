internal import Base
internal import Glibc

/// The numbers a store shows.
struct StoreMeters: Sendable {
    let batch: Metrics.Histogram
    let commit: Metrics.Histogram
    let commitsFailed: Metrics.Counter
    /// 1 after a commit that the disk refused, until one succeeds.
    let failing: Metrics.Gauge
    let refusedWrites: Metrics.Counter
    let refusedReads: Metrics.Counter
    let reads: Metrics.Counter
    let timerLag: Metrics.Histogram
    let timersFired: Metrics.Counter
    let timersFailed: Metrics.Counter
    /// When the next timer may be taken, as the loop last saw it.
    let nextTimer = Locked<Instant?>(nil)

    init(_ metrics: Metrics) {
        batch = metrics.histogram(
            "moat_store_commit_batch_writes", help: "Writes per group commit.",
            bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256])
        commit = metrics.histogram(
            "moat_store_commit_seconds", help: "From the start of a batch to its durable commit.")
        commitsFailed = metrics.counter(
            "moat_store_commits_failed_total", help: "Batches that the disk or another process refused.")
        failing = metrics.gauge("moat_store_failing", help: "1 while the disk takes no commits.")
        refusedWrites = metrics.refusals(of: "store.write")
        refusedReads = metrics.refusals(of: "store.read")
        reads = metrics.counter("moat_store_reads_total", help: "Read closures run.")
        timerLag = metrics.histogram("moat_timer_lag_seconds", help: "From a timer's due time to its handler.")
        timersFired = metrics.counter("moat_timers_fired_total", help: "Timers whose handler succeeded.")
        timersFailed = metrics.counter("moat_timers_failed_total", help: "Attempts of timer handlers that failed.")
    }
}

extension Store {
    /// What is asked at each scrape: the depths of the queues, the overdue timer, the disk.
    func expose(_ metrics: Metrics, writer: Writer, readers: LanePool<any Connection>?, folder: String?) {
        metrics.queue("store.write", limit: limits.writeQueueMaximum) { writer.waiting }
        metrics.queue("store.read", limit: limits.readQueueMaximum) { readers?.waiting ?? 0 }
        metrics.queue("store.blobs", limit: Blobs.queueMaximum) { [blobs] in blobs.waiting }
        let (time, next) = (context.time, meters.nextTimer)
        metrics.computed("moat_timer_overdue_seconds", help: "How long the next timer has been due and not taken.") {
            next.withLock { $0 }.map { max(0, (time.now() - $0).seconds) } ?? 0
        }
        guard let folder else { return }
        metrics.computed("moat_store_disk_free_bytes", help: "Free on the store's disk.") { Disk.state(folder).free }
        metrics.computed("moat_store_disk_size_bytes", help: "Size of the store's disk.") { Disk.state(folder).size }
        metrics.computed("moat_store_bytes", help: "Size of the database file and its log.") {
            Double(
                (DiskFile.size(folder + "/store.sqlite3") ?? 0) + (DiskFile.size(folder + "/store.sqlite3-wal") ?? 0))
        }
        let failing = meters.failing
        metrics.computed("moat_store_writable", help: "0 while the disk is read-only or takes no commits.") {
            if failing.value == 1, Disk.state(folder).free >= Disk.room { writer.probe() }
            return failing.value == 0 && Disk.isWritable(folder) ? 1 : 0
        }
    }
}

/// The disk under a folder.
private enum Disk {
    /// With fewer bytes a small write may still find a place in the log, and the next does not.
    static let room = Double(1 << 20)

    static func state(_ folder: String) -> (free: Double, size: Double) {
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else { return (.nan, .nan) }
        return (Double(status.f_bavail) * Double(status.f_frsize), Double(status.f_blocks) * Double(status.f_frsize))
    }

    static func isWritable(_ folder: String) -> Bool { unsafe access(folder, W_OK) == 0 }
}
