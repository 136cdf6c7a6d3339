import Base
import Contracts
import Foundation
import Store
import TestSupport
import Testing
import Tickets

/// Row 111: whom the customers service forgot, tickets forget, too; what they count stays.
@Suite struct ForgettingTests {
    private static let marks = ["Zebedee", "zebedee.q@secret.example", "ferrets", "Quillfeather", "zebedee", "ferret"]

    private func event() throws -> Event {
        let erasure = Erasure(
            customer: "c1", records: 2, identities: 1, events: 3, at: Instant(seconds: 1), family: ["c1", "c0"])
        return Event(
            id: "e1", source: "/moat/customers", type: CustomersAPI.erased.name, subject: "customer/c1",
            time: Instant(seconds: 1), data: try JSON(encoding: erasure), sequence: 1)
    }

    /// Everything the tickets service does when it hears of it.
    private func forget(_ store: Store, _ tools: DeskTools) async throws {
        let event = try event()
        try await store.write { tx in try Desk.work(tx, tools, Cause(event)) { try $0.followCustomers(event) } }
        while let timer = try await store.read({ try $0.timers(reference: "c1") }).first(where: {
            $0.kind == Desk.forgetTimer
        }) {
            try await store.write { tx in
                try tx.cancelTimers(kind: timer.kind, reference: timer.reference)
                try Desk.work(tx, tools, .itself) { try $0.goOnForgetting(timer) }
            }
        }
        let scrubs = try await store.read { db in
            try db.rows("SELECT payload FROM store_timers WHERE kind = \(Desk.scrubTimer)").map {
                try $0.json("payload")
            }
        }
        for payload in scrubs { try await Scrubber(store: store).scrub(payload) }
    }

    private func letter(_ key: String, _ files: [Contracts.Attachment], _ raw: String, _ at: Instant) -> IntakeMessage {
        IntakeMessage(
            channel: .mail, key: key,
            requester: Requester(id: "c1", name: "Zebedee Quillfeather", address: "zebedee.q@secret.example"),
            subject: "My ferrets are ill", text: "They are ferrets. Zebedee", html: "<p>ferrets</p>",
            attachments: files, at: at, externalID: "<\(key)@secret.example>", raw: raw)
    }

    /// A ticket of somebody else into which one of theirs goes, with them among the copies, and one that is only tied
    /// to one of theirs.
    private func elsewhere(_ store: Store, _ tools: DeskTools, _ raw: String, _ at: Instant) async throws -> String {
        try await store.write { tx in
            func intake(_ message: IntakeMessage) throws -> String {
                try Desk.work(tx, tools, .itself) { try $0.intake(message) }.ticket
            }
            let others = try ["o1", "o2"].map { key in
                try intake(
                    IntakeMessage(
                        channel: .mail, key: key, requester: Requester(id: "c9", name: "Nobody Else"), subject: "Help",
                        text: "I have cats.", at: at))
            }
            let theirs = try ["k4", "k5"].map { try intake(letter($0, [], raw, at)) }
            try Desk.work(tx, tools, Cause(caller: .agent("ann"))) { desk in
                _ = try desk.merge(MergeTickets(target: others[0], sources: [theirs[0]]))
                _ = try desk.link(LinkTickets(ticket: others[1], role: .related, other: theirs[1]))
            }
            return others[0]
        }
    }

