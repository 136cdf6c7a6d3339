import Base
import Contracts
import CrashWriter
import Foundation
import Store
import TestSupport
import Testing

/// `kill -9` of the writing process at random moments, a hundred times on one file, thirty on one PostgreSQL.
@Suite(.timeLimit(.minutes(5))) struct CrashTests {
    @Test(arguments: [(Place.disk, 100), (.postgres, 30)])
    func `what was acknowledged is there, nothing is half there, every timer fires once`(
        place: Place, rounds: Int
    ) async throws {
        let folder = TemporaryFolder()
        try await atPlace(place) { url in try await crash(rounds, url, folder.path) }
    }

    private func crash(_ rounds: Int, _ url: String, _ folder: String) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        let randomness = Randomness.seeded(seed)
        var (acknowledged, reach, barren) = (0, 300, 0)
        for round in 0..<rounds {
            let ids = try await write(round, for: 5 + randomness.below(reach), to: url, in: folder)
            acknowledged += ids.count
            // A machine with much else to do needs longer to come to its first write.
            barren = ids.isEmpty ? barren + 1 : 0
            if barren > 0, barren.isMultiple(of: 5) { reach *= 2 }
            let store = try await open(url)
            let (first, second) = try await store.read { reader in
                (
                    try reader.rows("SELECT id FROM first WHERE round = \("\(round)")").map { try $0.string("id") },
                    try reader.rows("SELECT id FROM second WHERE round = \("\(round)")").map { try $0.string("id") }
                )
            }
            #expect(Set(first) == Set(second), "seed \(seed), round \(round)")
            #expect(Set(ids).subtracting(first).isEmpty, "seed \(seed), round \(round)")
            await store.close()
        }
        // Were the rounds too short for a single write, the test would show nothing.
        #expect(acknowledged > 10 * rounds)
        try await fireTheRest(in: url)
    }

    /// One life of the program; returns the ids it had acknowledged.
    private func write(_ round: Int, for milliseconds: Int, to url: String, in folder: String) async throws -> [String]
    {
        let output = "\(folder)/acknowledged-\(round)"
        #expect(FileManager.default.createFile(atPath: output, contents: nil))
        let process = Process()
        process.executableURL = try program("CrashWriter")
        process.arguments = [url, "\(round)", "\(milliseconds)"]
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        #expect(process.terminationReason == .uncaughtSignal)
        let text = try String(contentsOf: URL(filePath: output), encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    }

    private func open(_ url: String) async throws -> Store {
        try await Store.open(url, service: "crash", migrations: CrashSchema.migrations, time: SystemTime())
    }

    /// Runs the timers that are left, by a clock that a test may hurry, and compares the whole store.
    private func fireTheRest(in url: String) async throws {
        let time = ManualTime(SystemTime().now() + .hours(1))
        let store = try await Store.open(url, service: "crash", migrations: CrashSchema.migrations, time: time)
        await withTaskGroup { group in
            group.addTask { _ = try? await store.runTimers([CrashSchema.timer], handler: CrashSchema.fire) }
            // With the clock an hour ahead all are due: when the loop has nothing to do it sleeps.
            while await left(in: store) > 0 { await time.advanceWhenAsleep(by: .milliseconds(500)) }
            group.cancelAll()
        }
        let row = try await store.read { reader in
            try reader.first(
                """
                SELECT (SELECT COUNT(*) FROM first) AS writes, (SELECT COUNT(*) FROM fired) AS fired,
                    (SELECT COUNT(*) FROM fired WHERE times <> 1) AS wrong,
                    (SELECT COUNT(DISTINCT subject) FROM store_journal) AS events
                """)
        }
        let counts = try #require(row)
        #expect(try counts.int("fired") == counts.int("writes"))
        #expect(try counts.int("events") == counts.int("writes"))
        #expect(try counts.int("wrong") == 0)
        await store.close()
    }

    private func left(in store: Store) async -> Int {
        let row = try? await store.read { try $0.first("SELECT COUNT(*) AS n FROM store_timers") }
        return (try? row?.int("n")) ?? 0
    }

    /// A program of the package, built beside the test bundle.
    private func program(_ name: String) throws -> URL {
        let arguments = ProcessInfo.processInfo.arguments
        let bundle = arguments.firstIndex(of: "--test-bundle-path").map { arguments[$0 + 1] } ?? arguments[0]
        let path = URL(filePath: bundle).deletingLastPathComponent().appending(path: name)
        try #require(FileManager.default.isExecutableFile(atPath: path.path()), "swift build makes it")
        return path
    }
}
