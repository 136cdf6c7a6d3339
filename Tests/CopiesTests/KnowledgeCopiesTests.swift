import Base
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing

@testable import Knowledge

/// Copies of the knowledge service, each with a search index of its own in memory.
@Suite(.timeLimit(.minutes(5))) struct KnowledgeCopiesTests {
    private struct Copies: Sendable {
        let time = ManualTime()
        let folder = TemporaryFolder()
        let stores: [Store]
        let indexes: [LiveIndex]

        init(_ place: SharedPlace) async throws {
            let url = try await place.url("knowledge", in: folder)
            var (stores, indexes): ([Store], [LiveIndex]) = ([], [])
            for _ in 1...3 {
                stores.append(
                    try await Store.open(url, service: "knowledge", migrations: Schema.migrations, time: time))
            }
            for store in stores {
                let index = LiveIndex(store: store, time: time)
                try await index.load()
                indexes.append(index)
            }
            (self.stores, self.indexes) = (stores, indexes)
        }

        @discardableResult
        func save(_ copy: Int, _ request: SaveArticle) async throws -> Article {
            let calls = ArticleCalls(
                store: stores[copy], time: time, identifiers: .uuidV7(time: time, randomness: .system))
            let caller = Caller(kind: .agent, id: "boss", roles: [.supervisor])
            return try await calls.save(request, CallContext(caller: caller, store: stores[copy]))
        }

        func find(_ copy: Int, _ words: String) async throws -> [String] {
            let search = SearchCalls(store: stores[copy], index: indexes[copy], time: time)
            let context = CallContext(caller: .anonymous, store: stores[copy])
            return try await search.search(SearchArticles(query: words), context).hits.map(\.id)
        }

        func close() async { for store in stores { await store.close() } }
    }

    @Test(arguments: SharedPlace.allCases)
    func `all answer alike at once`(place: SharedPlace) async throws {
        let copies = try await Copies(place)
        let article = try await copies.save(0, SaveArticle(title: "Kangaroos", body: "They jump.", publish: true))
        for copy in 0..<3 { #expect(try await copies.find(copy, "kangaroos") == [article.id]) }
        let change = SaveArticle(id: article.id, title: "Wombats", body: "They dig.", publish: true)
        try await copies.save(1, change)
        for copy in 0..<3 {
            #expect(try await copies.find(copy, "wombats") == [article.id])
            #expect(try await copies.find(copy, "kangaroos").isEmpty)
        }
        #expect(copies.indexes.allSatisfy { $0.snapshot.contents == copies.indexes[0].snapshot.contents })
        await copies.close()
    }

    @Test(arguments: SharedPlace.allCases)
    func `those that nobody asks follow by themselves, within 200 ms`(place: SharedPlace) async throws {
        let copies = try await Copies(place)
        let time = copies.time
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in copies.indexes[1...] { group.addTask { try await index.run() } }
            await time.sleepers(2)
            try await copies.save(0, SaveArticle(title: "Kangaroos", body: "They jump.", publish: true))
            #expect(copies.indexes[1...].allSatisfy { $0.snapshot.count == 0 })
            time.advance(by: .milliseconds(200))
            await time.sleepers(2)
            #expect(copies.indexes[1...].allSatisfy { $0.snapshot.count == 1 })
            group.cancelAll()
        }
        await copies.close()
    }
}