    @Test func `no byte of them is left on the disk, and the numbers are`() async throws {
        let folder = TemporaryFolder()
        let time = ManualTime(shanghai("2026-11-23 10:00"))
        let randomness = Randomness.seeded(5)
        let identifiers = Identifiers.uuidV7(time: time, randomness: randomness)
        let store = try await Store.open(
            "file://\(folder.path)", service: "tickets", migrations: Schema.migrations, time: time,
            identifiers: identifiers)
        let tools = DeskTools(identifiers: identifiers, randomness: randomness) { _ in Calendars.shanghai }
        try await store.write { tx in try Desk.work(tx, tools, .itself) { try $0.bootstrap() } }
        let file = try await store.blobs.put(Array("a picture of ferrets".utf8))
        let raw = try await store.blobs.put(Array("From: Zebedee\n\nferrets".utf8))
        let attachment = Attachment(id: file, name: "ferrets.png", type: "image/png", size: 9)
        let tickets = try await store.write { tx -> [String] in
            let customer = Caller(kind: .customer, id: "c1", name: "Zebedee Quillfeather")
            return try (1...3).map { number in
                let message = letter("k\(number)", [attachment], raw, time.now())
                let id = try Desk.work(tx, tools, Cause(caller: customer)) { try $0.intake(message) }.ticket
                try Desk.work(tx, tools, Cause(caller: .agent("ann"))) { desk in
                    _ = try desk.reply(
                        WriteMessage(ticket: id, text: "Dear Zebedee, we are sorry."))
                    _ = try desk.note(WriteMessage(ticket: id, text: "Mr Quillfeather calls again"))
                    _ = try desk.save(SaveDraft(ticket: id, slot: .own, text: "Zebedee, one more thing"))
                    _ = try desk.update(UpdateTicket(id: id, addTags: ["open"], fields: ["pet": "ferret of Zebedee"]))
                }
                return id
            }
        }
        let other = try await elsewhere(store, tools, raw, time.now())
        #expect(try await store.read { try $0.ticket(named: other) }.cc?.first?.name == "Zebedee Quillfeather")
        #expect(!found(in: folder.path).isEmpty)
        try await forget(store, tools)
        // Words that only an agent can have chosen are left: fields that do not name them.
        #expect(found(in: folder.path).filter { !$0.hasSuffix("ferret") } == [])
        let texts = try await store.read { db in
            try tickets.map { try db.messages(ListMessages(ticket: $0)).items.map(\.text) }
        }
        #expect(texts.allSatisfy { $0 == ["▇▇▇", "Dear ▇▇▇, we are sorry.", "Mr ▇▇▇ calls again"] }, "\(texts)")
        let ticket = try await store.read { try $0.ticket(named: tickets[0]) }
        #expect(ticket.requester == Requester(id: "c1", name: "—") && ticket.subject == "▇▇▇")
        #expect(ticket.messageCount == 3 && ticket.number == 1 && ticket.tags == ["open"])
        #expect(try await !store.blobs.exists(file))
        #expect(try await !store.blobs.exists(raw))
        let last = try await store.events(subject: "ticket/\(tickets[0])").last
        #expect(last?.type == TicketsAPI.redacted.name)
        #expect(last?.data.value(at: "ticket.requester.name")?.string == "—")
        func seen() async throws -> (texts: [String], events: [Event]) {
            (
                try await store.read { try $0.messages(ListMessages(ticket: other)) }.items.map(\.text),
                try await store.events(subject: "ticket/\(other)")
            )
        }
        let (kept, events) = try await seen()
        #expect(kept.contains("I have cats.") && kept.contains("▇▇▇"))
        let copied = try await store.read { try $0.ticket(named: other) }
        #expect(copied.requester.name == "Nobody Else" && copied.cc == [Requester(id: "c1", name: "—")])
        #expect(events.last?.type == TicketsAPI.redacted.name)
        #expect(events.last?.data.value(at: "changes")?.array?.first?["after"]?["erased"] == false)
        // Heard twice, it changes nothing more.
        try await forget(store, tools)
        #expect(try await seen() == (kept, events))
        await store.close()
        #expect(found(in: folder.path).filter { !$0.hasSuffix("ferret") } == [])
    }

    @Test func `names are learnt wherever an id has one, and by their words`() {
        var forgetter = Forgetter(ids: ["c1"])
        forgetter.learn(from: ["requester": ["id": "c1", "name": "李雷", "address": "li@x.co"]])
        forgetter.learn(from: ["author": ["id": "c1", "name": "Al Bo Smith"], "other": ["id": "c2", "name": "Ann"]])
        let clean = forgetter.forgotten([
            "text": "李雷 and Smith and Ann and Al wrote to li@x.co", "author": ["id": "a", "name": "Ann"],
        ])
        #expect(clean["text"]?.string == "▇▇▇ and ▇▇▇ and Ann and Al wrote to ▇▇▇")
        #expect(clean["author"]?["name"]?.string == "Ann")
        let answers: JSON = [["text": "mine", "value": 3]]
        let rating = forgetter.forgotten(["score": 2, "comment": "bad", "answers": answers])
        #expect(rating["score"]?.int == 2 && rating["comment"]?.string == "▇▇▇")
        #expect(rating["answers"]?.array?.first?["text"]?.string == "▇▇▇")
    }

    /// Which of the marks stand in which file.
    private func found(in folder: String) -> [String] {
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return files.sorted().flatMap { file -> [String] in
            let data = FileManager.default.contents(atPath: folder + "/" + file) ?? Data()
            return Self.marks.filter { data.range(of: Data($0.utf8)) != nil }.map { "\(file): \($0)" }
        }
    }
}
