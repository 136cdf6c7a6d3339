internal import Base
internal import BenchmarkTable
internal import Foundation
internal import Store

/// Durable writes per second of 64 writers through group commit, beside one commit per write by plain SQLite on the
/// same file, in turns; then on PostgreSQL, when its URL is given. Exits 1 below the budget of 15 times. Run it by
/// `run`.
/// `StoreBenchmark [folder] [turns] [seconds per part] [PostgreSQL URL] [writes per second of pgbench on it]`
@main struct StoreBenchmark {
    static let writers = 64
    static let budget = 15.0

    static func main() async throws {
        let arguments = CommandLine.arguments
        let parent = arguments.count > 1 ? arguments[1] : NSTemporaryDirectory()
        let turns = arguments.count > 2 ? Int(arguments[2]) ?? 5 : 5
        let seconds = arguments.count > 3 ? Int(arguments[3]) ?? 2 : 2
        let folder = "\(parent)/moat-store-benchmark-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var found: [(rate: Double, single: Double, perCommit: Double)] = []
        for _ in 1...turns {
            let grouped = try await grouped(at: "file://\(folder)", for: .seconds(seconds))
            let single = try SingleCommits(path: "\(folder)/store.sqlite3").run(for: .seconds(seconds))
            found.append((grouped.perSecond, single, grouped.perCommit))
        }
        // Of the turns the one whose ratio is in the middle: the disk's mood changes between them.
        let median = found.sorted { $0.rate / $0.single < $1.rate / $1.single }[found.count / 2]
        Row(
            "durable writes, \(writers) writers, SQLite", median.rate, "1/s",
            beside: "\(Int(median.single))/s by plain SQLite; \(decimal(median.perCommit)) writes a commit"
        ).show()
        let isMet = Row(
            "  times plain SQLite with a commit a write", median.rate / median.single, "x", .atLeast(budget),
            beside: "median of \(turns) turns"
        ).show()
        if arguments.count > 5, let raw = Double(arguments[5]) {
            let grouped = try await grouped(at: arguments[4], for: .seconds(2 * seconds))
            Row(
                "durable writes, \(writers) writers, PostgreSQL", grouped.perSecond, "1/s",
                beside:
                    "\(Int(raw))/s by pgbench with \(writers) clients; \(decimal(grouped.perCommit)) writes a commit"
            ).show()
            Row("  times pgbench", grouped.perSecond / raw, "x").show()
        }
        if !isMet { exit(1) }
    }

    private static func grouped(
        at url: String, for span: Instant.Span
    ) async throws -> (perSecond: Double, perCommit: Double) {
        let (time, metrics) = (SystemTime(), Metrics())
        let migration = Migration(1, "rows", "CREATE TABLE bench (id {identity}, writer BIGINT, body TEXT NOT NULL)")
        let store = try await Store.open(
            url, service: "bench", migrations: [migration], time: time, metrics: metrics)
        let body = SingleCommits.body
        let started = time.now()
        let writes = try await withThrowingTaskGroup(of: Int.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var writes = 0
                    while time.now() - started < span {
                        try await store.write { tx in
                            try tx.execute("INSERT INTO bench (writer, body) VALUES (\(writer), \(body))")
                        }
                        writes += 1
                    }
                    return writes
                }
            }
            return try await group.reduce(0, +)
        }
        let took = (time.now() - started).seconds
        await store.close()
        let line = metrics.text().split(separator: "\n").first { $0.hasPrefix("moat_store_commit_seconds_count ") }
        let commits = line?.split(separator: " ").last.flatMap { Double($0) } ?? 1
        return (Double(writes) / took, Double(writes) / commits)
    }

    private static func decimal(_ value: Double) -> String {
        String(format: "%.1f", value)
    }
}
