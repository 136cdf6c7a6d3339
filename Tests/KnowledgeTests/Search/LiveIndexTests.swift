import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Knowledge

struct LiveIndexTests {
    @Test func `a draft is found by nobody until it is published`() async throws {
        let bench = try await Bench()
        let article = try await bench.publish("Parcels", "They take two days.")
        try await bench.save(SaveArticle(id: article.id, title: "Parcels", body: "Secretly three kangaroos."))
        #expect(try await bench.find("kangaroos").isEmpty)
        #expect(try await bench.find("parcels").first?.excerpt.contains("kangaroos") == false)
        _ = try await bench.articles.publish(PublishArticle(id: article.id), bench.context())
        #expect(try await bench.find("kangaroos").map(\.id) == [article.id])
        #expect(try await bench.find("two days").isEmpty)
    }

    @Test func `what is internal stays inside`() async throws {
        let bench = try await Bench()
        let inside = try await bench.publish("Goodwill rules", "Refund up to 50 euro.", audience: .agents)
        let outside = try await bench.publish("Refunds", "We pay the money back.")
        #expect(try await Set(bench.find("refund").map(\.id)) == [inside.id, outside.id])
        #expect(try await bench.find("refund goodwill", as: Bench.customer).map(\.id) == [outside.id])
        #expect(try await bench.find("refund", as: .anonymous).map(\.id) == [outside.id])
        try await bench.save(
            SaveArticle(id: outside.id, title: "Refunds", body: "We pay the money back.", audience: .agents))
        #expect(try await bench.find("refund", as: Bench.customer).isEmpty)
    }

    @Test func `an archived article is gone and comes back`() async throws {
        let bench = try await Bench()
        let article = try await bench.publish("Kangaroos", "They jump.")
        _ = try await bench.articles.archive(ByID(id: article.id), bench.context())
        #expect(try await bench.find("kangaroos").isEmpty)
        #expect(bench.index.snapshot.count == 0)
        _ = try await bench.articles.publish(PublishArticle(id: article.id), bench.context())
        #expect(try await bench.find("kangaroos").count == 1)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `whatever happens, the index is what a fresh one would be`(_ seed: UInt64) async throws {
        let folder = TemporaryFolder()
        let one = try await Bench(url: "file://\(folder.path)", seed: seed)
        let two = try await Bench(url: "file://\(folder.path)", seed: seed + 100)
        let random = Randomness.seeded(seed)
        var ids: [String] = []
        for step in 0..<80 {
            let bench = random.below(2) == 0 ? one : two
            let text = Library.texts[random.below(Library.texts.count)]
            let id = ids.isEmpty ? nil : ids[random.below(ids.count)]
            switch (random.below(8), id) {
            case (0, let id?): _ = try await bench.articles.archive(ByID(id: id), bench.context())
            case (1, let id?):
                _ = try? await bench.articles.publish(PublishArticle(id: id), bench.context())
            case (2, let id?):
                let citation = CiteArticle(article: id, ticket: "t\(random.below(9))", mode: .link)
                _ = try? await bench.citations.cite(citation, bench.context())
            case (3...5, let id?):
                try await bench.save(
                    SaveArticle(
                        id: id, title: text.title, body: text.body, tags: ["n\(step % 7)"],
                        audience: random.below(3) == 0 ? .agents : .everyone, publish: random.below(2) == 0))
            default:
                ids.append(
                    try await bench.save(
                        SaveArticle(title: text.title, body: text.body, publish: random.below(3) > 0)
                    ).id)
            }
            if random.below(10) == 0 { try await bench.index.catchUp() }
        }
        try await one.index.catchUp()
        try await two.index.catchUp()
        let fresh = LiveIndex(store: one.store, time: one.time)
        try await fresh.load()
        #expect(one.index.snapshot.contents == fresh.snapshot.contents, "SEED \(seed)")
        #expect(two.index.snapshot.contents == fresh.snapshot.contents, "SEED \(seed)")
        await one.store.close()
        await two.store.close()
    }

    @Test func `searching and following at once never goes back in time`() async throws {
        let folder = TemporaryFolder()
        let bench = try await Bench(url: "file://\(folder.path)")
        let article = try await bench.publish("Kangaroos", "Edition 0.")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<20 { try await bench.index.catchUp() } }
            }
            for number in 1...40 {
                try await bench.save(
                    SaveArticle(id: article.id, title: "Kangaroos", body: "Edition \(number).", publish: true))
            }
            try await group.waitForAll()
        }
        #expect(try await bench.find("edition 40").first?.excerpt == "Edition 40.")
        #expect(bench.index.snapshot.postings(of: "39").isEmpty)
        await bench.store.close()
    }

    @Test func `a word that is still being typed finds what it may become`() async throws {
        let bench = try await Bench()
        let article = try await bench.publish("Authentication", "With a second factor.")
        #expect(try await bench.find("authen").map(\.id) == [article.id])
        #expect(try await bench.find("xauthen").isEmpty)
        #expect(try await bench.find("").isEmpty)
    }

    @Test func `articles that helped come first among equals`() async throws {
        let bench = try await Bench()
        let first = try await bench.publish("Kangaroos", "They jump.")
        let second = try await bench.publish("Kangaroos", "They jump.")
        #expect(try await bench.find("kangaroos").map(\.id) == [first.id, second.id])
        for ticket in ["1", "2", "2"] {
            _ = try await bench.citations.cite(
                CiteArticle(article: second.id, ticket: ticket, mode: .text), bench.context(Bench.agent))
        }
        #expect(try await bench.find("kangaroos").map(\.id) == [second.id, first.id])
    }
}
