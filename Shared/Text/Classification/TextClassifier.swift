/// Learns which labels fit a text, example by example, and says how sure it is: logistic regression over hashed
/// features, each weight with a pace of its own (AdaGrad). The same examples in the same order give the same weights.
/// All heads share one table of weights, so it takes the same memory however much it learns.
package struct TextClassifier: Sendable {
    /// What is asked about a text: one of several labels, or any number of them.
    package struct Head: Sendable {
        package var isExclusive: Bool
        package internal(set) var labels: [String] = []
        var places: [String: Int] = [:]
        var biases: [Float] = []
        var biasPaces: [Float] = []
        /// Scores are multiplied by this before they become probabilities; below 1 means it was too sure.
        package var sharpness: Float = 1
        let salt: UInt32
    }

    package struct Guess: Hashable, Sendable {
        package var label: String
        /// 0...1
        package var confidence: Double
    }

    /// Labels of one head; more are not learnt.
    package static let labelsMaximum = 500
    static let rate: Float = 0.5
    private static let stepMinimum: Float = 0.002

    package private(set) var heads: [String: Head] = [:]
    private var weights: [Float]
    private var paces: [Float]
    private let mask: UInt32

    /// Two tables of 2 to the power of `bits` numbers of four bytes each.
    package init(heads: [String: Bool], bits: Int = 20) {
        // The last feature's labels have room behind it.
        let count = 1 << bits + TextClassifier.labelsMaximum
        weights = Array(repeating: 0, count: count)
        paces = Array(repeating: 1e-6, count: count)
        mask = UInt32(1 << bits - 1)
        for (place, name) in heads.keys.sorted().enumerated() {
            self.heads[name] = Head(
                isExclusive: heads[name] ?? true, salt: UInt32(truncatingIfNeeded: (place + 1) * 0x9E37_79B1))
        }
    }

    /// The labels that fit, the surest first; of an exclusive head their confidences add up to 1.
    package func guesses(_ text: TextFeatures, _ head: String) -> [Guess] {
        guard let head = heads[head], !head.labels.isEmpty else { return [] }
        let confidences = head.confidences(of: scores(of: text, head))
        return zip(head.labels, confidences).map { Guess(label: $0, confidence: Double($1)) }
            .sorted { ($1.confidence, $0.label) < ($0.confidence, $1.label) }
    }

    /// Learns that these labels fit, and no others.
    package mutating func learn(_ text: TextFeatures, _ name: String, _ labels: [String]) {
        guard var head = heads[name] else { return }
        let wanted = Set(labels.compactMap { head.place(of: $0) })
        defer { heads[name] = head }
        guard head.isExclusive ? wanted.count == 1 && head.labels.count > 1 : !head.labels.isEmpty else { return }
        let starts = starts(text, head)
        var steps = head.confidences(of: scores(starts, head), sharpness: 1)
        for place in wanted { steps[place] -= 1 }
        head.step(steps)
        // Most labels are not in question: nothing is learnt of them.
        let places = steps.indices.filter { abs(steps[$0]) > TextClassifier.stepMinimum }
        let share = 1 / Float(max(1, starts.count)).squareRoot()
        move(starts, places, places.map { steps[$0] * share })
    }

    private mutating func move(_ starts: [Int], _ places: [Int], _ steps: [Float]) {
        let squares = steps.map { $0 * $0 }
        unsafe weights.withUnsafeMutableBufferPointer { weights in
            unsafe paces.withUnsafeMutableBufferPointer { paces in
                for start in starts {
                    for index in places.indices {
                        let at = start + places[index]
                        let pace = unsafe paces[at] + squares[index]
                        unsafe paces[at] = pace
                        unsafe weights[at] -= TextClassifier.rate * steps[index] / pace.squareRoot()
                    }
                }
            }
        }
    }

    /// Makes labels known without learning that they fit anything.
    package mutating func note(_ labels: [String: [String]]) {
        for (head, labels) in labels.sorted(by: { $0.key < $1.key }) {
            for label in labels { _ = heads[head]?.place(of: label) }
        }
    }

    package mutating func setSharpness(_ sharpness: Float, of head: String) { heads[head]?.sharpness = sharpness }

    /// What speaks for each label of a head, in their order.
    func scores(of text: TextFeatures, _ head: Head) -> [Float] { scores(starts(text, head), head) }

    /// Bytes that the weights take.
    package var bytes: Int { (weights.count + paces.count) * MemoryLayout<Float>.size }

    /// Where the weights of each feature begin.
    private func starts(_ text: TextFeatures, _ head: Head) -> [Int] {
        text.hashes.map { hash in
            let mixed = (hash ^ head.salt) &* 0x85EB_CA6B
            return Int((mixed ^ (mixed >> 15)) & mask)
        }
    }

    private func scores(_ starts: [Int], _ head: Head) -> [Float] {
        let count = head.labels.count
        let share = 1 / Float(max(1, starts.count)).squareRoot()
        var scores = Array(repeating: Float(0), count: count)
        unsafe weights.withUnsafeBufferPointer { weights in
            unsafe scores.withUnsafeMutableBufferPointer { scores in
                for start in starts {
                    for place in 0..<count { unsafe scores[place] += weights[start + place] }
                }
            }
        }
        for place in 0..<count { scores[place] = scores[place] * share + head.biases[place] }
        return scores
    }
}
