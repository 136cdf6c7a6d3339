/// A text and the labels that turned out to be right, by head; a head that is not named was not decided.
package struct ClassifierExample: Hashable, Sendable {
    package var text: TextFeatures
    package var labels: [String: [String]]

    package init(text: TextFeatures, labels: [String: [String]]) {
        (self.text, self.labels) = (text, labels)
    }
}

extension TextClassifier {
    /// Times that each example is looked at: more gains nothing measurable.
    package static let rounds = 8

    /// Learns one example, of every head that it decides.
    package mutating func learn(_ example: ClassifierExample) {
        for (head, labels) in example.labels.sorted(by: { $0.key < $1.key }) { learn(example.text, head, labels) }
    }

    /// Learns all examples, each round in another order, the same in every process. Lets others work in between.
    package mutating func train(_ examples: [ClassifierExample], rounds: Int = rounds) async {
        // Every label is known before the first example: else early examples would count for labels to come.
        for example in examples { note(example.labels) }
        var order = Array(examples.indices)
        var random = SplitMix(state: 42)
        for _ in 0..<rounds {
            order.shuffle(using: &random)
            for (count, index) in order.enumerated() {
                learn(examples[index])
                if count % 16 == 15 { await Task.yield() }
            }
        }
    }

    /// Fits how sure the heads say they are to how often they are right, on examples they have not learnt: the scale of
    /// the scores under which what is true is least surprising.
    package mutating func calibrate(on examples: [ClassifierExample]) {
        for (name, head) in heads {
            let tests = examples.compactMap { example in
                example.labels[name].map { (scores: scores(of: example.text, head), labels: Set($0)) }
            }
            guard tests.count >= 20, head.labels.count > 1 else { continue }
            var best = (surprise: Float.infinity, sharpness: Float(1))
            for step in 2...40 {
                let sharpness = Float(step) / 20
                let surprise = tests.reduce(0) { sum, test in
                    sum + head.surprise(test.scores, sharpness: sharpness, truth: test.labels)
                }
                if surprise < best.surprise { best = (surprise, sharpness) }
            }
            setSharpness(best.sharpness, of: name)
        }
    }
}

/// SplitMix64.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
