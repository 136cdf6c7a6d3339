internal import Base
internal import Contracts
package import Store

extension Desk {
    /// The timer that takes a person out of their tickets.
    package static let forgetTimer = "forget"
    /// Tickets of one transaction, so that others get their turn in between.
    private static let forgetStep = 10
    private static let lookStep = 1_000

    /// The customers service has forgotten a person: so do tickets (row 111), some at a time.
    func forget(_ erasure: Erasure) throws {
        let ids = Array(Set((erasure.family ?? []) + [erasure.customer])).sorted()
        try tx.execute("UPDATE requesters SET name = \(Forgetter.nobody) WHERE id IN (\(list: ids))")
        try tx.schedule(
            Timer(
                kind: Desk.forgetTimer, reference: erasure.customer, due: now,
                payload: ["ids": .array(ids.map(JSON.string)), "after": ""]))
    }

    /// The next step: first the person's own tickets, closed ones too, then everybody's, where they may have written or
    /// get copies; after each the store gives up what was overwritten.
    package func goOnForgetting(_ timer: Timer) throws {
        let ids = (timer.payload["ids"]?.array ?? []).compactMap(\.string)
        if ids.isEmpty { return }
        let after = timer.payload["after"]?.string ?? ""
        let isElsewhere = timer.payload["elsewhere"] == true
        let (found, last) = isElsewhere ? try mentioning(ids, after: after) : try own(ids, after: after)
        var files: Set<String> = []
        for id in found { files.formUnion(try forget(ids, in: id, isOwn: !isElsewhere)) }
        if !found.isEmpty {
            try tx.schedule(
                Timer(
                    kind: Desk.scrubTimer, reference: nextID(), due: now,
                    payload: ["unless": .array(files.sorted().map(JSON.string))]))
        }
        guard last != nil || !isElsewhere else { return }
        try tx.schedule(
            Timer(
                kind: Desk.forgetTimer, reference: timer.reference, due: now,
                payload: [
                    "ids": .array(ids.map(JSON.string)), "after": .string(last ?? ""),
                    "elsewhere": .bool(isElsewhere || last == nil),
                ]))
    }

    /// The person's next own tickets, and where to go on; nil at the end.
    private func own(_ ids: [String], after: String) throws -> (tickets: [String], last: String?) {
        let found = try tx.rows(
            """
            SELECT id FROM tickets WHERE requester IN (\(list: ids)) AND id > \(after) ORDER BY id
            LIMIT \(Desk.forgetStep)
            """
        ).map { try $0.string("id") }
        return (found, found.last)
    }

    /// Those of the next tickets of others in which one of the ids stands, or that are tied to one of theirs. No
    /// index knows them: all are looked through, a bounded number in one transaction.
    private func mentioning(_ ids: [String], after: String) throws -> (tickets: [String], last: String?) {
        let step = try tx.rows("SELECT id FROM tickets WHERE id > \(after) ORDER BY id LIMIT \(Desk.lookStep)")
        guard let last = try step.last?.string("id") else { return ([], nil) }
        let says = ids.map { id -> SQL in
            let mark = "%\"" + id + "\"%"
            return """
                body LIKE \(mark)
                OR EXISTS (SELECT 1 FROM messages WHERE messages.ticket = tickets.id AND messages.body LIKE \(mark))
                """
        }
        let own: SQL = "(SELECT id FROM tickets WHERE requester IN (\(list: ids)))"
        let tied = [("merges", "source", "target"), ("links", "ticket", "other")].map { table, one, other -> SQL in
            "id IN (SELECT \(unsafeSQL: other) FROM \(unsafeSQL: table) WHERE \(unsafeSQL: one) IN " + own
                + " UNION SELECT \(unsafeSQL: one) FROM \(unsafeSQL: table) WHERE \(unsafeSQL: other) IN " + own + ")"
        }
        let found = try tx.rows(
            "SELECT id FROM tickets WHERE id > \(after) AND id <= \(last) AND requester NOT IN (\(list: ids)) AND ("
                + (says + tied).joined(separator: " OR ") + ") ORDER BY id")
        return (try found.map { try $0.string("id") }, last)
    }

