package import Base

/// What the knowledge service answers.
package enum KnowledgeAPI: ServiceAPI {
    package static let service = "knowledge"

    package static let list = Call<ListArticles, Page<Article>>(
        "knowledge.list", allow: .staff, "List articles, without their texts.")
    package static let get = Call<ByID, Article>("knowledge.get", allow: .staff, "Read an article with its draft.")
    package static let save = Call<SaveArticle, Article>(
        "knowledge.save", allow: [.agents, .services], "Write a new article or a new draft of one; the live text stays."
    )
    package static let publish = Call<PublishArticle, Article>(
        "knowledge.publish", allow: [.supervisors, .services], "Make the draft the live version.")
    package static let archive = Call<ByID, Article>(
        "knowledge.archive", allow: [.supervisors], "Take an article out of sight.")
    package static let search = Call<SearchArticles, SearchResult>(
        "knowledge.search", allow: [.staff, .customers], "Search live articles in Chinese and English.")
    package static let suggest = Call<SuggestArticles, SearchResult>(
        "knowledge.suggest", allow: .staff, "Articles for a ticket's subject and last customer message (row 123).")
    package static let cite = Call<CiteArticle, Empty>(
        "knowledge.cite", allow: .staff, "Record that an article was used in an answer (row 124).")
    package static let readPublic = Call<ByID, Article>(
        "knowledge.read", allow: .anyone, "Read a live public article by id or slug.")

    package static let published = EventType<ArticleEvent>("moat.knowledge.published")
    package static let archived = EventType<ArticleEvent>("moat.knowledge.archived")
    package static let saved = EventType<ArticleEvent>("moat.knowledge.saved")
    package static let cited = EventType<ArticleEvent>("moat.knowledge.cited")
}

/// An article in one language. Readers only ever see the live text (row 114).
package struct Article: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case draft, published, archived }
    package enum Audience: String, Codable, Sendable, CaseIterable { case everyone, agents }
    package var id: String
    package var slug: String
    /// `zh` or `en`.
    package var language: String
    package var category: String
    package var tags: [String] = []
    package var audience: Audience = .everyone
    package var state: State
    /// The live text; empty strings before the first publication.
    package var title: String
    /// Markdown.
    package var body: String
    package var liveVersion: Int?
    package var draft: Draft?
    package var citations: Int = 0
    package var author: String?
    package var createdAt: Instant
    package var updatedAt: Instant
    package var publishedAt: Instant?
    package var version: Int

    package init(
        id: String, slug: String, language: String, category: String, tags: [String] = [],
        audience: Audience = .everyone, state: State, title: String, body: String, liveVersion: Int? = nil,
        draft: Draft? = nil, citations: Int = 0, author: String? = nil, createdAt: Instant, updatedAt: Instant,
        publishedAt: Instant? = nil, version: Int
    ) {
        (self.id, self.slug, self.language, self.category) = (id, slug, language, category)
        (self.tags, self.audience, self.state, self.title) = (tags, audience, state, title)
        (self.body, self.liveVersion, self.draft, self.citations) = (body, liveVersion, draft, citations)
        (self.author, self.createdAt, self.updatedAt, self.publishedAt) = (author, createdAt, updatedAt, publishedAt)
        self.version = version
    }

    package struct Draft: Codable, Hashable, Sendable {
        package var number: Int
        package var title: String
        package var body: String
        package var author: String?
        package var savedAt: Instant

        package init(number: Int, title: String, body: String, author: String? = nil, savedAt: Instant) {
            (self.number, self.title, self.body, self.author) = (number, title, body, author)
            self.savedAt = savedAt
        }
    }
}

package struct ListArticles: Codable, Hashable, Sendable {
    package var language: String?
    package var category: String?
    package var state: Article.State?
    package var limit: Int?
    package var after: String?

    package init(
        language: String? = nil, category: String? = nil, state: Article.State? = nil, limit: Int? = nil,
        after: String? = nil
    ) {
        (self.language, self.category, self.state, self.limit) = (language, category, state, limit)
        self.after = after
    }
}

package struct SaveArticle: Codable, Hashable, Sendable {
    /// nil makes a new article.
    package var id: String?
    package var title: String
    package var body: String
    package var language: String?
    package var category: String?
    package var tags: [String]?
    package var audience: Article.Audience?
    package var version: Int?
    /// Publish at once (services and supervisors).
    package var publish: Bool?

    package init(
        id: String? = nil, title: String, body: String, language: String? = nil, category: String? = nil,
        tags: [String]? = nil, audience: Article.Audience? = nil, version: Int? = nil, publish: Bool? = nil
    ) {
        (self.id, self.title, self.body, self.language) = (id, title, body, language)
        (self.category, self.tags, self.audience, self.version) = (category, tags, audience, version)
        self.publish = publish
    }
}

package struct PublishArticle: Codable, Hashable, Sendable {
    package var id: String
    package var version: Int?

    package init(id: String, version: Int? = nil) {
        (self.id, self.version) = (id, version)
    }
}

package struct SearchArticles: Codable, Hashable, Sendable {
    package var query: String
    package var language: String?
    package var limit: Int?

    package init(query: String, language: String? = nil, limit: Int? = nil) {
        (self.query, self.language, self.limit) = (query, language, limit)
    }
}

package struct SuggestArticles: Codable, Hashable, Sendable {
    package var subject: String
    package var text: String
    package var language: String?
    package var limit: Int?

    package init(subject: String, text: String, language: String? = nil, limit: Int? = nil) {
        (self.subject, self.text, self.language, self.limit) = (subject, text, language, limit)
    }
}

package struct SearchResult: Codable, Hashable, Sendable {
    package var hits: [SearchHit]
    package var milliseconds: Double

    package init(hits: [SearchHit], milliseconds: Double) {
        (self.hits, self.milliseconds) = (hits, milliseconds)
    }
}

/// `excerpt` is plain text around the best passage; `marks` are the [start, length] of matches in it, in Unicode code
/// points.
package struct SearchHit: Codable, Hashable, Sendable {
    package var id: String
    package var title: String
    package var language: String
    package var category: String
    package var audience: Article.Audience
    package var excerpt: String
    package var marks: [[Int]]
    package var score: Double

    package init(
        id: String, title: String, language: String, category: String, audience: Article.Audience, excerpt: String,
        marks: [[Int]], score: Double
    ) {
        (self.id, self.title, self.language, self.category) = (id, title, language, category)
        (self.audience, self.excerpt, self.marks, self.score) = (audience, excerpt, marks, score)
    }
}

package struct CiteArticle: Codable, Hashable, Sendable {
    package enum Mode: String, Codable, Sendable, CaseIterable { case link, text, edited }
    package var article: String
    package var ticket: String
    package var mode: Mode

    package init(article: String, ticket: String, mode: Mode) {
        (self.article, self.ticket, self.mode) = (article, ticket, mode)
    }
}

package struct ArticleEvent: Codable, Hashable, Sendable {
    package var article: Article
    package var ticket: String?

    package init(article: Article, ticket: String? = nil) {
        (self.article, self.ticket) = (article, ticket)
    }
}
