package import Base
package import Contracts
package import Store
package import Text

/// What this copy of the service has learnt: derived from the examples in the store, in their order, so that every copy
/// comes to know the same, also of what others learnt. Memory only; made anew at each start.
package final class IntentModel: Sendable {
    private struct State: Sendable {
        var classifier: TextClassifier?
        /// The training it stands on, and the last example it has learnt.
        var training = 0
        var position = 0
        /// Examples learnt, by aspect.
        var counts: [String: Int] = [:]
    }

    /// How long what another copy has learnt may go unnoticed.
    private static let pollInterval = Instant.Span.milliseconds(500)
    /// Examples read at once, and learnt while nobody can ask.
    private static let pageMaximum = 500
    private static let batch = 50
    /// Below it nothing is proposed.
    private static let countMinimum = 20
    private static let guessesMaximum = 5

    private let state = Locked(State())

    package init() {}

    /// Keeps it in step with the store until cancelled.
    package func run(_ store: Store, _ time: any TimeSource) async throws {
        while true {
            try await catchUp(store)
            try await time.sleep(for: IntentModel.pollInterval)
        }
    }

    /// Learns everything committed before the call.
    package func catchUp(_ store: Store) async throws {
        guard let training = try await store.read({ try $0.intentSettings().enabled ? $0.intentTraining() : nil })
        else { return }
        if training.number != state.withLock({ $0.training }) { try await train(training, store) }
        while true {
            let from = state.withLock { $0.position }
            let news = try await store.read { try $0.intentExamples(after: from, limit: IntentModel.pageMaximum) }
            guard !news.isEmpty else { return }
            for start in stride(from: 0, to: news.count, by: IntentModel.batch) {
                learn(news[start..<min(start + IntentModel.batch, news.count)])
            }
        }
    }

    private func learn(_ news: ArraySlice<KeptExample>) {
        let examples = news.map(\.example)
        state.withLock { state in
            // Somebody else was faster.
            guard let first = news.first, let last = news.last, state.position < first.position else { return }
            var classifier = state.classifier ?? IntentModel.blank()
            // The only holder while it learns: else all its weights would be copied.
            state.classifier = nil
            for example in examples { classifier.learn(example) }
            state.classifier = classifier
            state.position = last.position
            IntentModel.count(examples, in: &state)
        }
    }

    /// Learns all examples of a training anew, after looking how well a tenth is known by the others.
    private func train(_ training: IntentTraining, _ store: Store) async throws {
        var kept: [KeptExample] = []
        while true {
            let after = kept.last?.position ?? training.from - 1
            let page = try await store.read { try $0.intentExamples(after: after, limit: IntentModel.pageMaximum) }
            kept += page.filter { $0.position <= training.through }
            guard let last = page.last, last.position < training.through else { break }
        }
        let examples = IntentModel.united(kept)
        let tests = examples.enumerated().filter { $0.offset % 10 == 9 }.map(\.element)
        let others = examples.enumerated().filter { $0.offset % 10 != 9 }.map(\.element)
        var trial = IntentModel.blank()
        await trial.train(others)
        trial.calibrate(on: tests)
        let report = IntentModel.report(trial, on: tests)
        var classifier = IntentModel.blank()
        await classifier.train(examples)
        for (name, head) in trial.heads { classifier.setSharpness(head.sharpness, of: name) }
        var next = State(classifier: classifier, training: training.number, position: training.through)
        IntentModel.count(examples, in: &next)
        state.withLock { [next] in $0 = next }
        try await store.write { try $0.put(report, of: training) }
    }

    private static func blank() -> TextClassifier {
        TextClassifier(
            heads: Dictionary(uniqueKeysWithValues: IntentAspect.allCases.map { ($0.rawValue, $0 != .tags) }))
    }

    private static func count(_ examples: [ClassifierExample], in state: inout State) {
        for head in examples.flatMap(\.labels.keys) { state.counts[head, default: 0] += 1 }
    }

    /// One example for each ticket: what was said of it last counts.
    private static func united(_ kept: [KeptExample]) -> [ClassifierExample] {
        var (places, examples): ([String: Int], [ClassifierExample]) = ([:], [])
        for item in kept {
            if let place = places[item.ticket] {
                examples[place].labels.merge(item.example.labels) { $1 }
            } else {
                places[item.ticket] = examples.count
                examples.append(item.example)
            }
        }
        return examples
    }

    private static func report(_ classifier: TextClassifier, on tests: [ClassifierExample]) -> [IntentAccuracy] {
        var tally = IntentTally()
        for test in tests {
            var proposal = IntentProposal(at: Instant(seconds: 0))
            for aspect in IntentAspect.allCases { proposal[aspect] = guesses(classifier, test.text, aspect) }
            let truth = test.labels.map { (IntentAspect(rawValue: $0.key) ?? .tags, $0.value) }
            for outcome in IntentOutcome.outcomes(
                of: proposal, truth: Dictionary(truth) { first, _ in first })
            {
                tally.add(outcome)
            }
        }
        return tally.report()
    }

    /// What a text seems to ask for; nil while nothing is known.
    package func proposal(_ text: TextFeatures, at now: Instant) -> IntentProposal? {
        state.withLock { state in
            guard let classifier = state.classifier else { return nil }
            var proposal = IntentProposal(at: now)
            for aspect in IntentAspect.allCases
            where state.counts[aspect.rawValue, default: 0] >= IntentModel.countMinimum {
                proposal[aspect] = IntentModel.guesses(classifier, text, aspect)
            }
            return proposal
        }
    }

    private static func guesses(
        _ classifier: TextClassifier, _ text: TextFeatures, _ aspect: IntentAspect
    ) -> [IntentGuess] {
        // One label is no choice.
        guard aspect == .tags || classifier.heads[aspect.rawValue]?.labels.count ?? 0 > 1 else { return [] }
        let likely = classifier.guesses(text, aspect.rawValue).prefix(guessesMaximum).filter { $0.confidence >= 0.05 }
        return likely.map {
            IntentGuess(label: $0.label, confidence: ($0.confidence * 1_000).rounded() / 1_000)
        }
    }

    /// Memory that the weights take.
    package var bytes: Int { state.withLock { $0.classifier?.bytes ?? 0 } }
}
