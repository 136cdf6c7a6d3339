@testable import Channels
import Base
import Contracts
import Store
import TestSupport
import Testing

@Suite struct IntakeTests {
    @Test func `a mail is kept once, whatever door it comes by`() async throws {
        let office = try await Office()
        let first = try await office.mail(rawMail())
        let again = try await office.mail(rawMail(["Received": "by another way"]))
        #expect(!first.duplicate && again.duplicate && again.intake == first.intake)
        #expect(try await office.mail(rawMail(["Message-ID": "<2@example.com>"])).duplicate == false)
        #expect(try await office.intakes().count == 2)
        let timers = try await office.store.read { try $0.timers(reference: first.intake) }
        #expect(timers.map(\.kind) == [IntakeWorker.timerKind])
    }

    @Test func `fifty at once are one`() async throws {
        let office = try await Office()
        let accepted = try await withThrowingTaskGroup(of: Accepted.self) { group in
            for _ in 0..<50 { group.addTask { try await office.mail(rawMail()) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(accepted.filter { !$0.duplicate }.count == 1)
        #expect(Set(accepted.map(\.intake)).count == 1)
    }

    @Test func `two mailboxes may get the same mail`() async throws {
        let office = try await Office()
        for id in ["box", "sales"] {
            var channel = Samples.mailChannel
            channel.id = id
            _ = try await office.channels.save(channel, office.context)
        }
        #expect(try await office.mail(rawMail(), channel: "box").duplicate == false)
        #expect(try await office.mail(rawMail(), channel: "sales").duplicate == false)
        #expect(await problem { _ = try await office.mail(rawMail(), channel: "nobody") }?.code == "channel.not_found")
    }

    @Test func `a mail that is not there is a 404`() async throws {
        let office = try await Office()
        let missing = IntakeMail(blob: String(repeating: "a", count: 64))
        #expect(await problem { _ = try await office.inbox.mail(missing, office.context) }?.status == 404)
    }

    @Test func `a double click is one request, and two people are two`() async throws {
        let office = try await Office()
        var form = SubmitForm(name: "李雷", email: "li@example.com", subject: "退款", text: "请退款", key: "page-1")
        #expect(try await office.inbox.form(form, office.context).duplicate == false)
        #expect(try await office.inbox.form(form, office.context).duplicate)
        form.key = nil
        #expect(try await office.inbox.form(form, office.context).duplicate == false)
        #expect(try await office.inbox.form(form, office.context).duplicate == false)
    }

    @Test(arguments: [
        ("name", "#/name"), ("email", "#/email"), ("subject", "#/subject"), ("text", "#/text"),
    ]) func `a form with a mistake says where`(field: String, pointer: String) async throws {
        let office = try await Office()
        var form = SubmitForm(name: "A", email: "a@example.com", subject: "s", text: "t")
        switch field {
        case "name": form.name = ""
        case "email": form.email = "a@localhost"
        case "subject": form.subject = String(repeating: "s", count: 301)
        default: form.text = ""
        }
        let wrong = form
        let found = await problem { _ = try await office.inbox.form(wrong, office.context) }
        #expect(found?.status == 422 && found?.errors?.map(\.pointer) == [pointer])
        #expect(try await office.intakes() == [])
    }

    @Test func `intakes are listed newest first, page by page and by state`() async throws {
        let office = try await Office()
        for n in 1...5 {
            _ = try await office.mail(rawMail(["Message-ID": "<\(n)@example.com>"]))
            office.time.advance(by: .seconds(1))
        }
        var keys: [String] = []
        var after: String?
        repeat {
            let page = try await office.inbox.list(ListIntakes(limit: 2, after: after), office.context)
            keys += page.items.map(\.key)
            after = page.after
        } while after != nil
        #expect(keys == (1...5).reversed().map { "mail|\($0)@example.com" })
        #expect(try await office.inbox.list(ListIntakes(state: .failed), office.context).items == [])
        #expect(
            await problem { _ = try await office.inbox.list(ListIntakes(after: "x"), office.context) }?.status == 400)
    }
}
