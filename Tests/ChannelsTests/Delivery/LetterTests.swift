@testable import Channels
import Base
import Contracts
import Mail
import Testing

@Suite struct LetterTests {
    private let tokens = TicketAddress(secret: [1, 2, 3])
    private let now = Instant(seconds: 1_795_420_800)

    private func outgoing(
        subject: String = "打印机坏了", automatic: Bool = false, isSurvey: Bool = false,
        attachments: [Contracts.Attachment] = []
    ) -> OutgoingMessage {
        OutgoingMessage(
            id: "m9", ticket: "0198-abc", number: 42, subject: subject, channel: .mail, address: "li@example.com",
            requesterName: "李雷", text: "您好，请重启。", authorName: automatic ? "" : "安", attachments: attachments,
            automatic: automatic, isSurvey: isSurvey)
    }

    private func letter(_ message: OutgoingMessage, thread: [Message] = []) -> Letter {
        Letter(message: message, channel: Samples.mailChannel, thread: thread, tokens: tokens)
    }

    /// Composed, and read again as the customer's mail program would.
    private func sent(_ letter: Letter, files: [String: [UInt8]] = [:]) throws -> ParsedMail {
        let bytes = try MailComposer.compose(letter.mail(files: files, at: now))
        return MailParser { _ in "none" }.parse(raw: bytes)
    }

    @Test func `an answer is threaded and leads back`() throws {
        let thread = [
            Samples.message("m1", .incoming, externalID: "first@example.com"),
            Samples.message("m2", .reply, externalID: "m2@moat.example"),
            Samples.message("m3", .incoming, externalID: "second@example.com"),
            Samples.message("m4", .reply, externalID: "m4@moat.example"),
        ]
        let mail = try sent(letter(outgoing(), thread: thread))
        #expect(mail.messageID == "m9@moat.example")
        #expect(mail.inReplyTo == ["second@example.com"])
        #expect(mail.references == thread.compactMap(\.externalID))
        #expect(mail.subject == "Re: 打印机坏了 [#42]")
        #expect(mail.from == [MailAddress(name: "安 (Moat 客服)", "help@moat.example")])
        #expect(mail.to == [MailAddress(name: "李雷", "li@example.com")])
        #expect(tokens.ticket(in: mail.replyTo.map(\.address)) == "0198-abc")
        #expect(mail.text?.contains("请重启") == true)
        #expect(mail.header("Auto-Submitted") == nil)
    }

    @Test func `a long thread keeps its first and last ten`() throws {
        let thread = (1...40).map { Samples.message("m\($0)", .incoming, externalID: "\($0)@example.com") }
        let mail = try sent(letter(outgoing(), thread: thread))
        let kept = Array(1...10) + Array(31...40)
        #expect(mail.references == kept.map { "\($0)@example.com" })
        #expect(mail.inReplyTo == ["40@example.com"])
    }

    @Test func `the first mail of a thread answers nothing`() throws {
        let mail = try sent(letter(outgoing()))
        #expect(mail.inReplyTo == [] && mail.references == [])
        let ours = try sent(letter(outgoing(), thread: [Samples.message("m1", externalID: "m1@moat.example")]))
        #expect(ours.inReplyTo == ["m1@moat.example"])
    }

    @Test(arguments: [
        ("Printer", "Re: Printer [#42]"), ("Re: Printer", "Re: Printer [#42]"),
        ("RE: re: Printer", "Re: Printer [#42]"),
        ("回复：打印机", "Re: 打印机 [#42]"), ("答复: Re: 打印机", "Re: 打印机 [#42]"), ("Re: Printer [#7]", "Re: Printer [#42]"),
        ("Reboot: help", "Re: Reboot: help [#42]"), ("", "Re: [#42]"),
    ]) func `the subject has one mark and one number`(subject: String, expected: String) throws {
        let words = try sent(letter(outgoing(subject: subject))).subject.split(separator: " ").joined(separator: " ")
        #expect(words == expected)
    }

    @Test func `what no person wrote says so`() throws {
        let reply = try sent(letter(outgoing(automatic: true)))
        #expect(reply.header("Auto-Submitted") == "auto-replied")
        #expect(reply.header("X-Auto-Response-Suppress") == "All")
        #expect(reply.header(AutomaticMail.loopHeader) == "box")
        #expect(reply.from.first?.name == "Moat 客服")
        let survey = try sent(letter(outgoing(automatic: true, isSurvey: true)))
        #expect(survey.header("Auto-Submitted") == "auto-generated")
    }

    @Test func `files go with it`() throws {
        let files = [Contracts.Attachment(id: "h1", name: "说明.pdf", type: "application/pdf", size: 3)]
        let mail = try sent(letter(outgoing(attachments: files)), files: ["h1": [1, 2, 3]])
        #expect(mail.attachments.map(\.filename) == ["说明.pdf"])
        #expect(mail.attachments.map(\.bytes) == [[1, 2, 3]])
    }

    @Test func `no name or subject adds a header`() throws {
        let mail = try sent(letter(outgoing(subject: "x\r\nBcc: all@example.com\r\n\r\nHi")))
        #expect(mail.bcc == [] && mail.to.count == 1)
    }

    @Test func `a second try is the same mail`() throws {
        let letter = letter(outgoing())
        let first = try MailComposer.compose(letter.mail(files: [:], at: now))
        #expect(try MailComposer.compose(letter.mail(files: [:], at: now)) == first)
    }
}
