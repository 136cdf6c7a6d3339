internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Counts which articles answer tickets (row 124): told by a call, or by the reply they were put into. A citation
/// is not an edit: the article's version stays.
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
            let author = context.caller.author
            guard let data = try count(request, version: version, author, now, tx) else { return Empty() }
            _ = try tx.append(
                context.event(KnowledgeAPI.cited, subject: ArticleSubject.of(article.id), data: data))
            return Empty()
        }
    }

    /// The events of the tickets feed that can cite articles.
    static let types = [TicketsAPI.replied.name]

    /// One event of the tickets feed: the articles a reply was written with. Those that are gone are passed over.
    func apply(_ event: Event, _ tx: Transaction) throws {
        guard let data = try? event.decode(TicketsAPI.replied) else { return }
        let author = event.actor.flatMap { $0.kind == .agent ? $0.id : nil }
        for id in Set(data.citations ?? []).sorted() {
            guard let version = try ArticleReader(tx).article(id)?.liveVersion else { continue }
            let citation = CiteArticle(article: id, ticket: data.ticket.id, mode: .text)
            guard let data = try count(citation, version: version, author, event.time, tx) else { continue }
            try tx.append(
                EventDraft(
                    KnowledgeAPI.cited, subject: ArticleSubject.of(id), data: data, time: event.time,
                    actor: event.actor, traceparent: event.traceparent, causation: event.id,
                    replayed: event.replayed))
        }
    }

    /// What the event says; nil when the citation was known.
    private func count(
        _ citation: CiteArticle, version: Int, _ author: String?, _ now: Instant, _ tx: Transaction
    ) throws -> ArticleEvent? {
        guard try ArticleWriter(tx: tx).cite(citation, version: version, author: author, at: now),
            let counted = try ArticleReader(tx).article(citation.article)
        else { return nil }
        return ArticleEvent(article: counted, ticket: citation.ticket)
    }
}
