import Mail
import Testing

private let parser = MailParser { _ in "x" }
private let own: Set<String> = ["help@moat.example"]

private func classify(_ headers: String, body: String = "Hi") -> AutomaticMail {
    let base =
        "From: Ann <ann@example.com>\nTo: help@moat.example\nMessage-ID: <1@x>\nDate: Mon, 23 Nov 2026 10:00:00 +0800\n"
    let names = headers.split(separator: "\n").map { $0.prefix { $0 != ":" } }
    let kept = base.split(separator: "\n").filter { line in !names.contains(line.prefix { $0 != ":" }) }
    let text = kept.joined(separator: "\n") + "\n" + headers + "\n\n" + body
    return AutomaticMail.classify(parser.parse(raw: Array(text.utf8)), ownAddresses: own, loopIdentity: "box-1")
}

struct AutomaticMailTests {
    @Test func `a person's mail may be answered`() {
        let verdict = classify("Subject: Help please")
        #expect(verdict.kind == .human && verdict.mayAnswer && verdict.reasons == [])
        #expect(classify("Auto-Submitted: no").mayAnswer)
        #expect(classify("To: help+t-12@moat.example").mayAnswer)
    }

    @Test(arguments: [
        ("Auto-Submitted: auto-replied", AutomaticMail.Kind.autoReply), ("Auto-Submitted: auto-generated", .notice),
        ("Auto-Submitted: auto-replied (vacation)", .autoReply), ("X-Autoreply: yes", .autoReply),
        ("X-Autorespond: x", .autoReply), ("Subject: 自动回复: 您好", .autoReply), ("Precedence: auto_reply", .autoReply),
        ("Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSN77ya?= =?utf-8?B?5LyR5YGH?=", .autoReply),
        ("Subject: Automatic reply: away", .autoReply), ("Precedence: bulk", .bulk), ("X-Precedence: junk", .bulk),
        ("List-Id: <news.example.com>", .bulk), ("List-Unsubscribe: <mailto:u@example.com>", .bulk),
        ("From: no-reply@example.com", .notice), ("Return-Path: <>", .notice), ("X-Moat-Loop: box-1", .ownLoop),
    ]) func `automatic mail is recognised and not answered`(header: String, kind: AutomaticMail.Kind) {
        let verdict = classify(header)
        #expect(verdict.kind == kind)
        #expect(!verdict.mayAnswer)
    }

    @Test(arguments: [
        ("X-Auto-Response-Suppress: OOF, AutoReply", "response-suppressed"), ("From: help@moat.example", "own-sender"),
        ("To: other@example.com", "not-addressed"), ("From: ", "no-sender"),
    ]) func `a person's mail that robots must not answer`(header: String, reason: String) {
        let verdict = classify(header)
        #expect(verdict.kind == .human && !verdict.mayAnswer && verdict.reasons == [reason])
    }

    @Test func `another installation's loop header is not ours`() {
        #expect(classify("X-Moat-Loop: box-2").kind == .human)
    }

    @Test func `a delivery report names the mail, the recipient and the reason`() throws {
        let verdict = AutomaticMail.classify(parser.parse(raw: try fixture("bounce")), ownAddresses: own)
        #expect(verdict.kind == .bounce && !verdict.mayAnswer)
        let bounce = try #require(verdict.bounce)
        #expect(bounce.originalMessageID == "ours-1@moat.example" && bounce.isPermanent)
        let status = DeliveryStatus(
            finalRecipient: "gone@example.com", action: "failed", status: "5.1.1",
            diagnostic: "smtp; 550 5.1.1 no such user")
        #expect(bounce.recipients == [status])
    }

    @Test func `a delay is not permanent and headers alone lead to the mail`() throws {
        let bounce = AutomaticMail.classify(parser.parse(raw: try fixture("delayed"))).bounce
        #expect(bounce?.isPermanent == false)
        #expect(bounce?.originalMessageID == "ours-1@moat.example")
    }

    @Test func `a bounce without report is known by sender and subject`() {
        let verdict = classify(
            "From: postmaster@qq.com\nReturn-Path: <>\nSubject: 系统退信\nIn-Reply-To: <ours-2@moat.example>",
            body: "无法投递 550 5.2.2 Mailbox full")
        #expect(verdict.kind == .bounce)
        #expect(verdict.bounce?.isPermanent == true)
        #expect(verdict.bounce?.originalMessageID == "ours-2@moat.example")
        #expect(classify("From: postmaster@example.com\nSubject: Welcome").kind == .notice)
    }
}
