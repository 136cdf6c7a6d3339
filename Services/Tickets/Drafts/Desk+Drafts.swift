internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let draftsMaximum = 500

    /// Keeps words that are not sent yet (row 35): one own draft of a ticket for each author, and a shared one.
    package func save(_ request: SaveDraft) throws -> Draft {
        guard request.kind ?? .reply == .reply || request.kind == .note else {
            throw Problem.invalid("draft.kind", "A draft becomes a reply or a note.")
        }
        try check(text: request.text, attachments: request.attachments, mayBeEmpty: true)
        guard let ticket = try find(request.ticket) else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        let owner = owner(of: request.slot)
        let known = try tx.draft(ticket.id, owner)
        // Version 0 says that there was none: another page's words are not written over unseen.
        if let version = request.version, version != known?.version ?? 0 {
            throw Problem.stale("draft", expected: version, actual: known?.version ?? 0)
        }
        if known == nil {
            let count =
                try tx.first("SELECT COUNT(*) AS n FROM drafts WHERE author = \(cause.caller.id)")?.int("n") ?? 0
            guard count < Desk.draftsMaximum else {
                throw Problem.invalid("draft.too_many", "Send or throw away some of your \(count) drafts.")
            }
        }
        var draft = Draft(
            ticket: ticket.id, slot: request.slot, author: author(), kind: request.kind ?? .reply, text: request.text,
            attachments: request.attachments ?? [], citations: request.citations, begunAt: known?.begunAt ?? now,
            updatedAt: now, seenMessage: known?.seenMessage, version: (known?.version ?? 0) + 1)
        if known == nil { draft.seenMessage = try tx.lastIncoming(of: ticket.id) }
        try tx.put(draft, owner)
        // Every few seconds somebody types: only whose hands it is in is news.
        if request.slot == .shared, known?.author.id != draft.author.id {
            try tellDraft(ticket.id, removed: false)
        }
        return try tx.shown(draft)
    }

    /// Throws a draft away.
    package func remove(_ place: DraftPlace) throws -> Empty {
        guard try dropDraft(place) else { throw Problem.notFound("draft", place.slot.rawValue) }
        return Empty()
    }

    /// The words of a draft became a message, or are not wanted; whether there were any.
    @discardableResult
    func dropDraft(_ place: DraftPlace) throws -> Bool {
        let removed = try tx.execute(
            "DELETE FROM drafts WHERE ticket = \(place.ticket) AND owner = \(owner(of: place.slot))")
        if removed > 0, place.slot == .shared { try tellDraft(place.ticket, removed: true) }
        return removed > 0
    }

    /// Words that were on their way become their author's draft again, behind what stands there.
    func backToDraft(_ held: HeldReply) throws {
        let owner = held.author.id
        var draft =
            try tx.draft(held.ticket, owner)
            ?? Draft(
                ticket: held.ticket, slot: .own, author: held.author, kind: .reply, text: "", attachments: [],
                begunAt: now, updatedAt: now, seenMessage: try tx.lastIncoming(of: held.ticket), version: 0)
        let text = [draft.text, held.text].filter { !$0.trimmed.isEmpty }.joined(separator: "\n\n")
        draft.text = text.cut(to: Desk.textMaximum)
        draft.attachments = Array((draft.attachments + held.attachments).prefix(Desk.attachmentsMaximum))
        draft.citations = draft.citations ?? held.citations
        (draft.updatedAt, draft.version) = (now, draft.version + 1)
        try tx.put(draft, owner)
    }

    private func owner(of slot: DraftSlot) -> String { slot == .shared ? "" : cause.caller.id }

    private func tellDraft(_ ticket: String, removed: Bool) throws {
        try append(
            TicketsAPI.draftChanged, subject: "draft/\(ticket)",
            DraftChange(ticket: ticket, author: author(), removed: removed))
    }
}

extension Reader {
    /// The caller's draft of a ticket and the shared one.
    package func drafts(of ticket: String, for caller: Caller) throws -> Page<Draft> {
        guard try first("SELECT id FROM tickets WHERE id = \(ticket)") != nil else {
            throw Problem.notFound("ticket", String(ticket.prefix(64)))
        }
        let all = try [draft(ticket, caller.id), draft(ticket, "")].compactMap(\.self)
        return Page(items: try all.map(shown))
    }

    /// All drafts of somebody, the newest first.
    package func drafts(of caller: Caller, _ request: PageRequest) throws -> Page<Draft> {
        var page = try page(
            """
            SELECT * FROM (SELECT updated, ticket AS id, body FROM drafts WHERE owner = \(caller.id)) AS mine
            WHERE 1 = 1
            """, newestBy: "updated",
            after: request.after, limit: min(request.limit ?? 20, 20)
        ) { try $0.decode(Draft.self, "body") }
        page.items = try page.items.map(shown)
        return page
    }

    func draft(_ ticket: String, _ owner: String) throws -> Draft? {
        try first("SELECT body FROM drafts WHERE ticket = \(ticket) AND owner = \(owner)")?.decode(Draft.self, "body")
    }

    /// The draft with how many of the customer's messages came since it was begun.
    func shown(_ draft: Draft) throws -> Draft {
        var shown = draft
        let seen = try draft.seenMessage.flatMap { id in
            try first("SELECT position FROM messages WHERE id = \(id) AND ticket = \(draft.ticket)")?.int("position")
        }
        let newer = try rows(
            """
            SELECT body FROM messages WHERE ticket = \(draft.ticket) AND position > \(seen ?? 0)
            ORDER BY position DESC LIMIT 50
            """
        ).map { try $0.decode(Message.self, "body") }
        shown.newerMessages = newer.count { $0.kind == .incoming && (seen != nil || $0.at > draft.begunAt) }
        return shown
    }

    /// The customer's last message; looks at the newest 50.
    func lastIncoming(of ticket: String) throws -> String? {
        try rows("SELECT body FROM messages WHERE ticket = \(ticket) ORDER BY position DESC LIMIT 50").lazy
            .map { try $0.decode(Message.self, "body") }.first { $0.kind == .incoming }?.id
    }
}

extension Transaction {
    fileprivate func put(_ draft: Draft, _ owner: String) throws {
        try execute(
            """
            INSERT INTO drafts (ticket, owner, author, updated, body)
            VALUES (\(draft.ticket), \(owner), \(draft.author.id), \(draft.updatedAt), \(json: draft))
            ON CONFLICT (ticket, owner) DO UPDATE SET author = excluded.author, updated = excluded.updated,
                body = excluded.body
            """)
    }
}
