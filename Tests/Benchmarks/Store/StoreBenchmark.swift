internal import Base
internal import Foundation
internal import Store

/// Durable writes per second: 64 concurrent writers through group commit beside one commit per write by plain SQLite
/// on the same file, in turns. Prints a line per turn and the median ratio; exits 1 below the budget of 15.
/// `StoreBenchmark [folder] [turns] [seconds per part]`; run it in release.
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
        print("turn  one commit per write  group commit, \(writers) writers  writes per commit  ratio")
        var ratios: [Double] = []
        for turn in 1...turns {
            let grouped = try await grouped(in: folder, for: .seconds(seconds))
            let single = try SingleCommits(path: "\(folder)/store.sqlite3").run(for: .seconds(seconds))
            let ratio = grouped.perSecond / single
            ratios.append(ratio)
            let numbers = "\(Int(single))\t\(Int(grouped.perSecond))\t\(decimal(grouped.perCommit))"
            print("\(turn)\t\(numbers)\t\(decimal(ratio))")
        }
        let median = ratios.sorted()[ratios.count / 2]
        print("median ratio \(decimal(median)), budget \(decimal(budget))")
        if median < budget { exit(1) }
    }

    private static func grouped(
        in folder: String, for span: Instant.Span
    ) async throws -> (perSecond: Double, perCommit: Double) {
        let (time, metrics) = (SystemTime(), Metrics())
        let migration = Migration(1, "rows", "CREATE TABLE bench (id {identity}, writer BIGINT, body TEXT NOT NULL)")
        let store = try await Store.open(
            "file://\(folder)", service: "bench", migrations: [migration], time: time, metrics: metrics)
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
