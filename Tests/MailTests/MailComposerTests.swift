import Base
import Mail
import Testing

private let parser = MailParser { _ in "x" }

struct MailComposerTests {
    private func mail() -> OutgoingMail {
        var mail = OutgoingMail(
            messageID: "entry-1@moat.example", date: Instant(seconds: 1_795_400_000),
            from: MailAddress(name: "客服 \"Moat\", Team", "help@moat.example"),
            to: [MailAddress(name: "张三", "zhang@example.cn"), MailAddress("bob@example.com")],
            subject: "回复：订单没有收到 " + String(repeating: "很长的主题", count: 20), text: "您好，\n已经寄出。\n.\nFrom here")
        mail.replyTo = MailAddress("help+t-1-abc@moat.example")
        mail.inReplyTo = "m1@example.cn"
        mail.references = (0..<40).map { "r\($0)@example.cn" } + ["m1@example.cn"]
        return mail
    }

    @Test func `what is composed is parsed back`() throws {
        var out = mail()
        out.cc = [MailAddress(name: "Ann", "ann@example.com")]
        out.html = "<p>您好 <img src=\"cid:pic@moat\"></p>"
        out.attachments = [
            MailAttachment(filename: "发票 1.pdf", contentType: "application/pdf", bytes: Array(0...255)),
            MailAttachment(
                filename: "p.png", contentType: "image/png", bytes: [1, 2, 3], contentID: "pic@moat", inline: true),
        ]
        out.headers = [MailHeader(name: "X-Moat-Ticket", value: "1")]
        let bytes = try MailComposer.compose(out)
        let back = parser.parse(raw: bytes)
        #expect(back.defects == [])
        #expect(back.messageID == out.messageID && back.date == out.date)
        #expect(back.from == [out.from] && back.to == out.to && back.cc == out.cc)
        #expect(back.replyTo.map(\.address) == ["help+t-1-abc@moat.example"])
        #expect(back.subject == out.subject)
        #expect(back.text == out.text && back.html == out.html)
        #expect(back.inReplyTo == ["m1@example.cn"])
        #expect(
            back.references == (0..<10).map { "r\($0)@example.cn" } + (31..<40).map { "r\($0)@example.cn" } + [
                "m1@example.cn"
            ])
        #expect(Set(back.attachments.map(\.filename)) == ["发票 1.pdf", "p.png"])
        #expect(back.attachments.first { $0.filename == "发票 1.pdf" }?.bytes == Array(0...255))
        #expect(back.attachments.first { $0.inline }?.contentID == "pic@moat")
        #expect(back.header("x-moat-ticket") == "1")
    }

    @Test func `bytes are 7-bit, in CRLF lines of bounded length, and the same each time`() throws {
        var out = mail()
        out.text = String(repeating: "x", count: 5_000) + "\n" + String(repeating: "长", count: 3_000)
        let bytes = try MailComposer.compose(out)
        #expect(bytes == (try MailComposer.compose(out)))
        #expect(bytes.allSatisfy { $0 < 128 })
        for line in bytes.split(separator: 10, omittingEmptySubsequences: false).dropLast() {
            #expect(line.last == 13 && line.count <= 999 && !line.dropLast().contains(13))
        }
        #expect(parser.parse(raw: bytes).text == out.text)
    }

    @Test(arguments: ["a\r\nBcc: evil@example.com", "a\nX: y", "a\rX: y", "a\0b", "a\r\n\r\nbody", "a\u{2028}b"])
    func `no value adds a header`(value: String) throws {
        var out = mail()
        out.subject = value
        out.from.name = value
        out.to[0].name = value
        out.headers = [MailHeader(name: "X-Note", value: value)]
        out.automatic = .init(isReply: false, loopIdentity: value)
        out.attachments = [MailAttachment(filename: value, contentType: value, bytes: [1])]
        let back = parser.parse(raw: try MailComposer.compose(out))
        #expect(back.bcc == [] && back.header("x") == nil)
        #expect(back.text == out.text)
        #expect(back.to.map(\.address) == out.to.map(\.address))
    }

    @Test(arguments: [
        "", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\r\nX: y", "<a@b>", "a@b>", "a,b@c", "a@-.", "é@b", "a@b..c",
    ])
    func `addresses that could break out are refused`(address: String) {
        var out = mail()
        out.to = [MailAddress(address)]
        if address == "a@-." || address == "a@b..c" {
            #expect(!MailComposer.isAddress(address))
        }
        #expect(throws: Problem.self) { try MailComposer.compose(out) }
    }

    @Test func `headers that are set by other means are refused`() {
        for name in ["Bcc", "from", "X Y", "X:Y", "", "Sübject"] {
            var out = mail()
            out.headers = [MailHeader(name: name, value: "x")]
            #expect(throws: Problem.self) { try MailComposer.compose(out) }
        }
        var out = mail()
        out.references = ["a> <b"]
        #expect(throws: Problem.self) { try MailComposer.compose(out) }
    }

    @Test func `our automatic mail is known as such when it comes back`() throws {
        var out = mail()
        out.automatic = .init(isReply: true, loopIdentity: "box-1")
        let back = parser.parse(raw: try MailComposer.compose(out))
        #expect(AutomaticMail.classify(back, loopIdentity: "box-1").kind == .ownLoop)
        #expect(AutomaticMail.classify(back, loopIdentity: "box-2").kind == .autoReply)
    }
}
