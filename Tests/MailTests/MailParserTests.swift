import Base
import FoundationEssentials
import Mail
import Testing

private let parser = MailParser { "synthetic-\($0.count)" }

func fixture(_ name: String) throws -> [UInt8] {
    let text = try #require(Fixtures.all[name])
    return Array(try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters)))
}

private func parse(_ name: String) throws -> ParsedMail { parser.parse(raw: try fixture(name)) }
private func parse(text: String) -> ParsedMail {
    parser.parse(raw: Array(text.replacing("\n", with: "\r\n").utf8))
}

struct MailParserTests {
    @Test(arguments: [
        ("gb18030", "您好，我的订单㐂朱镕基还没有收到。"), ("gbk-as-gb2312", "朱镕基的發票"), ("big5", "您好，訂單尚未收到。"),
        ("iso2022jp", "こんにちは、注文が届きません。"), ("euckr", "안녕하세요 주문"), ("cp1252", "Grüße – “schön” €5"),
        ("cp1251", "Здравствуйте, заказ"), ("sjis", "①注文の件"), ("latin1-really-1252", "“quoted” €"),
        ("utf8-as-ascii", "Grüße 您好"), ("utf8-no-charset", "没有字符集的正文"), ("gbk-no-charset", "没有字符集的正文"),
    ]) func `bodies of every character set are read`(name: String, text: String) throws {
        let mail = try parse(name)
        #expect(mail.text?.trimmingEnds == text)
        let isUndeclared = name == "gbk-no-charset"
        #expect(mail.defects.map(\.code) == (isUndeclared ? ["charset.doubtful"] : []))
    }

    @Test(arguments: [
        ("unknown-charset", "订单没有收到，请退款"), ("unknown-latin", "Die Bestellung für Müller"), ("utf8-as-gb2312", "正常文本"),
    ]) func `unknown and wrong labels give the best effort and a defect`(name: String, text: String) throws {
        let mail = try parse(name)
        #expect(mail.text?.trimmingEnds == text)
        #expect(mail.defects.map(\.code) == ["charset.doubtful"])
    }

    @Test(arguments: [
        ("gb18030", "订单没有收到", "张三"), ("gbk-as-gb2312", "朱镕基", "朱镕基"), ("big5", "訂單問題", "Ann"),
        ("iso2022jp", "注文について", "Ann"), ("euckr", "주문 문의", "Ann"), ("cp1252", "Grüße", "Ann"),
        ("split-words", "关于退款的问题", "中文标题测试"), ("glued-words", "Re: 你好, world end =?bad?X?zz?=", "Ann"),
        ("gbk-no-charset", "原始主题没有编码", "张三"),
    ]) func `subjects and names are decoded`(name: String, subject: String, sender: String) throws {
        let mail = try parse(name)
        #expect(mail.subject == subject)
        #expect(mail.from.first?.name == sender)
    }