    /// One ticket without the person; the files that go. Of somebody else's ticket only what is the person's goes.
    private func forget(_ ids: [String], in id: String, isOwn: Bool) throws -> Set<String> {
        guard let before = try find(id) else { return [] }
        let own = try tx.rows("SELECT id FROM tickets WHERE requester IN (\(list: ids))").map { try $0.string("id") }
        var forgetter = Forgetter(ids: ids, tickets: own)
        let messages = try tx.conversation(of: id).messages
        forgetter.learn(from: try JSON(encoding: before))
        for message in messages { forgetter.learn(from: try JSON(encoding: message)) }
        for event in try tx.events(subject: "ticket/\(id)") { forgetter.learn(from: event.data) }

        let (clean, changed) = try rewrite(messages, &forgetter)
        try tx.unindex(before, gone: messages, left: clean)
        let events = try tx.rewriteEvents(subject: "ticket/\(id)") { _, data in forgetter.forgotten(data) }
        try tx.forgetActors(Set(ids), subject: "ticket/\(id)")
        try forget(besides: id, &forgetter)
        try tx.forgetCopies(saying: forgetter.secrets + [id])
        var ticket = try forgetter.forgotten(JSON(encoding: before)).decoded(as: Ticket.self)
        ticket.lastMessage = Conversation(clean).last ?? ticket.lastMessage
        guard isOwn || ticket != before || !changed.isEmpty || !events.isEmpty else { return forgetter.files }
        try rewrite(before, as: ticket)
        var work = try take(ticket)
        work.forget(messages: changed, files: forgetter.files, events: events, isOwn: isOwn)
        try save(work)
        return forgetter.files
    }

    /// Messages without the person, and which of them that changed.
    private func rewrite(_ messages: [Message], _ forgetter: inout Forgetter) throws -> ([Message], changed: [String]) {
        var (clean, changed): ([Message], [String]) = ([], [])
        for message in messages {
            let after = try forgetter.forgotten(JSON(encoding: message)).decoded(as: Message.self)
            clean.append(after)
            guard after != message else { continue }
            changed.append(message.id)
            try tx.execute(
                """
                UPDATE messages SET body = \(json: after), external_id = \(after.externalID) WHERE id = \(message.id)
                """)
        }
        return (clean, changed)
    }

    /// What lies beside a ticket: drafts, held answers, side talks, merges, surveys and cases, the trash.
    private func forget(besides ticket: String, _ forgetter: inout Forgetter) throws {
        let talks: SQL = "talk IN (SELECT id FROM side_talks WHERE ticket = \(ticket))"
        let places: [(table: String, key: String, columns: [String], of: SQL)] = [
            ("drafts", "owner", ["body"], "ticket = \(ticket)"), ("held_replies", "id", ["body"], "ticket = \(ticket)"),
            ("side_talks", "id", ["body"], "ticket = \(ticket)"), ("side_messages", "id", ["body"], talks),
            ("merges", "id", ["body", "memory"], "(source = \(ticket) OR target = \(ticket))"),
            ("surveys", "token", ["body"], "ticket = \(ticket)"),
            ("trash", "id", ["body", "memory"], "id = \(ticket)"),
            ("survey_cases", "id", ["body"], "body LIKE \("%" + ticket + "%")"),
        ]
        for place in places {
            let table: SQL = "\(unsafeSQL: place.table)"
            for row in try tx.rows("SELECT * FROM " + table + " WHERE " + place.of) {
                let key = try row.string(place.key)
                for column in place.columns {
                    let body = try row.json(column)
                    let clean = forgetter.forgotten(body)
                    guard clean != body else { continue }
                    try tx.execute(
                        "UPDATE \(unsafeSQL: place.table) SET \(unsafeSQL: column) = \(clean) WHERE "
                            + "\(unsafeSQL: place.key) = \(key) AND " + place.of)
                }
            }
        }
    }
}

extension TicketCase {
    /// Somebody was forgotten, `isOwn`: its requester. Who keeps copies hears what was rewritten, never what it said.
    mutating func forget(messages: [String], files: Set<String>, events: [String], isOwn: Bool) {
        record(
            TicketsAPI.redacted,
            changes: [
                Change(
                    field: "redacted", before: .null,
                    after: [
                        "erased": .bool(isOwn), "places": .int(Int64(messages.count)),
                        "blobs": .array(files.sorted().map(JSON.string)),
                        "events": .array(events.map(JSON.string)),
                    ])
            ], messages: messages)
    }
}
