import Base
import Contracts
import ServiceKit
import Store

/// What a run is made of; everything random in it follows from the seed.
struct Plan: Sendable {
    /// Something done wrong on purpose, to see that the checks notice.
    enum Sabotage: String, Sendable, CaseIterable {
        /// The door of tickets says yes before anything is kept, and sometimes nothing is.
        case acknowledgesBeforeCommit
        /// A consumer's cursor moves on without the effects.
        case forgetsEvents
        /// The bus drops the keys by which a repeated call is known.
        case forgetsKeys
        /// A timer is gone.
        case losesTimers
        /// A second reader of the feed acts without asking whether it has acted.
        case actsTwice
    }

    var seed: UInt64
    var sabotage: Sabotage?
    /// Messages of customers, and things that agents do.
    let letters: Int
    let deeds: Int
    var keepsLines = false

    /// Days are of different sizes: many small ones go deeper than few large ones.
    init(seed: UInt64, sabotage: Sabotage? = nil, keepsLines: Bool = false) {
        (self.seed, self.sabotage, self.keepsLines) = (seed, sabotage, keepsLines)
        letters = 2 + Int(seed % 7)
        deeds = 3 + Int(seed % 4) * 3
    }
}

/// The one place, time and chance of a run.
final class World: Sendable {
    let plan: Plan
    let executor: SimulatedExecutor
    let time = SimulatedTime()
    let trace: Trace
    let network: SimulatedNetwork
    let ledger = Ledger()
    /// For what people and accidents do; the executor and the network have their own.
    let chance: Randomness
    /// Names the stores of this run in the process.
    let name: String
    private let state = Locked((isOver: false, findings: [String]()))

    init(_ plan: Plan, name: String) {
        self.plan = plan
        self.name = name
        let source = Randomness.seeded(plan.seed)
        executor = SimulatedExecutor(randomness: .seeded(source.next()))
        chance = .seeded(source.next())
        trace = Trace(time: time, keepsLines: plan.keepsLines)
        network = SimulatedNetwork(time: time, randomness: .seeded(source.next()), trace: trace)
    }

    var isOver: Bool { state.withLock { $0.isOver } }
    func end() { state.withLock { $0.isOver = true } }

    var findings: [String] { state.withLock { $0.findings } }

    /// Something is not as it must be.
    func find(_ finding: String) {
        trace.note("FOUND \(finding)")
        state.withLock { $0.findings.append(finding) }
    }

    /// True so many times of a hundred.
    func happens(_ percent: Int) -> Bool { chance.below(100) < percent }

    /// A moment between the two, in milliseconds.
    func pause(_ range: ClosedRange<Int>) async throws {
        try await time.sleep(for: .milliseconds(range.lowerBound + chance.below(range.count)))
    }

    func pick<Item>(_ items: [Item]) -> Item { items[chance.below(items.count)] }
}
