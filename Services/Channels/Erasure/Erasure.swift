internal import Base
internal import Contracts
internal import Store

/// Forgets here what the tickets service made unreadable or purged (rows 48, 49): raw letters, forms, sent answers. The
/// keys of what came in stay, so that a deleted letter does not come again.
struct Erasure: Sendable {
    private static let bar = "▇▇▇"
    /// What it follows.
    static let types = [TicketsAPI.redacted.name, TicketsAPI.purged.name]
    let store: Store

    /// One event of the tickets feed; doing it again does no harm.
    func apply(_ event: Event) async throws {
        switch event.type {
        case TicketsAPI.redacted.name:
            let data = try event.decode(TicketsAPI.redacted)
            let redacted = data.changes.first { $0.field == "redacted" }?.after
            let files = (redacted?["blobs"]?.array ?? []).compactMap(\.string)
            // Of a requester who was forgotten nothing is kept, of whatever message.
            let isErased = redacted?["erased"] == true
            try await store.write { try Erasure.blankCopies(data.ticket, $0) }
            try await forget(ticket: data.ticket.id, messages: isErased ? nil : data.messages ?? [], files: files)
        case TicketsAPI.purged.name:
            try await forget(ticket: event.decode(TicketsAPI.purged).id, messages: nil, files: [])
        default: return
        }
    }

    /// `messages` nil: all of the ticket.
    private func forget(ticket: String, messages: [String]?, files: [String]) async throws {
        let gone = try await store.write { tx in
            try blankAnswers(ticket, messages, tx)
            if messages == nil { try forgetCopies(of: ticket, tx) }
            return try blankLetters(ticket, all: messages == nil, tx)
        }
        for file in Set(gone + files) {
            do {
                try await store.blobs.remove(file)
            } catch let error as StoreError where error.code == .blob {
                // Not even a name: there is no such file.
            }
        }
        try await store.forgetOverwritten()
    }

    /// What still waits to be sent of a redacted ticket goes out as its author wrote it; of one whose requester is
    /// forgotten nothing goes out any more.
    private func blankAnswers(_ ticket: String, _ messages: [String]?, _ tx: Transaction) throws {
        if messages == nil {
            try tx.execute("UPDATE outgoing SET state = 'failed' WHERE ticket = \(ticket) AND state = 'queued'")
        }
        let which: SQL = messages.map { "message IN (\(list: $0))" } ?? "ticket = \(ticket)"
        let rows = try tx.rows("SELECT message, payload FROM outgoing WHERE \(which) AND state <> 'queued'")
        for row in rows {
            var message = try row.decode(OutgoingMessage.self, "payload")
            (message.text, message.attachments) = (Erasure.bar, [])
            if messages == nil {
                (message.subject, message.address, message.requesterName, message.cc) = ("", "", "", nil)
            }
            try tx.execute(
                "UPDATE outgoing SET payload = \(json: message) WHERE message = \(try row.string("message"))")
        }
    }

    /// Who got copies and is forgotten now: the ticket says it.
    private static func blankCopies(_ ticket: Ticket, _ tx: Transaction) throws {
        guard let copies = ticket.cc else { return }
        for row in try tx.rows("SELECT message, payload FROM outgoing WHERE ticket = \(ticket.id)") {
            let before = try row.decode(OutgoingMessage.self, "payload")
            var message = before
            message.cc = before.cc?.map { copy in
                copies.first { $0.id == copy.id && $0.address == nil } ?? copy
            }
            guard message != before else { continue }
            try tx.execute(
                "UPDATE outgoing SET payload = \(json: message) WHERE message = \(try row.string("message"))")
        }
    }

    /// Words of other servers, senders' addresses, and events put aside may name somebody, too.
    private func forgetCopies(of ticket: String, _ tx: Transaction) throws {
        let sent = try tx.rows("SELECT message FROM outgoing WHERE ticket = \(ticket)").map { try $0.string("message") }
        for message in sent {
            try tx.rewriteEvents(subject: "message/\(message)") { _, data in
                guard var members = data.object, members["error"] != nil else { return Optional<JSON>.none }
                members["error"] = .string(Erasure.bar)
                return .object(members)
            }
        }
        try tx.execute("UPDATE outgoing SET error = NULL WHERE ticket = \(ticket)")
        try tx.execute("UPDATE intakes SET sender = NULL, problem = NULL WHERE ticket = \(ticket)")
        try tx.forgetCopies(saying: [ticket])
    }

    /// The raw letters that nobody needs any more. Of a redacted ticket only its forms and chats are blanked: which of
    /// its letters said it, the tickets service names by their files.
    private func blankLetters(_ ticket: String, all: Bool, _ tx: Transaction) throws -> [String] {
        var gone: [String] = []
        let rows = try tx.rows("SELECT id, payload FROM intakes WHERE ticket = \(ticket) AND state <> 'waiting'")
        for row in rows {
            var payload = try row.decode(IntakePayload.self, "payload")
            switch payload {
            case .mail(let blob, _, _):
                if all { gone.append(blob) }
                continue
            case .form(var form):
                (form.subject, form.text) = (Erasure.bar, Erasure.bar)
                if all { (form.name, form.email, form.phone) = ("", "", nil) }
                payload = .form(form)
            case .wechat(let channel, let fields):
                payload = .wechat(channel: channel, fields: fields.filter { $0.key == "MsgId" || $0.key == "MsgType" })
            }
            try tx.execute("UPDATE intakes SET payload = \(json: payload) WHERE id = \(try row.string("id"))")
        }
        return gone
    }
}
