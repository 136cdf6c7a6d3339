import Base
import BenchmarkTable
import Foundation
import Text

/// How well the classifier tells intents apart, against the bars: 0.88 on banking77 (77 English intents, 10,003 to
/// learn from, 3,080 to test), 0.87 on online_shopping_10_cats (Chinese reviews of 10 kinds, four fifths to learn
/// from), and less than a millisecond a prediction. `IntentBenchmark FOLDER`; exits 1 when a bar is missed. By `run`.
@main struct IntentBenchmark {
    static func main() async throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "."
        let learn = try Table(folder + "/train.csv").rows.map { Sample(text: $0[0], label: $0[1]) }
        let test = try Table(folder + "/test.csv").rows.map { Sample(text: $0[0], label: $0[1]) }
        let shop = try Table(folder + "/online_shopping_10_cats.csv").rows.map { Sample(text: $0[2], label: $0[0]) }
        let parts = (
            shop.enumerated().filter { $0.offset % 5 != 0 }.map(\.element),
            shop.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
        )
        let peers = CommandLine.arguments.dropFirst(2).first.flatMap { FileManager.default.contents(atPath: $0) }
        let peer = try? JSON(parsing: Array(peers ?? Data()))
        let english = await Course("banking77", learn, test, peer?["banking77"]).run(bar: 0.88)
        let shopping = "online_shopping_10_cats"
        let chinese = await Course(shopping, parts.0, parts.1, peer?[shopping]).run(bar: 0.87)
        exit(english && chinese ? 0 : 1)
    }
}

struct Sample {
    var text: String
    var label: String
}

/// One set of texts: learnt as the service learns, then asked.
struct Course {
    let name: String
    let learn: [ClassifierExample]
    let test: [Sample]
    let peer: JSON?

    init(_ name: String, _ learn: [Sample], _ test: [Sample], _ peer: JSON?) {
        (self.name, self.peer) = (name, peer)
        self.learn = learn.map { ClassifierExample(text: TextFeatures($0.text), labels: ["label": [$0.label]]) }
        self.test = test
    }

    func run(bar: Double) async -> Bool {
        prequential()
        let (held, others) = split()
        var began = ContinuousClock.now
        var trial = blank()
        await trial.train(others)
        trial.calibrate(on: held)
        var classifier = blank()
        await classifier.train(learn)
        classifier.setSharpness(trial.heads["label"]?.sharpness ?? 1, of: "label")
        let seconds = milliseconds(since: began) / 1_000
        var (answers, times): ([(confidence: Double, isRight: Bool)], [Double]) = ([], [])
        for sample in test {
            began = ContinuousClock.now
            let guess = classifier.guesses(TextFeatures(sample.text), "label").first
            times.append(milliseconds(since: began))
            answers.append((guess?.confidence ?? 0, guess?.label == sample.label))
        }
        let accuracy = share(answers.count { $0.isRight }, answers.count)
        let sorted = times.sorted()
        let p99 = Row(
            "\(name): prediction, p99", sorted[sorted.count * 99 / 100], "ms", .atMost(1),
            beside: peer?["prediction"]?.string ?? "")
        let count = "\(learn.count) learnt, \(test.count) asked, \(Set(test.map(\.label)).count) labels"
        let right = Row(
            "\(name): accuracy", accuracy, "", .atLeast(bar),
            beside: peer?["accuracy"]?.string.map { "\($0); \(count)" } ?? count)
        right.show()
        p99.show()
        Row("\(name): both trainings", seconds, "s", beside: peer?["training"]?.string ?? "").show()
        Row("\(name): weights", Double(classifier.bytes) / 1_048_576, "MB").show()
        Row("\(name): calibration error", calibrationError(answers), "").show()
        for threshold in [0.7, 0.9] {
            let sure = answers.filter { $0.confidence >= threshold }
            let covered = shown(share(sure.count, answers.count))
            Row(
                "\(name): right when at least \(threshold) sure", share(sure.count { $0.isRight }, sure.count), "",
                beside: "covers \(covered)"
            ).show()
        }
        return right.isMet && p99.isMet
    }

    /// Each text is first guessed, then learnt, once: as corrections come in.
    private func prequential() {
        var classifier = blank()
        var right = 0
        var order = learn
        var random = Steps()
        order.shuffle(using: &random)
        let tail = order.count / 2
        for (place, example) in order.enumerated() {
            if place >= tail, classifier.guesses(example.text, "label").first?.label == example.labels["label"]?.first {
                right += 1
            }
            classifier.learn(example)
        }
        Row(
            "\(name): guessed first, then learnt", share(right, order.count - tail), "", beside: "of the second half"
        ).show()
    }

    private func split() -> (held: [ClassifierExample], others: [ClassifierExample]) {
        (
            learn.enumerated().filter { $0.offset % 10 == 9 }.map(\.element),
            learn.enumerated().filter { $0.offset % 10 != 9 }.map(\.element)
        )
    }

    private func blank() -> TextClassifier { TextClassifier(heads: ["label": true]) }

    /// By how much confidence and accuracy differ, in ten steps of confidence.
    private func calibrationError(_ answers: [(confidence: Double, isRight: Bool)]) -> Double {
        (0..<10).reduce(0) { sum, step in
            let part = answers.filter { min(9, Int($0.confidence * 10)) == step }
            guard !part.isEmpty else { return sum }
            let confidence = part.reduce(0) { $0 + $1.confidence } / Double(part.count)
            let gap = abs(confidence - share(part.count { $0.isRight }, part.count))
            return sum + gap * share(part.count, answers.count)
        }
    }

    private func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
    private func shown(_ value: Double) -> String { String(format: "%.4f", value) }

    private func milliseconds(since began: ContinuousClock.Instant) -> Double {
        let took = (ContinuousClock.now - began).components
        return Double(took.seconds) * 1_000 + Double(took.attoseconds) / 1e15
    }
}

/// The same order in every run.
struct Steps: RandomNumberGenerator {
    var state: UInt64 = 7

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

/// A file of comma-separated values with quotes; the first line names the columns.
struct Table {
    var rows: [[String]] = []

    init(_ path: String) throws {
        var (row, field, isQuoted): ([String], String.UnicodeScalarView, Bool) = ([], .init(), false)
        var last: Unicode.Scalar = "\n"
        for scalar in try String(contentsOfFile: path, encoding: .utf8).unicodeScalars where scalar != "\r" {
            switch scalar {
            case "\"":
                // A quote that follows one within a quoted field stands for itself.
                if !isQuoted, last == "\"" { field.append(scalar) }
                isQuoted.toggle()
            case "," where !isQuoted, "\n" where !isQuoted:
                row.append(String(field))
                field = .init()
                if scalar == "\n" {
                    rows.append(row)
                    row = []
                }
            default: field.append(scalar)
            }
            last = scalar
        }
        rows.removeFirst()
    }
}
