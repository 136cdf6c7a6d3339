internal import Glibc

extension TextClassifier.Head {
    init(isExclusive: Bool, salt: UInt32) {
        self.isExclusive = isExclusive
        self.salt = salt
    }

    /// The place of a label, a new one at the end; nil when there are too many.
    mutating func place(of label: String) -> Int? {
        if let place = places[label] { return place }
        guard labels.count < TextClassifier.labelsMaximum else { return nil }
        places[label] = labels.count
        labels.append(label)
        biases.append(0)
        biasPaces.append(1e-6)
        return labels.count - 1
    }

    /// Scores as probabilities: together 1 when the labels exclude each other, else each by itself.
    func confidences(of scores: [Float], sharpness: Float? = nil) -> [Float] {
        let sharpness = sharpness ?? self.sharpness
        guard isExclusive else { return scores.map { 1 / (1 + exp(-$0 * sharpness)) } }
        let most = scores.max() ?? 0
        let parts = scores.map { exp(($0 - most) * sharpness) }
        let sum = parts.reduce(0, +)
        return parts.map { $0 / sum }
    }

    /// How little was expected of what is true: the negative logarithm of its probability.
    func surprise(_ scores: [Float], sharpness: Float, truth: Set<String>) -> Float {
        let confidences = confidences(of: scores, sharpness: sharpness)
        return zip(labels, confidences).reduce(0) { sum, pair in
            let isTrue = truth.contains(pair.0)
            if isExclusive, !isTrue { return sum }
            return sum - log(max(1e-6, isTrue ? pair.1 : 1 - pair.1))
        }
    }

    /// Moves the labels' own inclinations, as what is left of an error says.
    mutating func step(_ steps: [Float]) {
        for place in steps.indices {
            biasPaces[place] += steps[place] * steps[place]
            biases[place] -= TextClassifier.rate * 0.1 * steps[place] / biasPaces[place].squareRoot()
        }
    }
}
