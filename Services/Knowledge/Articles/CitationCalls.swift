internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Records which articles answer tickets (row 124). A citation is not an edit: the article's version stays.
struct CitationCalls: Sendable {
    let time: any TimeSource

    /// Once per article, ticket and mode.
    func cite(_ request: CiteArticle, _ context: CallContext) async throws -> Empty {
        guard !request.ticket.isEmpty, request.ticket.utf8.count <= 200 else {
            throw Problem.invalid("citation.ticket", "Say which ticket the article answers.")
        }
        let now = time.now()
        return try await context.write { tx in
            guard let article = try ArticleReader(tx).article(request.article) else {
                throw Problem.notFound("article", request.article)
            }
            guard let version = article.liveVersion else {
                throw Problem.conflict("article.not_live", "Only a published text can be cited.")
            }
            let isNew = try ArticleWriter(tx: tx).cite(
                request, version: version, author: context.caller.author, at: now)
            guard isNew, let counted = try ArticleReader(tx).article(request.article) else { return Empty() }
            let data = ArticleEvent(article: counted, ticket: request.ticket)
            _ = try tx.append(
                context.event(KnowledgeAPI.cited, subject: ArticleSubject.of(counted.id), data: data))
            return Empty()
        }
    }
}
