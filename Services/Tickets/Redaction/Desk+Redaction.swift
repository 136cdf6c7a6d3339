internal import Base
package import Contracts
internal import Store

extension Desk {
    /// The timer that removes files and makes the store forget what it has overwritten.
    package static let scrubTimer = "scrub"
    private static let textLength = 3...1_000

    /// Makes a text or files unreadable for good (row 48): in messages, the ticket, drafts, what is on hold, search,
    /// history and feed, and in the answers that are kept for retries. Raw sources that carried it are removed.
    package func redact(_ request: RedactTicket) throws -> Redaction {
        let files = Set(request.attachments ?? [])
        guard request.text != nil || !files.isEmpty, files.count <= Desk.attachmentsMaximum,
            request.text.map({ Desk.textLength.contains($0.count) && !$0.allSatisfy(\.isWhitespace) }) ?? true
        else { throw Problem.invalid("redaction.text", "Name a text of 3 to 1,000 characters, or files.") }
        guard let named = try find(request.ticket) else {
            throw Problem.notFound("ticket", String(request.ticket.prefix(64)))
        }
        let ticket = try tx.root(of: named)
        var redactor = Redactor(secret: request.text, files: files)
        var redaction = Redaction(
            id: nextID(), ticket: ticket.id, at: now, by: Actor(cause.caller), messages: [], places: 0, files: [],
            events: [])
        var (blobs, changed): (Set<String>, [Ticket]) = (files, [])
        for member in try kin(of: ticket) {
            let (messages, raw) = try redactMessages(of: member, &redactor)
            try redactDrafts(of: member.id, &redactor)
            let events = try tx.rewriteEvents(subject: "ticket/\(member.id)") { _, data in redactor.redacted(data) }
            let clean = try redactor.redacted(JSON(encoding: member)).decoded(as: Ticket.self)
            if clean != member { try rewrite(member, as: clean) }
            if clean != member || !messages.isEmpty || !events.isEmpty { changed.append(clean) }
            redaction.messages += messages
            redaction.events += events
            blobs.formUnion(raw)
        }
        guard !changed.isEmpty else {
            throw Problem.conflict("redaction.nothing", "It does not stand in ticket \(ticket.number).")
        }
        if let text = request.text, let since = changed.map(\.createdAt).min() {
            try tx.forgetCopies(saying: [text], since: since)
        }
        (redaction.places, redaction.files) = (redactor.places, blobs.sorted())
        for member in changed {
            var work = try take(member)
            work.redact(redaction, last: try tx.conversation(of: member.id).last)
            try save(work)
        }
        try tx.schedule(
            Timer(
                kind: Desk.scrubTimer, reference: redaction.id, due: now,
                payload: .array(blobs.sorted().map(JSON.string))))
        return redaction
    }

    /// The ticket first, then those whose messages are or were its own: merged into it, split off it, split from.
    private func kin(of ticket: Ticket) throws -> [Ticket] {
        var (ids, index) = ([ticket.id], 0)
        while index < ids.count, ids.count < Reader.familyMaximum {
            let id = ids[index]
            let split = try tx.others(of: id, .splitInto) + tx.others(of: id, .splitFrom)
            let roots = try split.compactMap { try find($0).map { try tx.root(of: $0).id } }
            for next in try tx.family(of: id).sorted() + split + roots where !ids.contains(next) { ids.append(next) }
            index += 1
        }
        return try ids.compactMap { try find($0) }
    }

    private func redactMessages(of ticket: Ticket, _ redactor: inout Redactor) throws -> ([String], gone: Set<String>) {
        let conversation = try tx.conversation(of: ticket.id)
        var (before, clean): ([Message], [Message]) = ([], [])
        var (changed, gone): ([String], Set<String>) = ([], [])
        for message in conversation.messages {
            let after = redactor.redacted(message)
            clean.append(after)
            guard after != message else { continue }
            before.append(message)
            changed.append(message.id)
            if let raw = message.raw { gone.insert(raw) }
            try tx.execute("UPDATE messages SET body = \(json: after) WHERE id = \(message.id)")
        }
        try tx.unindex(ticket, gone: before, left: clean)
        return (changed, gone)
    }

    private func redactDrafts(of ticket: String, _ redactor: inout Redactor) throws {
        for row in try tx.rows("SELECT owner, body FROM drafts WHERE ticket = \(ticket)") {
            let (owner, body) = (try row.string("owner"), try row.json("body"))
            let clean = redactor.redacted(body)
            if clean == body { continue }
            try tx.execute("UPDATE drafts SET body = \(clean) WHERE ticket = \(ticket) AND owner = \(owner)")
        }
        for row in try tx.rows("SELECT id, body FROM held_replies WHERE ticket = \(ticket)") {
            let (id, body) = (try row.string("id"), try row.json("body"))
            let clean = redactor.redacted(body)
            if clean != body { try tx.execute("UPDATE held_replies SET body = \(clean) WHERE id = \(id)") }
        }
        for row in try tx.rows(
            """
            SELECT id, body FROM side_messages WHERE talk IN (SELECT id FROM side_talks WHERE ticket = \(ticket))
            """)
        {
            let (id, body) = (try row.string("id"), try row.json("body"))
            let clean = redactor.redacted(body)
            if clean != body { try tx.execute("UPDATE side_messages SET body = \(clean) WHERE id = \(id)") }
        }
        for row in try tx.rows("SELECT id, body, memory FROM merges WHERE source = \(ticket) OR target = \(ticket)") {
            let (id, body, memory) = (try row.string("id"), try row.json("body"), try row.json("memory"))
            let clean = (redactor.redacted(body), redactor.redacted(memory))
            if clean == (body, memory) { continue }
            try tx.execute("UPDATE merges SET body = \(clean.0), memory = \(clean.1) WHERE id = \(id)")
        }
    }

    /// The ticket's own row, its place in lists and what it is found by.
    func rewrite(_ ticket: Ticket, as clean: Ticket) throws {
        try tx.put(clean, seen: false)
        _ = try take(clean)
        guard clean.trashedAt == nil else { return }
        try tx.list(clean, before: nil, isNew: false)
        try tx.index(clean, before: ticket, messages: [])
    }
}

extension TicketCase {
    /// Something of it cannot be read any more; who did it and how much is told, never what.
    mutating func redact(_ redaction: Redaction, last: Excerpt?) {
        ticket.lastMessage = last
        record(
            TicketsAPI.redacted,
            changes: [
                Change(
                    field: "redacted", before: .null,
                    after: [
                        "places": .int(Int64(redaction.places)), "blobs": .array(redaction.files.map(JSON.string)),
                        "events": .array(redaction.events.map(JSON.string)),
                    ])
            ], messages: redaction.messages)
    }
}
