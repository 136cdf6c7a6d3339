internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// The knowledge service: articles, and finding them.
@main
struct KnowledgeService {
    static func main() async {
        await Service.main(KnowledgeAPI.service, migrations: Schema.migrations) { service, _ in
            try await register(on: service)
        }
    }

    /// Which call is answered by whom; the index is complete before the first call is.
    static func register(on service: Service) async throws {
        let articles = ArticleCalls(store: service.store, time: service.time, identifiers: service.identifiers)
        service.answer(KnowledgeAPI.list, articles.list)
        service.answer(KnowledgeAPI.get, articles.get)
        service.answer(KnowledgeAPI.save, articles.save)
        service.answer(KnowledgeAPI.publish, articles.publish)
        service.answer(KnowledgeAPI.archive, articles.archive)
        service.answer(KnowledgeAPI.readPublic, articles.readPublic)

        let citations = CitationCalls(time: service.time)
        service.answer(KnowledgeAPI.cite, citations.cite)
        service.follow(TicketsAPI.self, types: CitationCalls.types, apply: citations.apply)

        let index = LiveIndex(store: service.store, time: service.time)
        try await index.load()
        service.loop("follow own journal", index.run)
        service.metrics.computed(
            "moat_knowledge_indexed_articles", help: "Live articles in the search index."
        ) {
            Double(index.snapshot.count)
        }
        let search = SearchCalls(store: service.store, index: index, time: service.time)
        service.answer(KnowledgeAPI.search, search.search)
        service.answer(KnowledgeAPI.suggest, search.suggest)
    }
}