    @Test func `file names are decoded in every way mailers write them`() throws {
        let mail = try parse("filenames")
        #expect(mail.text?.trimmingEnds == "body")
        #expect(
            mail.attachments.map(\.filename) == [
                "发票.pdf", "朱镕基合同.doc", "很长的文件名.txt", "朱镕基.txt", "截图.png", "原始字节.bin", "wd",
            ])
        #expect(mail.attachments[0].bytes == Array("%PDF-1".utf8))
        #expect(mail.attachments[4].contentType == "image/png")
    }

    @Test func `nested parts become bodies, inline images and files`() throws {
        let mail = try parse("nested")
        #expect(mail.text == "plain words\nfooter")
        #expect((mail.html ?? "").contains("html words"))
        #expect(mail.attachments.map(\.filename) == ["pic.png", "Inner.eml"])
        #expect(mail.attachments.map(\.inline) == [true, false])
        #expect(mail.attachments.first?.contentID == "pic@x")
        #expect(mail.attachments.last?.contentType == "message/rfc822")
        let source = String(decoding: mail.attachments.last?.bytes ?? [], as: UTF8.self)
        #expect(source.contains("inner words"))
    }

    @Test func `a mail of HTML only takes the set its own head names`() throws {
        let mail = try parse("html-only")
        #expect(mail.text == nil)
        #expect((mail.html ?? "").contains("镕基 只有网页"))
    }

    @Test func `flowed lines are joined`() throws {
        #expect(try parse("flowed").text == "This is one long line.\nNext.\n> quoted more\n-- \nsig ")
    }

    @Test func `headers of an ordinary mail`() {
        let mail = parse(
            text: """
                Return-Path: <ann@example.com>
                Delivered-To: help+t1@moat.example
                X-Original-To: help@moat.example
                From: "Doe, Ann" <Ann@Example.com>
                Reply-To: team@example.com
                To: Help <help@moat.example>, friends: bob@example.com, Eve <eve@example.com>;
                Cc: undisclosed-recipients:;
                Subject: a
                 folded subject
                Date: Mon, 23 Nov 2026 10:00:00 +0800
                Message-ID: <m1@example.com>
                In-Reply-To: Your message <m0@moat.example> of today
                References: <r1@x> <r2@x>
                 <r3@x>

                Hi
                """)
        #expect(mail.messageID == "m1@example.com" && mail.hasOwnMessageID)
        #expect(mail.from == [MailAddress(name: "Doe, Ann", "Ann@Example.com")])
        #expect(mail.from.first?.key == "ann@example.com")
        #expect(mail.replyTo.map(\.address) == ["team@example.com"])
        #expect(mail.to.map(\.address) == ["help@moat.example", "bob@example.com", "eve@example.com"])
        #expect(mail.cc == [])
        #expect(mail.returnPath == "ann@example.com")
        #expect(mail.deliveredTo == ["help+t1@moat.example", "help@moat.example"])
        #expect(mail.subject == "a folded subject")
        #expect(mail.date == Instant("2026-11-23T02:00:00Z"))
        #expect(mail.inReplyTo == ["m0@moat.example"])
        #expect(mail.references == ["r1@x", "r2@x", "r3@x"])
        #expect(mail.text?.trimmingEnds == "Hi")
        #expect(mail.defects == [])
    }

    @Test func `a mail without identifier gets the same one each time`() {
        let mail = parse(text: "From: a@example.com\n\nHi")
        #expect(!mail.hasOwnMessageID && mail.messageID.hasPrefix("synthetic-"))
        #expect(mail.messageID == parse(text: "From: a@example.com\n\nHi").messageID)
        #expect(mail.defects.map(\.code) == ["message_id.missing", "date.missing"])
    }

    @Test func `what is no mail keeps its words and says so`() throws {
        for text in ["", "hello", "\n\nonly words", "garbage line\nanother\n\nwords"] {
            let mail = parse(text: text)
            #expect(mail.defects.contains { $0.code == "from.missing" })
        }
        #expect((parse(text: "\n\nonly words").text ?? "").contains("only words"))
        let broken = try parse("no-boundary")
        #expect((broken.text ?? "").contains("words without a boundary"))
        #expect(try parse("truncated").text != nil)
    }

    @Test func `nesting and numbers of parts are limited`() {
        var deep = "From: a@example.com\nMIME-Version: 1.0\n"
        for level in 0..<3_000 { deep += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        #expect(parse(text: deep).defects.contains { $0.code == "mime.too_deep" })
        let part = "--b\nContent-Disposition: attachment; filename=f\n\nx\n"
        let many =
            "From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n" + String(repeating: part, count: 1_500)
        let mail = parse(text: many)
        #expect(mail.attachments.count < 1_000 && mail.defects.contains { $0.code == "mime.too_deep" })
    }

    @Test(arguments: 0..<40) func `random damage never stops the parser`(seed: Int) throws {
        let random = Randomness.seeded(UInt64(seed))
        let names = Fixtures.all.keys.sorted()
        for _ in 0..<25 {
            var bytes = try fixture(names[random.below(names.count)])
            for _ in 0..<(1 + random.below(30)) {
                let place = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(20)))
                case 2:
                    bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 60)], at: random.below(bytes.count))
                default: bytes.insert(contentsOf: [13, 10, 45, 45], at: place)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            let mail = parser.parse(raw: bytes)
            #expect(!mail.messageID.isEmpty)
        }
        let noise = (0..<5_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        #expect(!parser.parse(raw: noise).messageID.isEmpty)
    }

    @Test func `every cut of a mail can be parsed`() throws {
        let bytes = try fixture("nested")
        for end in stride(from: 0, to: bytes.count, by: 7) { _ = parser.parse(raw: Array(bytes[..<end])) }
    }
}

extension String {
    var trimmingEnds: String {
        var text = Substring(self)
        while text.last?.isWhitespace == true { text.removeLast() }
        while text.first?.isWhitespace == true { text.removeFirst() }
        return String(text)
    }
}
