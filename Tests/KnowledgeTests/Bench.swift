import Base
import Contracts
import ServiceKit
import Store
import TestSupport

@testable import Knowledge

/// One copy of the knowledge service without its bus: the real store, calls and index.
struct Bench: Sendable {
    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers
    let articles: ArticleCalls
    let citations: CitationCalls
    let index: LiveIndex
    let search: SearchCalls

    static let owner = Caller(kind: .agent, id: "boss", roles: [.supervisor])
    static let agent = Caller(kind: .agent, id: "ann", roles: [.agent])
    static let customer = Caller(kind: .customer, id: "c1")

    /// On a new store, or a copy on the store at `url`.
    init(url: String? = nil, time: any TimeSource = ManualTime(), seed: UInt64 = 1) async throws {
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(seed))
        let place = if let url { url } else { try await TestStore.url() }
        let store = try await Store.open(
            place, service: "knowledge", migrations: Schema.migrations, time: time, identifiers: identifiers)
        (self.store, self.time, self.identifiers) = (store, time, identifiers)
        articles = ArticleCalls(store: store, time: time, identifiers: identifiers)
        citations = CitationCalls(time: time)
        index = LiveIndex(store: store, time: time)
        try await index.load()
        search = SearchCalls(store: store, index: index, time: time)
    }

    func context(_ caller: Caller = Bench.owner, key: String? = nil) -> CallContext {
        CallContext(caller: caller, idempotencyKey: key, fingerprint: "f", store: store)
    }

    @discardableResult
    func save(_ request: SaveArticle, as caller: Caller = Bench.owner) async throws -> Article {
        try await articles.save(request, context(caller))
    }

    @discardableResult
    func publish(_ title: String, _ body: String, audience: Article.Audience = .everyone) async throws -> Article {
        try await save(SaveArticle(title: title, body: body, audience: audience, publish: true))
    }

    func find(_ words: String, as caller: Caller = Bench.agent, limit: Int = 10) async throws -> [SearchHit] {
        try await search.search(SearchArticles(query: words, limit: limit), context(caller)).hits
    }

    func read(_ id: String) async throws -> Article { try await articles.get(ByID(id: id), context()) }

    /// The status of the problem that the work ends with; 200 when it does not.
    static func status(_ work: () async throws -> Void) async -> Int {
        do {
            try await work()
            return 200
        } catch let problem as Problem {
            return problem.status
        } catch {
            return 500
        }
    }
}
