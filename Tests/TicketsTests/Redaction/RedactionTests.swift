import Base
import Contracts
import Foundation
import Store
import TestSupport
import Testing
import Tickets

/// Row 48: what must not be read any more is nowhere.
@Suite struct RedactionTests {
    private static let card = "4111-1111-2222-3333"

    @Test func `the place is marked, everything else stays`() async throws {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        let text = "My card is \(RedactionTests.card), please hurry."
        let ticket = try await house.mail("m1", subject: "Card \(RedactionTests.card)", text: text).ticket
        _ = try await house.reply(ticket, by: "ann")
        _ = try await house.mail("m2", text: "> \(text)\nany news?") { $0.references = ["<m1@example.com>"] }
        _ = try await house.update(ticket) { $0.fields = ["card": .string(RedactionTests.card)] }
        #expect(try await house.found("4111") == [1])
        let request = RedactTicket(ticket: ticket, text: RedactionTests.card)
        let redaction = try await house.work(.agent("ann")) { try $0.redact(request) }
        let bar = String(repeating: "▇", count: 19)
        #expect(try await house.texts(ticket).first == "My card is \(bar), please hurry.")
        #expect(try await house.texts(ticket).last == "> My card is \(bar), please hurry.\nany news?")
        let after = try await house.ticket(ticket)
        #expect(after.subject == "Card \(bar)" && after.fields["card"] == .string(bar))
        #expect(after.lastMessage?.text.contains(bar) == true)
        #expect(redaction.messages.count == 2 && redaction.by.id == "ann" && !redaction.events.isEmpty)
        #expect(try await house.found("4111") == [])
        #expect(try await house.found("hurry") == [1])
        let events = try await house.events(ticket)
        #expect(events.last?.type == TicketsAPI.redacted.name && events.last?.actor?.id == "ann")
        #expect(events.allSatisfy { !$0.data.text.contains(RedactionTests.card) })
        #expect(try events.last?.decode(TicketsAPI.redacted).ticket == after)
        #expect(
            await code { _ = try await house.work(.agent("ann")) { try $0.redact(request) } } == "redaction.nothing")
        for text in ["ab", "   ", String(repeating: "x", count: 1_001)] {
            let wrong = RedactTicket(ticket: ticket, text: text)
            #expect(await code { _ = try await house.work(.agent("ann")) { try $0.redact(wrong) } } == "redaction.text")
        }
        // A word that is also the name of a state is one of the customer's only.
        let state = RedactTicket(ticket: ticket, text: "open")
        #expect(await code { _ = try await house.work(.agent("ann")) { try $0.redact(state) } } == nil)
        #expect(try await house.ticket(ticket).status == .open)
    }

    @Test func `no byte of it is left on the disk`() async throws {
        let folder = TemporaryFolder()
        let time = ManualTime(shanghai("2026-11-23 10:00"))
        let randomness = Randomness.seeded(5)
        let identifiers = Identifiers.uuidV7(time: time, randomness: randomness)
        let store = try await Store.open(
            "file://\(folder.path)", service: "tickets", migrations: Schema.migrations, time: time,
            identifiers: identifiers)
        let tools = DeskTools(identifiers: identifiers, randomness: randomness) { _ in Calendars.shanghai }
        try await store.write { tx in try Desk.work(tx, tools, .itself) { try $0.bootstrap() } }
        let secret = "Passwort-Zebra-81726354"
        let file = try await store.blobs.put(Array("scan of \(secret)".utf8))
        let raw = try await store.blobs.put(Array("From: x\n\n\(secret)".utf8))
        let message = IntakeMessage(
            channel: .mail, key: "k1", requester: Requester(id: "c1", name: "Mei"), subject: "Help",
            text: "It is \(secret).", html: "<p>It is \(secret).</p>",
            attachments: [Attachment(id: file, name: "\(secret).pdf", type: "application/pdf", size: 9)],
            at: time.now(), raw: raw)
        let agent = Caller.agent("ann")
        let id = try await store.write { tx in
            let result = try Desk.work(tx, tools, .itself) { try $0.intake(message) }
            let cause = Cause(caller: agent)
            try Desk.work(tx, tools, cause) { desk in
                _ = try desk.note(WriteMessage(ticket: result.ticket, text: "careful with \(secret)"))
                _ = try desk.save(SaveDraft(ticket: result.ticket, slot: .own, text: "You wrote \(secret)"))
                _ = try desk.update(UpdateTicket(id: result.ticket, addTags: ["open"]))
            }
            try tx.storeReply(key: "k", fingerprint: "f", reply: Array(#"{"text":"\#(secret)"}"#.utf8))
            return result.ticket
        }
        #expect(try RedactionTests.names(secret, in: folder.path))
        let request = RedactTicket(ticket: id, text: secret, attachments: [file])
        let redaction = try await store.write { tx in
            try Desk.work(tx, tools, Cause(caller: agent)) { try $0.redact(request) }
        }
        #expect(redaction.files == [file, raw].sorted() && redaction.messages.count == 2)
        let timer = try #require(try await store.read { try $0.timers(reference: redaction.id) }.first)
        try await Scrubber(store: store).scrub(timer.payload)
        #expect(try !RedactionTests.names(secret, in: folder.path))
        #expect(try await !store.blobs.exists(file))
        #expect(try await !store.blobs.exists(raw))
        await store.close()
        #expect(try !RedactionTests.names(secret, in: folder.path))
        #expect(try !RedactionTests.names("zebra", in: folder.path))
    }

    /// Whether the bytes of any file below a folder say a text.
    private static func names(_ text: String, in folder: String) throws -> Bool {
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        try #require(!files.isEmpty)
        let wanted = Data(text.utf8)
        return files.contains { file in
            guard let bytes = FileManager.default.contents(atPath: folder + "/" + file) else { return false }
            return bytes.range(of: wanted) != nil
        }
    }
}
