internal import Base
internal import Contracts
package import Store

extension Desk {
    /// The timer that takes a person out of their tickets.
    package static let forgetTimer = "forget"
    /// Tickets of one transaction, so that others get their turn in between.
    private static let forgetStep = 10

    /// The customers service has forgotten a person: so do tickets (row 111), some at a time.
    func forget(_ erasure: Erasure) throws {
        let ids = Array(Set((erasure.family ?? []) + [erasure.customer])).sorted()
        try tx.execute("UPDATE requesters SET name = \(Forgetter.nobody) WHERE id IN (\(list: ids))")
        try tx.schedule(
            Timer(
                kind: Desk.forgetTimer, reference: erasure.customer, due: now,
                payload: ["ids": .array(ids.map(JSON.string)), "after": ""]))
    }

    /// The next tickets of a person who is forgotten, closed ones too; at the end the store gives up what was
    /// overwritten.
    package func goOnForgetting(_ timer: Timer) throws {
        let ids = (timer.payload["ids"]?.array ?? []).compactMap(\.string)
        let after = timer.payload["after"]?.string ?? ""
        let found = try tx.rows(
            """
            SELECT id FROM tickets WHERE requester IN (\(list: ids)) AND id > \(after) ORDER BY id
            LIMIT \(Desk.forgetStep)
            """
        ).map { try $0.string("id") }
        var files: Set<String> = []
        for id in found { files.formUnion(try forget(ids, in: id)) }
        guard let last = found.last else { return }
        try tx.schedule(
            Timer(
                kind: Desk.scrubTimer, reference: nextID(), due: now,
                payload: ["unless": .array(files.sorted().map(JSON.string))]))
        try tx.schedule(
            Timer(
                kind: Desk.forgetTimer, reference: timer.reference, due: now,
                payload: ["ids": .array(ids.map(JSON.string)), "after": .string(last)]))
    }

    /// One ticket without the person; the files that go.
    private func forget(_ ids: [String], in id: String) throws -> Set<String> {
        guard let before = try find(id) else { return [] }
        var forgetter = Forgetter(ids: ids)
        let messages = try tx.conversation(of: id).messages
        forgetter.learn(from: try JSON(encoding: before))
        for message in messages { forgetter.learn(from: try JSON(encoding: message)) }
        for event in try tx.events(subject: "ticket/\(id)") { forgetter.learn(from: event.data) }

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
        try tx.unindex(before, gone: messages, left: clean)
        let events = try tx.rewriteEvents(subject: "ticket/\(id)") { _, data in forgetter.forgotten(data) }
        try tx.forgetActors(Set(ids), subject: "ticket/\(id)")
        try forget(besides: id, &forgetter)
        try tx.forgetCopies(saying: forgetter.secrets + [id])
        var ticket = try forgetter.forgotten(JSON(encoding: before)).decoded(as: Ticket.self)
        ticket.lastMessage = Conversation(clean).last ?? ticket.lastMessage
        try rewrite(before, as: ticket)
        var work = try take(ticket)
        work.forget(messages: changed, files: forgetter.files, events: events)
        try save(work)
        return forgetter.files
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
    /// Its requester was forgotten: who keeps copies hears what was rewritten, never what it said.
    mutating func forget(messages: [String], files: Set<String>, events: [String]) {
        record(
            TicketsAPI.redacted,
            changes: [
                Change(
                    field: "redacted", before: .null,
                    after: [
                        "erased": true, "places": .int(Int64(messages.count)),
                        "blobs": .array(files.sorted().map(JSON.string)),
                        "events": .array(events.map(JSON.string)),
                    ])
            ], messages: messages)
    }
}
