import Base
import FoundationEssentials
import TestSupport
import Testing

/// The company in one process on a seeded executor, while its network and its processes fail (design.md section 7).
/// `SEED=42` replays one run; `SIMULATION_FIXED` and `SIMULATION_FRESH` are the numbers of seeds that are always the
/// same and always others. With `TRACE=folder` everything that happens in a run that fails, or was asked for, is
/// written there.
@Suite struct SimulationTests {
    @Test(arguments: Seeds.chosen) func `all is well after the storm`(seed: UInt64) async throws {
        let outcome = try await run(Plan(seed: seed, keepsLines: Seeds.traces != nil))
        if let folder = Seeds.traces, !outcome.findings.isEmpty || Seeds.chosen == [seed] {
            let file = URL(filePath: folder).appending(path: "seed-\(seed).txt")
            try Data(outcome.lines.joined(separator: "\n").utf8).write(to: file)
        }
        guard !outcome.findings.isEmpty else { return }
        Issue.record(
            """
            SEED=\(seed) swift test --disable-xctest --filter Simulation.SimulationTests
            \(outcome.findings.joined(separator: "\n"))
            """)
    }

    @Test func `a seed gives the same run again, another seed another`() async throws {
        let first = try await run(Plan(seed: 7), name: "first")
        let again = try await run(Plan(seed: 7), name: "again")
        let other = try await run(Plan(seed: 8), name: "other")
        #expect(first.fingerprint == again.fingerprint)
        #expect(first.fingerprint != other.fingerprint)
    }

    /// Sets and dictionaries have another order there.
    @Test func `a seed gives the same run in another process`() async throws {
        let here = try await run(Plan(seed: 9), name: "here")
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            print("run \(Company.run(Plan(seed: 9), name: "there").fingerprint)")
        }
        let there = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(there.contains("run \(here.fingerprint)\n"))
    }

    @Test func `every kind of accident happens`() async throws {
        let kinds: Set<Substring> = [
            "lose", "double", "late", "reset", "apart", "broker", "leap", "start", "dead", "again",
        ]
        var missing = kinds
        for seed in 1...20 as ClosedRange<UInt64> where !missing.isEmpty {
            let outcome = try await run(Plan(seed: seed, keepsLines: true), name: "accidents-\(seed)")
            missing.subtract(outcome.lines.compactMap { $0.split(separator: " ").dropFirst().first })
        }
        #expect(missing.isEmpty, "nothing is \(missing)")
    }

    /// A few storms are enough for each of them to do harm.
    @Test(arguments: Plan.Sabotage.allCases) func `what is done wrong on purpose is found`(
        sabotage: Plan.Sabotage
    ) async throws {
        var findings: [String] = []
        for seed in 1...9 as ClosedRange<UInt64> where findings.isEmpty {
            findings = try await run(Plan(seed: seed, sabotage: sabotage), name: "\(sabotage)").findings
        }
        #expect(!findings.isEmpty)
    }

    /// On a thread of its own: a world never waits, and would keep the pool from everybody else.
    private func run(_ plan: Plan, name: String = "storm") async throws -> Outcome {
        try await offPool { Company.run(plan, name: "\(name)-\(plan.seed)") }
    }
}

/// Which runs are made.
private enum Seeds {
    static let chosen: [UInt64] = {
        if let one = environment["SEED"].flatMap(UInt64.init) { return [one] }
        let fixed = environment["SIMULATION_FIXED"].flatMap(UInt64.init) ?? 4
        let fresh = environment["SIMULATION_FRESH"].flatMap(Int.init) ?? 2
        return Array(1..<fixed + 1) + (0..<fresh).map { _ in Randomness.system.next() % 1_000_000_000 + 1_000 }
    }()

    /// The folder of traces, if they are wanted.
    static var traces: String? { environment["TRACE"] }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }
}
