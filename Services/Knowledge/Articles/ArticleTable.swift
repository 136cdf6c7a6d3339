internal import Base
internal import Contracts
internal import Store

/// Reads of articles: a row of `articles` with the texts its two pointers name.
struct ArticleReader {
    let db: Reader

    init(_ db: Reader) { self.db = db }

    private static let columns: SQL = """
        SELECT a.*, l.title AS live_title, l.body AS live_body, d.title AS draft_title, d.body AS draft_body,
            d.author AS draft_author, d.saved_at AS draft_saved_at
        FROM articles AS a
        LEFT JOIN article_versions AS l ON l.article = a.id AND l.number = a.live_version
        LEFT JOIN article_versions AS d ON d.article = a.id AND d.number = a.draft_version
        """

    func article(_ id: String) throws -> Article? {
        try db.first("\(ArticleReader.columns) WHERE a.id = \(id)").map(Article.init(row:))
    }

    func article(slug: String) throws -> Article? {
        try db.first("\(ArticleReader.columns) WHERE a.slug = \(slug)").map(Article.init(row:))
    }

    /// Those of some articles that are live.
    func live(_ ids: [String]) throws -> [Article] {
        try db.rows(
            """
            \(ArticleReader.columns) WHERE a.id IN (\(list: ids)) AND a.state = \(Article.State.published)
            ORDER BY a.id
            """
        ).map(Article.init(row:)).filter(\.isLive)
    }

    /// Live articles in the order of their ids, after one.
    func live(after id: String, limit: Int) throws -> [Article] {
        try db.rows(
            """
            \(ArticleReader.columns) WHERE a.state = \(Article.State.published) AND a.id > \(id)
            ORDER BY a.id LIMIT \(limit)
            """
        ).map(Article.init(row:))
    }

    func isTaken(slug: String) throws -> Bool { try db.first("SELECT id FROM articles WHERE slug = \(slug)") != nil }

    /// A page, last changed first, without texts.
    func list(_ request: ListArticles) throws -> Page<Article> {
        var sql: SQL = "SELECT id, updated_at FROM articles WHERE 1 = 1"
        if let language = request.language { sql += " AND language = \(language)" }
        if let category = request.category { sql += " AND category = \(category)" }
        if let state = request.state { sql += " AND state = \(state)" }
        return try db.page(sql, newestBy: "updated_at", after: request.after, limit: request.limit) { row in
            let id = try row.string("id")
            guard let article = try article(id) else { throw Problem.notFound("article", id) }
            return article.withoutTexts
        }
    }
}

/// Writes of articles.
struct ArticleWriter {
    let tx: Transaction

    /// Stores an article and, when its draft is new, the draft's text; texts once written are never changed.
    func save(_ article: Article) throws {
        try tx.execute(
            """
            INSERT INTO articles (id, slug, language, category, tags, audience, state, live_version, draft_version,
                citations, author, created_at, updated_at, published_at, version)
            VALUES (\(article.id), \(article.slug), \(article.language), \(article.category), \(json: article.tags),
                \(article.audience), \(article.state), \(article.liveVersion), \(article.draft?.number),
                \(article.citations), \(article.author), \(article.createdAt), \(article.updatedAt),
                \(article.publishedAt), \(article.version))
            ON CONFLICT (id) DO UPDATE SET language = excluded.language, category = excluded.category,
                tags = excluded.tags, audience = excluded.audience, state = excluded.state,
                live_version = excluded.live_version, draft_version = excluded.draft_version,
                updated_at = excluded.updated_at, published_at = excluded.published_at, version = excluded.version
            """)
        guard let draft = article.draft else { return }
        try tx.execute(
            """
            INSERT INTO article_versions (article, number, title, body, author, saved_at)
            VALUES (\(article.id), \(draft.number), \(draft.title), \(draft.body), \(draft.author), \(draft.savedAt))
            ON CONFLICT DO NOTHING
            """)
    }

    /// Records a use of an article; false when it was known.
    func cite(_ citation: CiteArticle, version: Int, author: String?, at now: Instant) throws -> Bool {
        let added = try tx.execute(
            """
            INSERT INTO citations (article, ticket, mode, version, author, at) VALUES
            (\(citation.article), \(citation.ticket), \(citation.mode), \(version), \(author), \(now))
            ON CONFLICT DO NOTHING
            """)
        guard added > 0 else { return false }
        try tx.execute("UPDATE articles SET citations = citations + 1 WHERE id = \(citation.article)")
        return true
    }
}

extension Article {
    fileprivate init(row: Row) throws {
        try self.init(
            id: row.string("id"), slug: row.string("slug"), language: row.string("language"),
            category: row.string("category"), tags: row.decode([String].self, "tags"),
            audience: Audience(rawValue: row.string("audience")) ?? .agents,
            state: State(rawValue: row.string("state")) ?? .archived,
            title: row.optionalString("live_title") ?? "", body: row.optionalString("live_body") ?? "",
            liveVersion: row.optionalInt("live_version"), citations: row.int("citations"),
            author: row.optionalString("author"), createdAt: row.instant("created_at"),
            updatedAt: row.instant("updated_at"), publishedAt: row.optionalInstant("published_at"),
            version: row.int("version"))
        guard let number = try row.optionalInt("draft_version") else { return }
        draft = try Draft(
            number: number, title: row.string("draft_title"), body: row.string("draft_body"),
            author: row.optionalString("draft_author"), savedAt: row.instant("draft_saved_at"))
    }
}
