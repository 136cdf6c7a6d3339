internal import Base
package import Contracts

/// One comparison of what was proposed with what was right. Of tags, empty stands for "not".
package struct IntentOutcome: Codable, Hashable, Sendable {
    package var aspect: IntentAspect
    package var truth: String
    package var guess: String
    /// The guess's confidence in steps of a twentieth, 0...19.
    package var bucket: Int

    package static let buckets = 20

    package init(aspect: IntentAspect, truth: String, guess: String, confidence: Double) {
        (self.aspect, self.truth, self.guess) = (aspect, truth, guess)
        bucket = min(IntentOutcome.buckets - 1, max(0, Int(confidence * Double(IntentOutcome.buckets) + 1e-9)))
    }

    /// What comes of a proposal once the truth is known; nothing where nothing was proposed.
    package static func outcomes(
        of proposal: IntentProposal, truth: [IntentAspect: [String]]
    ) -> [IntentOutcome] {
        truth.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { aspect, labels -> [IntentOutcome] in
            let guesses = proposal[aspect]
            guard !guesses.isEmpty else { return [] }
            guard aspect == .tags else {
                guard let truth = labels.first, let guess = guesses.first else { return [] }
                return [
                    IntentOutcome(aspect: aspect, truth: truth, guess: guess.label, confidence: guess.confidence)
                ]
            }
            let proposed = guesses.filter { $0.confidence >= 0.5 }
            let confidences = Dictionary(guesses.map { ($0.label, $0.confidence) }) { first, _ in first }
            return Set(labels).union(proposed.map(\.label)).sorted().map { tag in
                let isProposed = proposed.contains { $0.label == tag }
                return IntentOutcome(
                    aspect: .tags, truth: labels.contains(tag) ? tag : "", guess: isProposed ? tag : "",
                    confidence: confidences[tag] ?? 0)
            }
        }
    }
}

/// Outcomes and how often each came about.
package struct IntentTally: Sendable {
    private var counts: [IntentOutcome: Int] = [:]

    private static let levels = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
    private static let labelsMaximum = 100

    package init() {}

    package mutating func add(_ outcome: IntentOutcome, _ count: Int = 1) { counts[outcome, default: 0] += count }

    /// The accuracy of every aspect that has outcomes.
    package func report() -> [IntentAccuracy] {
        IntentAspect.allCases.compactMap { aspect in
            let own = counts.filter { $0.key.aspect == aspect && $0.value > 0 }
            let total = own.values.reduce(0, +)
            guard total > 0 else { return nil }
            let right = own.reduce(0) { $0 + ($1.key.truth == $1.key.guess ? $1.value : 0) }
            return IntentAccuracy(
                aspect: aspect, count: total, accuracy: share(right, total), levels: levels(own, total),
                labels: labels(own))
        }
    }

    private func levels(_ own: [IntentOutcome: Int], _ total: Int) -> [IntentAccuracy.Level] {
        IntentTally.levels.map { threshold in
            let bucket = Int((threshold * Double(IntentOutcome.buckets)).rounded())
            let sure = own.filter { $0.key.bucket >= bucket && !$0.key.guess.isEmpty }
            let count = sure.values.reduce(0, +)
            let right = sure.reduce(0) { $0 + ($1.key.truth == $1.key.guess ? $1.value : 0) }
            return IntentAccuracy.Level(
                threshold: threshold, coverage: share(count, total), accuracy: share(right, count))
        }
    }

    private func labels(_ own: [IntentOutcome: Int]) -> [IntentAccuracy.Label] {
        var labels: [String: IntentAccuracy.Label] = [:]
        func change(_ label: String, _ change: (inout IntentAccuracy.Label) -> Void) {
            if !label.isEmpty { change(&labels[label, default: .init(label: label, count: 0, found: 0, proposed: 0)]) }
        }
        for (outcome, count) in own {
            change(outcome.truth) { $0.count += count }
            change(outcome.guess) { $0.proposed += count }
            if outcome.truth == outcome.guess { change(outcome.truth) { $0.found += count } }
        }
        let sorted = labels.values.sorted { ($1.count, $0.label) < ($0.count, $1.label) }
        return Array(sorted.prefix(IntentTally.labelsMaximum))
    }

    private func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
