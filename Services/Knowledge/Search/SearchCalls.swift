internal import Base
internal import Contracts
internal import ServiceKit
internal import Store
internal import Text

/// Answers searches and suggestions. The index only ranks; what is shown is read from the store and looked at again, so
/// nothing that is not live, or not for the caller, is ever shown.
struct SearchCalls: Sendable {
    let store: Store
    let index: LiveIndex
    let time: any TimeSource

    static let hitsMaximum = 20
    static let suggestionsMaximum = 5
    /// A hit worth less than this part of the best one is left out.
    private static let searchTail = 0.12
    private static let suggestionTail = 0.4
    /// What a suggestion must be worth, counted in words that stand in one article only, and which part of what was
    /// said it must answer: the less it is worth, the more. Words of ordinary talk stand in some article by chance.
    private static let suggestionMinimums: [(words: Double, coverage: Double)] = [(3, 0), (1.5, 0.12), (0.45, 0.25)]

    func search(_ request: SearchArticles, _ context: CallContext) async throws -> SearchResult {
        let limit = min(max(1, request.limit ?? 10), SearchCalls.hitsMaximum)
        let query = SearchQuery(typed: request.query)
        let language = SearchCalls.language(request.language, of: request.query)
        return try await result(query, language, context) { ranked, _ in
            let best = ranked.first?.score ?? 0
            return ranked.prefix(limit).filter { $0.score >= best * SearchCalls.searchTail }
        }
    }

    func suggest(_ request: SuggestArticles, _ context: CallContext) async throws -> SearchResult {
        let limit = min(max(1, request.limit ?? 3), SearchCalls.suggestionsMaximum)
        let query = SearchQuery(subject: request.subject, message: request.text)
        let language = SearchCalls.language(request.language, of: request.subject + request.text)
        return try await result(query, language, context) { ranked, index in
            let best = ranked.first?.score ?? 0
            return ranked.prefix(limit).filter {
                $0.score >= best * SearchCalls.suggestionTail && SearchCalls.isWorthSaying($0, in: index)
            }
        }
    }

    private func result(
        _ query: SearchQuery, _ language: String, _ context: CallContext,
        _ choose: ([SearchIndex.Ranked], SearchIndex) -> [SearchIndex.Ranked]
    ) async throws -> SearchResult {
        let began = time.now()
        let internally = context.caller.readsInternal
        try await index.catchUp()
        let index = index.snapshot
        let chosen = choose(
            index.ranked(query, language: language, internally: internally, limit: SearchCalls.hitsMaximum),
            index)
        let ids = chosen.map(\.id)
        let articles = try await store.read { try ArticleReader($0).live(ids) }
            .filter { internally || $0.audience == .everyone }
        let terms = index.worths(query)
        let byID = Dictionary(uniqueKeysWithValues: articles.map { ($0.id, $0) })
        let hits = chosen.compactMap { ranked in byID[ranked.id].map { SearchHit($0, ranked, terms) } }
        return SearchResult(hits: hits, milliseconds: (time.now() - began).seconds * 1_000)
    }

    private static func isWorthSaying(_ ranked: SearchIndex.Ranked, in index: SearchIndex) -> Bool {
        let words = ranked.score / index.rarity(1)
        return suggestionMinimums.contains { words >= $0.words && ranked.coverage >= $0.coverage }
    }

    /// The language asked for, or the one the words are written in.
    private static func language(_ asked: String?, of text: String) -> String {
        asked?.split(separator: "-").first.map { $0.lowercased() } ?? (HanText.isIn(text) ? "zh" : "en")
    }
}

extension SearchIndex {
    /// The terms of a query that stand somewhere, with what each is worth to it.
    func worths(_ query: SearchQuery) -> [String: Double] {
        var worths: [String: Double] = [:]
        for term in chosen(query) where !term.postings.isEmpty {
            worths[term.text, default: 0] += term.weight * rarity(term.postings.count)
        }
        return worths
    }
}

extension SearchHit {
    fileprivate init(_ article: Article, _ ranked: SearchIndex.Ranked, _ terms: [String: Double]) {
        let excerpt = Passage(of: MarkdownText.plain(article.body), terms: terms)
        self.init(
            id: article.id, title: article.title, language: article.language, category: article.category,
            audience: article.audience, excerpt: excerpt.text, marks: excerpt.marks,
            score: (ranked.score * 1_000).rounded() / 1_000)
    }
}
