import Base
import Contracts
import Foundation
import TestSupport
import Testing

@testable import Knowledge

/// Is what people look for at the top? Judged by hand, counted the usual way.
struct SearchQualityTests {
    private struct Measured {
        var gain = 0.0
        var rank = 0.0
        var misses: [String] = []
    }

    private static func library() async throws -> (bench: Bench, keys: [String: String]) {
        let bench = try await Bench()
        var keys: [String: String] = [:]
        for (text, request) in zip(Library.texts, Library.requests()) {
            keys[try await bench.save(request).id] = text.key
        }
        return (bench, keys)
    }

    /// nDCG@10 and the reciprocal rank of the first answer.
    private static func judge(_ found: [String], _ good: [String: Int]) -> (gain: Double, rank: Double) {
        func gain(_ worths: [Int]) -> Double {
            worths.prefix(10).enumerated().reduce(0) {
                $0 + (pow(2, Double($1.element)) - 1) / log2(Double($1.offset) + 2)
            }
        }
        let best = gain(good.values.sorted(by: >))
        let first = found.firstIndex { (good[$0] ?? 0) == 3 }
        return (gain(found.map { good[$0] ?? 0 }) / best, first.map { 1 / Double($0 + 1) } ?? 0)
    }

    @Test func `people find what they look for`() async throws {
        let (bench, keys) = try await Self.library()
        #expect(Library.texts.count >= 30 && Library.questions.count >= 30)
        var measured = Measured()
        for question in Library.questions {
            let found = try await bench.find(question.words).compactMap { keys[$0.id] }
            let (gain, rank) = Self.judge(found, question.good)
            measured.gain += gain
            measured.rank += rank
            if rank < 1 { measured.misses.append("\(question.words) → \(found.prefix(3))") }
        }
        let count = Double(Library.questions.count)
        let (gain, rank) = (measured.gain / count, measured.rank / count)
        print("search quality: nDCG@10 \(gain), MRR \(rank), not first: \(measured.misses)")
        #expect(gain >= 0.95)
        #expect(rank >= 0.95)
    }

    @Test func `the same question gives the same answer`() async throws {
        let (one, firstKeys) = try await Self.library()
        let (two, secondKeys) = try await Self.library()
        for question in Library.questions.prefix(12) {
            let first = try await one.find(question.words).map { "\(firstKeys[$0.id] ?? "") \($0.score)" }
            let second = try await two.find(question.words).map { "\(secondKeys[$0.id] ?? "") \($0.score)" }
            #expect(first == second)
        }
    }

    @Test func `a customer's message brings the article that answers it`() async throws {
        let (bench, keys) = try await Self.library()
        let messages = [
            (
                "打印机坏了", "你好，我上个月在你们这里买的打印机突然不能打印了，重启过还是不行，驱动也重新安装过了，请帮忙看看，谢谢！",
                "打印机"
            ),
            ("订单问题", "您好，我昨天下的单，地址填错了，还没有发货，麻烦帮我把收货地址改成上海市浦东新区。", "地址"),
            (
                "Parcel",
                """
                Hello, my order was supposed to arrive last Friday but I have not received anything and the tracking
                number you gave me does not show any progress. Where is the parcel? Thank you, Anna

                > On Monday you wrote: please reset your password
                """, "track"
            ),
            (
                "Problem with login",
                "I can't sign in any more, I think I forgot the password. Regards\n-- \nFirmware Ltd", "password"
            ),
        ]
        for (subject, text, key) in messages {
            let request = SuggestArticles(subject: subject, text: text)
            let hits = try await bench.search.suggest(request, bench.context(Bench.agent)).hits
            #expect(hits.first.flatMap { keys[$0.id] } == key, "\(hits.map(\.title))")
            #expect((1...3).contains(hits.count))
        }
    }

    @Test(arguments: Library.nonsense) func `small talk brings nothing`(_ words: String) async throws {
        let (bench, _) = try await Self.library()
        let request = SuggestArticles(subject: "", text: words, limit: 5)
        let hits = try await bench.search.suggest(request, bench.context(Bench.agent)).hits
        #expect(hits.isEmpty, "\(hits.map(\.title))")
    }

    @Test func `five thousand articles are searched quickly`() async throws {
        var index = SearchIndex()
        let random = Randomness.seeded(7)
        let sentences = Library.texts.flatMap { [$0.title, $0.body] }
        let clock = ContinuousClock()
        var size = 0
        let building = clock.measure {
            for number in 0..<5_000 {
                let body = (0..<4).map { _ in sentences[random.below(sentences.count)] }.joined(separator: "\n\n")
                size += body.utf8.count
                index.put(
                    IndexEntry(
                        Article(
                            id: "a\(number)", slug: "", language: number % 2 == 0 ? "zh" : "en", category: "",
                            state: .published, title: sentences[random.below(sentences.count)], body: body,
                            liveVersion: 1,
                            createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0), version: 1)))
            }
        }
        var times: [Duration] = []
        for question in Library.questions {
            let query = SearchQuery(typed: question.words)
            times.append(
                clock.measure {
                    _ = index.ranked(query, language: "zh", internally: true, limit: 20)
                    _ = index.worths(query)
                })
        }
        times.sort()
        let (median, worst) = (times[times.count / 2], times[times.count - 1])
        print("5,000 articles, \(size / 1_024) KiB: built in \(building); ranking median \(median), worst \(worst)")
        #expect(index.count == 5_000)
    }
}
