internal import Base
internal import Contracts

/// The life of an article: drafts are written beside the live text, publishing moves a pointer.
extension Article {
    /// An article before its first draft.
    static func blank(id: String, slug: String, language: String, author: String?, at now: Instant) -> Article {
        Article(
            id: id, slug: slug, language: language, category: "", state: .draft, title: "", body: "", author: author,
            createdAt: now, updatedAt: now, version: 0)
    }

    /// Whether everybody whom the audience allows may read it.
    var isLive: Bool { state == .published && liveVersion != nil }

    /// The number of the next text. Numbers are never used twice: a draft only ever becomes the live text.
    var nextNumber: Int { max(liveVersion ?? 0, draft?.number ?? 0) + 1 }

    /// The article after an edit; the same one when nothing changed. A new text becomes a draft with the next number;
    /// an archived article comes back as a draft. Throws 412 for a stale version, 422 for what is not valid, and 403
    /// when somebody who may not publish would show a live internal text to everyone.
    func saving(_ edit: SaveArticle, by author: String?, mayPublish: Bool, at now: Instant) throws -> Article {
        try checkVersion(edit.version)
        let clean = try edit.checked()
        var after = self
        after.language = clean.language ?? language
        after.category = clean.category ?? category
        after.tags = clean.tags ?? tags
        after.audience = clean.audience ?? audience
        guard mayPublish || !isLive || after.audience == audience || after.audience == .agents else {
            throw Problem.forbidden("Only a supervisor may show a live internal article to everyone.")
        }
        let newest = draft.map { ($0.title, $0.body) } ?? (title, body)
        if newest != (clean.title, clean.body) || nextNumber == 1 {
            after.draft = Draft(
                number: nextNumber, title: clean.title, body: clean.body, author: author, savedAt: now)
        }
        guard after != self else { return self }
        if state == .archived { after.state = .draft }
        return after.changed(at: now)
    }

    /// The draft becomes the live text; an archived article without a draft comes back with its old one. Throws 412
    /// for a stale version, 409 `article.no_draft` when there is nothing to publish.
    func publishing(version expected: Int?, at now: Instant) throws -> Article {
        try checkVersion(expected)
        var after = self
        if let draft {
            (after.title, after.body, after.liveVersion) = (draft.title, draft.body, draft.number)
            after.draft = nil
        } else if isLive || liveVersion == nil {
            throw Problem.conflict("article.no_draft", "There is no draft to publish.")
        }
        after.state = .published
        after.publishedAt = now
        return after.changed(at: now)
    }

    /// Out of sight; texts and drafts stay. The same article when it is archived already.
    func archiving(at now: Instant) -> Article {
        guard state != .archived else { return self }
        var after = self
        after.state = .archived
        return after.changed(at: now)
    }

    /// What somebody outside may see of it: the live text only.
    var forReaders: Article {
        var shown = self
        (shown.draft, shown.author) = (nil, nil)
        shown.updatedAt = publishedAt ?? updatedAt
        return shown
    }

    /// What a list shows: everything but the texts, which would not fit into one message.
    var withoutTexts: Article {
        var shown = self
        shown.body = ""
        shown.draft?.body = ""
        return shown
    }

    private func checkVersion(_ expected: Int?) throws {
        if let expected, expected != version {
            throw Problem.stale("article", expected: expected, actual: version)
        }
    }

    private func changed(at now: Instant) -> Article {
        var after = self
        after.version += 1
        after.updatedAt = now
        return after
    }
}

extension Caller {
    /// Whether the caller may decide what everybody reads.
    var mayPublish: Bool {
        switch kind {
        case .service, .system: true
        case .agent: has(.owner, .admin, .supervisor)
        case .rule, .customer, .anonymous: false
        }
    }

    /// Whether the caller may read what is meant for staff.
    var readsInternal: Bool {
        switch kind {
        case .agent, .service, .system, .rule: true
        case .customer, .anonymous: false
        }
    }

    /// Who a text is signed with: people, not programs.
    var author: String? { kind == .agent ? id : nil }
}
