@testable import Channels
import Mail
import Testing

@Suite struct IncomingMailTests {
    private func read(_ raw: [UInt8]) -> IncomingMail {
        IncomingMail(raw: raw, own: Samples.own, loopIdentity: "box")
    }

    @Test func `who wrote, to whom and what about`() {
        let mail = read(rawMail(["Cc": "boss@example.com", "Delivered-To": "help+x@moat.example"]))
        #expect(mail.sender?.key == "ann@example.com" && mail.senderName == "Ann")
        #expect(mail.recipients == ["help+x@moat.example", "help@moat.example", "boss@example.com"])
        #expect(mail.subject == "Printer" && mail.text == "Hello" && mail.language == "en")
        #expect(!mail.isAutomatic && !mail.isReply && !mail.isUnreadable)
    }

    @Test func `answers go where the writer wants them, but not to ourselves`() {
        #expect(read(rawMail(["Reply-To": "ann@home.example"])).sender?.key == "ann@home.example")
        #expect(read(rawMail(["Reply-To": "Help@Moat.example"])).sender?.key == "ann@example.com")
        #expect(read(rawMail(["From": "", "Return-Path": "<ann@bounce.example>"])).sender?.key == "ann@bounce.example")
        #expect(read(rawMail(["From": ""])).sender == nil)
    }

    @Test func `a thread is looked for in In-Reply-To first, then newest first`() {
        let mail = read(
            rawMail(["In-Reply-To": "<c@x>", "References": "<a@x> <b@x> <c@x>", "Subject": "Re: Printer [#7] [#42]"]))
        #expect(mail.references == ["c@x", "b@x", "a@x"])
        #expect(mail.number == 42)
        #expect(mail.isReply)
    }

    @Test(arguments: ["Printer #42", "[42]", "[#]", "[#1234567890123]", "[#-1]"])
    func `other numbers are not ours`(subject: String) {
        #expect(read(rawMail(["Subject": subject])).number == nil)
    }

    @Test(arguments: [
        ["Auto-Submitted": "auto-replied"], ["Subject": "自动回复: 休假"], ["Precedence": "bulk"],
        ["List-Id": "<news.example>"],
        ["From": "no-reply@example.com"],
    ]) func `automatic mail is muted`(headers: [String: String]) {
        #expect(read(rawMail(headers)).isAutomatic)
    }

    @Test func `our own mail coming back is known, another mailbox's is not ours`() {
        #expect(read(rawMail(["X-Moat-Loop": "box"])).verdict.kind == .ownLoop)
        #expect(read(rawMail(["X-Moat-Loop": "other"])).verdict.kind != .ownLoop)
    }

    @Test func `a bounce names the mail that did not arrive`() {
        let bounce = read(
            rawMail(
                [
                    "From": "MAILER-DAEMON@example.com", "Return-Path": "<>", "Subject": "Undelivered Mail",
                    "In-Reply-To": "<m1@moat.example>",
                ], "550 5.1.1 no such user"))
        #expect(bounce.isAutomatic)
        #expect(bounce.verdict.bounce?.originalMessageID == "m1@moat.example")
        #expect(bounce.verdict.bounce?.isPermanent == true)
    }

    @Test func `an answer is its own words, and what is nothing but a quotation stays`() {
        let body = "Thanks!\r\n\r\nOn Mon, 23 Nov 2026, Moat wrote:\r\n> Please restart.\r\n"
        #expect(read(rawMail(["In-Reply-To": "<c@x>"], body)).text == "Thanks!")
        #expect(read(rawMail([:], body)).text.contains("Please restart."))
        #expect(read(rawMail(["In-Reply-To": "<c@x>"], "> only this\r\n")).text.contains("only this"))
    }

    @Test func `a Chinese mail in GB 18030 is read`() {
        let head = rawMail(
            [
                "Subject": "=?gb18030?B?xPq6ww==?=", "Content-Type": "text/plain; charset=GB18030",
                "Content-Transfer-Encoding": "8bit",
            ], "")
        let mail = read(head + [0xC4, 0xFA, 0xBA, 0xC3])
        #expect(mail.subject == "您好" && mail.text == "您好" && mail.language == "zh")
    }

    @Test func `HTML only has text, and shows without scripts`() {
        let mail = read(
            rawMail(
                ["Content-Type": "text/html; charset=utf-8"],
                "<p>Hello <b>you</b></p><script>alert(1)</script><img src=x onerror=alert(1)>"))
        #expect(mail.text.contains("Hello you") && !mail.text.contains("alert"))
        #expect(mail.html?.contains("Hello") == true)
        #expect(mail.html?.contains("script") == false && mail.html?.contains("onerror") == false)
    }

    @Test func `a subject is one line of at most 300 characters`() {
        let mail = read(rawMail(["Subject": "A\r\n B" + String(repeating: "x", count: 500)]))
        #expect(mail.subject.count == 300 && !mail.subject.contains(where: \.isNewline))
    }

    @Test func `nothing at all is unreadable, and no bytes are too strange`() {
        #expect(read([]).isUnreadable)
        #expect(read(Array("\r\n\r\n".utf8)).isUnreadable)
        for seed in 0..<50 {
            let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ seed &* 97) }
            let mail = read(bytes)
            #expect(mail.isUnreadable || !mail.text.isEmpty || !mail.subject.isEmpty || !mail.mail.attachments.isEmpty)
        }
    }

    @Test func `a mail without Message-ID has one of its own, always the same`() {
        let raw = rawMail(["Message-ID": ""])
        #expect(IncomingMail.key(raw: raw) == IncomingMail.key(raw: raw))
        #expect(IncomingMail.key(raw: raw) != IncomingMail.key(raw: rawMail(["Message-ID": ""], "Other")))
        #expect(IncomingMail.key(raw: raw).hasSuffix("@moat.synthetic"))
    }
}
