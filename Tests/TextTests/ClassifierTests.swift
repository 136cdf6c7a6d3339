import Base
import Testing
import Text

@Suite struct ClassifierTests {
    private static let words = [
        "refund": ["refund", "money", "charged", "退款", "金额"], "parcel": ["parcel", "late", "courier", "快递", "物流"],
        "broken": ["broken", "repair", "noise", "故障", "维修"],
    ]
    private static let filler = ["please", "hello", "my", "the", "order", "你好", "请问", "我的", "订单"]

    /// Texts of three kinds; `noise` is the share whose label is drawn blindly.
    private static func examples(_ count: Int, seed: UInt64, noise: Double = 0) -> [ClassifierExample] {
        let random = Randomness.seeded(seed)
        let kinds = words.keys.sorted()
        return (0..<count).map { _ in
            let kind = kinds[random.below(kinds.count)]
            let own = words[kind] ?? []
            var parts = (0..<4).map { _ in filler[random.below(filler.count)] }
            parts.insert(own[random.below(own.count)], at: random.below(4))
            let isNoise = Double(random.below(1_000)) < noise * 1_000
            let label = isNoise ? kinds[random.below(kinds.count)] : kind
            return ClassifierExample(text: TextFeatures(parts.joined(separator: " ")), labels: ["kind": [label]])
        }
    }

    private static func trained(_ examples: [ClassifierExample]) async -> TextClassifier {
        var classifier = TextClassifier(heads: ["kind": true, "marks": false], bits: 16)
        await classifier.train(examples)
        return classifier
    }

    private static func accuracy(_ classifier: TextClassifier, _ tests: [ClassifierExample]) -> Double {
        let right = tests.count { classifier.guesses($0.text, "kind").first?.label == $0.labels["kind"]?.first }
        return Double(right) / Double(tests.count)
    }

    @Test func `learns what tells texts apart, in two languages, and not what does not`() async {
        let tests = ClassifierTests.examples(300, seed: 2)
        let learnt = await ClassifierTests.trained(ClassifierTests.examples(300, seed: 1))
        #expect(ClassifierTests.accuracy(learnt, tests) > 0.97)
        let blind = await ClassifierTests.trained(ClassifierTests.examples(300, seed: 1, noise: 1))
        #expect(ClassifierTests.accuracy(blind, tests) < 0.6)
    }

    @Test func `the same examples give the same confidences, and a corrected text is known at once`() async {
        let examples = ClassifierTests.examples(200, seed: 3)
        var (one, other) = (await ClassifierTests.trained(examples), await ClassifierTests.trained(examples))
        let text = TextFeatures("zyzzyva of the fifth kind")
        #expect(one.guesses(text, "kind") == other.guesses(text, "kind"))
        for _ in 0..<4 { one.learn(text, "kind", ["new"]) }
        #expect(one.guesses(text, "kind").first?.label == "new")
        #expect(other.guesses(text, "kind").first?.label != "new")
        other.learn(ClassifierExample(text: text, labels: ["kind": ["new"]]))
        #expect(abs(other.guesses(text, "kind").reduce(0) { $0 + $1.confidence } - 1) < 1e-4)
        #expect(one.bytes == other.bytes && one.bytes == 8 * (1 << 16 + 500))
    }

    @Test func `calibrated confidences are as high as the answers are right`() async {
        var classifier = await ClassifierTests.trained(ClassifierTests.examples(600, seed: 4, noise: 0.5))
        let tests = ClassifierTests.examples(600, seed: 5, noise: 0.5)
        func gap() -> Double {
            let sure = tests.map { classifier.guesses($0.text, "kind").first?.confidence ?? 0 }
            return sure.reduce(0, +) / Double(sure.count) - ClassifierTests.accuracy(classifier, tests)
        }
        let before = gap()
        classifier.calibrate(on: ClassifierTests.examples(400, seed: 6, noise: 0.5))
        #expect(abs(gap()) < 0.08 && abs(gap()) <= abs(before), "\(before) became \(gap())")
    }

    @Test func `several marks at once, each by itself`() {
        var classifier = TextClassifier(heads: ["kind": true, "marks": false], bits: 16)
        for _ in 0..<20 {
            classifier.learn(TextFeatures("angry about the refund"), "marks", ["angry", "refund"])
            classifier.learn(TextFeatures("thanks for the refund"), "marks", ["refund"])
            classifier.learn(TextFeatures("thanks for the answer"), "marks", [])
        }
        func marks(_ text: String) -> [String] {
            classifier.guesses(TextFeatures(text), "marks").filter { $0.confidence > 0.5 }.map(\.label).sorted()
        }
        #expect(marks("angry about the refund") == ["angry", "refund"])
        #expect(marks("thanks for the refund") == ["refund"])
        #expect(marks("thanks for the answer").isEmpty)
        #expect(classifier.guesses(TextFeatures("anything"), "kind").isEmpty)
        #expect(classifier.guesses(TextFeatures("anything"), "unknown").isEmpty)
    }

    @Test func `features: folded, in pairs, Chinese by characters, bounded, kept as bytes`() {
        #expect(TextFeatures("ＲＥＦＵＮＤ Café") == TextFeatures("refund cafe"))
        #expect(TextFeatures("to be") != TextFeatures("be to"))
        #expect(TextFeatures("to. be").hashes.count == 2 && TextFeatures("to be").hashes.count == 3)
        #expect(TextFeatures("to", "be").hashes == TextFeatures("to. be").hashes)
        #expect(TextFeatures("退款").hashes.count == 3)
        let (one, other) = (TextFeatures("refunding"), TextFeatures("refunded"))
        #expect(Set(one.hashes).intersection(other.hashes).count == 1)
        let mixed = TextFeatures("请退 refund 款 42", "\u{1F600} ok")
        #expect(TextFeatures(bytes: mixed.bytes) == mixed)
        #expect(TextFeatures(String(repeating: "词语", count: 100_000)).hashes.count < 10)
        let long = (0..<5_000).map { "w\($0)x" }.joined(separator: " ")
        #expect(TextFeatures(long).hashes.count <= 600)
        #expect(TextFeatures("").hashes.isEmpty)
    }
}
