@testable import Channels
import Base
import Contracts
import Store
import TestSupport
import Testing

/// What tickets made unreadable is not kept here either.
@Suite struct ErasureTests {
    private func event(_ type: String, _ data: some Encodable) throws -> Event {
        Event(
            id: "e", source: "/moat/tickets", type: type, subject: "ticket/t1", time: Instant(seconds: 1_795_420_800),
            data: try JSON(encoding: data), sequence: 1)
    }

    private func furnished() async throws -> (Office, blob: String) {
        let office = try await Office()
        let raw = rawMail([:], "my secret 4711")
        _ = try await office.mail(raw)
        _ = try await office.inbox.form(
            SubmitForm(name: "Ann", email: "ann@example.com", subject: "secret 4711", text: "secret 4711"),
            office.context)
        let blob = try await office.store.blobs.put(raw)
        try await office.store.write { tx in
            try tx.execute("UPDATE intakes SET ticket = 't1', state = 'done'")
            let sent = OutgoingMessage(
                id: "m1", ticket: "t1", number: 1, subject: "x", channel: .mail, address: "ann@example.com",
                requesterName: "Ann", text: "your secret 4711", authorName: "Bob", attachments: [], automatic: false,
                isSurvey: false)
            for (id, state) in [("m1", "sent"), ("m2", "queued")] {
                try tx.execute(
                    """
                    INSERT INTO outgoing (message, ticket, channel, state, attempts, queued_at, payload)
                    VALUES (\(id), 't1', 'mail', \(state), 1, 0, \(json: sent))
                    """)
            }
        }
        return (office, blob)
    }

    private func kept(_ office: Office, _ table: String) async throws -> [String] {
        try await office.store.read { db in
            try db.rows("SELECT payload FROM \(unsafeSQL: table)").map { try $0.string("payload") }
        }
    }

    @Test func `a redaction blanks what was sent and forms, and removes the letters it names`() async throws {
        let (office, blob) = try await furnished()
        let ticket = Ticket(
            id: "t1", number: 1, subject: "x", status: .open, priority: .normal, channel: .mail,
            requester: Requester(id: "c1", name: "Ann"), createdAt: office.time.now(), updatedAt: office.time.now(),
            version: 1)
        var data = TicketEvent(
            ticket: ticket,
            changes: [Change(field: "redacted", before: .null, after: ["blobs": .array([.string(blob)])])])
        data.messages = ["m1"]
        try await Erasure(store: office.store).apply(try event(TicketsAPI.redacted.name, data))
        #expect(try await !office.store.blobs.exists(blob))
        #expect(try await kept(office, "intakes").allSatisfy { !$0.contains("4711") })
        // What waits is not sent yet.
        #expect(try await kept(office, "outgoing").filter { $0.contains("4711") }.count == 1)
        #expect(try await office.intakes().count == 2)
    }

    @Test func `a purge removes all letters of the ticket and keeps their keys`() async throws {
        let (office, blob) = try await furnished()
        let purged = PurgedTicket(id: "t1", number: 1, requester: "c1")
        try await Erasure(store: office.store).apply(try event(TicketsAPI.purged.name, purged))
        #expect(try await !office.store.blobs.exists(blob))
        #expect(try await kept(office, "intakes").allSatisfy { !$0.contains("4711") && !$0.contains("ann@") })
        #expect(try await office.mail(rawMail([:], "my secret 4711")).duplicate)
    }

    @Test func `of a requester who was forgotten no name and no address is kept`() async throws {
        let (office, blob) = try await furnished()
        try await office.store.write { tx in
            try tx.execute("UPDATE outgoing SET error = '550 no ann@example.com' WHERE state = 'sent'")
            try tx.execute("UPDATE intakes SET sender = 'ann@example.com'")
        }
        let ticket = Ticket(
            id: "t1", number: 1, subject: "x", status: .open, priority: .normal, channel: .mail,
            requester: Requester(id: "c1", name: "—"), createdAt: office.time.now(), updatedAt: office.time.now(),
            version: 1)
        let data = TicketEvent(
            ticket: ticket,
            changes: [
                Change(field: "redacted", before: .null, after: ["erased": true, "blobs": .array([.string(blob)])])
            ])
        try await Erasure(store: office.store).apply(try event(TicketsAPI.redacted.name, data))
        #expect(try await !office.store.blobs.exists(blob))
        let texts = try await office.store.read { db in
            try db.rows("SELECT state, payload, error FROM outgoing").map {
                try $0.string("payload") + ($0.optionalString("error") ?? "")
            }
                + db.rows("SELECT payload, sender FROM intakes").map {
                    try $0.string("payload") + ($0.optionalString("sender") ?? "")
                }
        }
        #expect(
            texts.count == 4 && texts.allSatisfy { !$0.contains("ann@") && !$0.contains("4711") && !$0.contains("Ann") }
        )
        // Nothing goes out any more.
        let states = try await office.store.read { db in
            try db.rows("SELECT state FROM outgoing").map { try $0.string("state") }
        }
        #expect(states.sorted() == ["failed", "sent"])
    }

    @Test func `who got copies of another's ticket and was forgotten gets no more, and the others do`() async throws {
        let (office, _) = try await furnished()
        let copies = [
            Requester(id: "c2", name: "Eve", address: "eve@example.com"),
            Requester(id: "c3", name: "Fay", address: "fay@example.com"),
        ]
        try await office.store.write { tx in
            let row = try #require(try tx.first("SELECT payload FROM outgoing WHERE state = 'queued'"))
            var message = try row.decode(OutgoingMessage.self, "payload")
            message.cc = copies
            try tx.execute("UPDATE outgoing SET payload = \(json: message) WHERE state = 'queued'")
        }
        var ticket = Ticket(
            id: "t1", number: 1, subject: "x", status: .open, priority: .normal, channel: .mail,
            requester: Requester(id: "c1", name: "Ann"), createdAt: office.time.now(), updatedAt: office.time.now(),
            version: 1)
        ticket.cc = [Requester(id: "c2", name: "—"), copies[1]]
        let change = Change(field: "redacted", before: .null, after: ["erased": false])
        let data = TicketEvent(ticket: ticket, changes: [change])
        try await Erasure(store: office.store).apply(try event(TicketsAPI.redacted.name, data))
        let waiting = try await office.store.read { db in
            try db.first("SELECT payload FROM outgoing WHERE state = 'queued'")?.decode(OutgoingMessage.self, "payload")
        }
        #expect(waiting?.cc == ticket.cc && waiting?.text == "your secret 4711")
    }
}
