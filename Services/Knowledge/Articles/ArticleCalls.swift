internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about articles.
struct ArticleCalls: Sendable {
    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers

    func list(_ request: ListArticles, _ context: CallContext) async throws -> Page<Article> {
        try await store.read { try ArticleReader($0).list(request) }
    }

    func get(_ request: ByID, _ context: CallContext) async throws -> Article {
        try await store.read { db in
            guard let article = try ArticleReader(db).article(request.id) else {
                throw Problem.notFound("article", request.id)
            }
            return article
        }
    }

    func save(_ request: SaveArticle, _ context: CallContext) async throws -> Article {
        let publishes = request.publish ?? false
        let mayPublish = context.caller.mayPublish
        guard mayPublish || !publishes else { throw Problem.forbidden("Only a supervisor may publish an article.") }
        let now = time.now()
        let fresh = identifiers.next()
        let author = context.caller.author
        return try await context.write { tx in
            let before = try self.start(of: request, fresh, author, now, tx)
            var after = try before.saving(request, by: author, mayPublish: mayPublish, at: now)
            if after != before { try self.store(after, KnowledgeAPI.saved, tx, context) }
            if publishes, after.draft != nil || !after.isLive {
                after = try after.publishing(version: nil, at: now)
                try self.store(after, KnowledgeAPI.published, tx, context)
            }
            return after
        }
    }

    func publish(_ request: PublishArticle, _ context: CallContext) async throws -> Article {
        let now = time.now()
        return try await context.write { tx in
            let after = try self.existing(request.id, tx).publishing(version: request.version, at: now)
            try self.store(after, KnowledgeAPI.published, tx, context)
            return after
        }
    }

    func archive(_ request: ByID, _ context: CallContext) async throws -> Article {
        let now = time.now()
        return try await context.write { tx in
            let before = try self.existing(request.id, tx)
            let after = before.archiving(at: now)
            if after != before { try self.store(after, KnowledgeAPI.archived, tx, context) }
            return after
        }
    }

    /// By id or slug; what is not live or not for everyone does not exist here.
    func readPublic(_ request: ByID, _ context: CallContext) async throws -> Article {
        try await store.read { db in
            let reader = ArticleReader(db)
            guard let article = try reader.article(request.id) ?? reader.article(slug: request.id), article.isLive,
                article.audience == .everyone
            else { throw Problem.notFound("article", request.id) }
            return article.forReaders
        }
    }

    // MARK: - Inside a transaction

    private func existing(_ id: String, _ tx: Transaction) throws -> Article {
        guard let article = try ArticleReader(tx).article(id) else { throw Problem.notFound("article", id) }
        return article
    }

    /// The article an edit is made on: a known one, or a blank one with an address of its own.
    private func start(
        of request: SaveArticle, _ fresh: String, _ author: String?, _ now: Instant, _ tx: Transaction
    ) throws -> Article {
        if let id = request.id, !id.isEmpty { return try existing(id, tx) }
        let title = try request.checked().title
        let slug = try Slug.unique(Slug.of(title), id: fresh) { try ArticleReader(tx).isTaken(slug: $0) }
        return Article.blank(id: fresh, slug: slug, language: request.languageOfTitle, author: author, at: now)
    }

    private func store(
        _ article: Article, _ type: EventType<ArticleEvent>, _ tx: Transaction, _ context: CallContext
    ) throws {
        try ArticleWriter(tx: tx).save(article)
        let data = ArticleEvent(article: article)
        _ = try tx.append(context.event(type, subject: ArticleSubject.of(article.id), data: data))
    }
}

/// The subject of an article's events.
enum ArticleSubject {
    private static let prefix = "article/"

    static func of(_ id: String) -> String { prefix + id }

    /// The article an event is about.
    static func id(in subject: String) -> String? {
        subject.hasPrefix(prefix) ? String(subject.dropFirst(prefix.count)) : nil
    }
}
