internal import Base
internal import Contracts
internal import Store

extension Desk {
    private static let eventsMaximum = 300

    /// A public reply does not go out over a message of the customer that its writer has not seen (row 88).
    func expectSeen(_ seen: String?, _ draft: DraftSlot?, confirmed: Bool?, on ticket: Ticket) throws {
        guard cause.agent != nil, confirmed != true else { return }
        var newer = 0
        if let seen {
            newer = try tx.newer(than: seen, in: ticket.id)
        } else if let draft, let kept = try tx.draft(ticket.id, draft == .shared ? "" : cause.caller.id) {
            newer = try tx.shown(kept).newerMessages ?? 0
        }
        guard newer > 0 else { return }
        throw Problem.conflict("reply.overtaken", "The customer wrote \(newer) messages since: read and confirm.")
    }

    /// The version that an update is checked against: none when it may be merged with what was changed since, because
    /// other fields were. Added and removed tags go together with anything.
    func agreed(_ update: UpdateTicket) throws -> Int? {
        guard update.merge == true, let version = update.version, let ticket = try find(update.id),
            version < ticket.version
        else { return update.version }
        let clashes = try tx.fieldsChanged(in: ticket.id, since: version, limit: Desk.eventsMaximum)
            .map { $0.intersection(update.changedFields) }
        guard let clashes, clashes.isEmpty else {
            var problem = Problem.stale("ticket", expected: version, actual: ticket.version)
            problem.errors = clashes?.sorted().map {
                .init(pointer: "#/" + $0.replacing(".", with: "/"), code: "changed", detail: "Somebody changed it.")
            }
            throw problem
        }
        return nil
    }
}

extension UpdateTicket {
    /// The fields it sets, as changes name them.
    fileprivate var changedFields: Set<String> {
        var fields = Set((self.fields ?? [:]).keys.map { "fields.\($0)" })
        if subject != nil { fields.insert("subject") }
        if status != nil { fields.insert("status") }
        if priority != nil { fields.insert("priority") }
        if assignee != nil { fields.insert("assignee") }
        if team != nil { fields.insert("team") }
        if tags != nil { fields.insert("tags") }
        return fields
    }
}

extension Reader {
    /// How many messages of the customer stand behind one in its conversation; looks at 50.
    func newer(than message: String, in ticket: String) throws -> Int {
        guard let row = try first("SELECT ticket, position FROM messages WHERE id = \(message)"),
            try row.string("ticket") == ticket
        else { return 0 }
        return try rows(
            """
            SELECT body FROM messages WHERE ticket = \(ticket) AND position > \(try row.int("position"))
            ORDER BY position LIMIT 50
            """
        ).count { try $0.decode(Message.self, "body").kind == .incoming }
    }

    /// The fields that were changed after a version; nil when that is too long ago to tell.
    func fieldsChanged(in ticket: String, since version: Int, limit: Int) throws -> Set<String>? {
        let rows = try rows(
            """
            SELECT data FROM store_journal WHERE subject = \("ticket/" + ticket) ORDER BY sequence DESC LIMIT \(limit)
            """)
        var fields: Set<String> = []
        for row in rows {
            let data = try row.decode(TicketEvent.self, "data")
            guard data.ticket.version > version else { return fields }
            fields.formUnion(data.changes.map(\.field))
        }
        return rows.count < limit ? fields : nil
    }
}
