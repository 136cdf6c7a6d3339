import Base
import Testing
import Text

struct TokenizerTests {
    private func texts(_ text: String, _ purpose: Tokenizer.Purpose, _ kind: Token.Kind) -> [String] {
        Tokenizer.tokens(text, for: purpose).filter { $0.kind == kind }.map(\.text)
    }

    @Test func `English words are folded and stemmed`() {
        #expect(texts("The Refunds were CLOSED; café!", .query, .word) == ["the", "refund", "wer", "clos", "caf"])
    }

    @Test func `Chinese gives dictionary words and bigrams`() {
        #expect(texts("我想申请退款", .query, .bigram) == ["我想", "想申", "申请", "请退", "退款"])
        let words = texts("我想申请退款", .query, .word)
        #expect(words.contains("申请") && words.contains("退款"))
        #expect(texts("我想申请退款", .query, .character) == [])
        #expect(texts("税 ok", .query, .character) == ["税"])
        #expect(texts("申请", .indexing, .character) == ["申", "请"])
    }

    @Test func `mixed text keeps numbers, Latin and other scripts`() {
        let tokens = Tokenizer.tokens("订单ＡＢＣ-4711已发货，iPhone15 v2.3 注文が届きません 주문 문의 заказы", for: .query)
        let found = Set(tokens.map(\.text))
        for text in ["订单", "abc", "4711", "发货", "iphone15", "2.3", "注文", "届き", "주문", "문의", "заказы"] {
            #expect(found.contains(text) || text == "2.3" && found.contains("v2.3"), "\(text)")
        }
    }

    @Test func `every range is the place of its token`() {
        let text = "Ｃafé 我想申请退款 naïve 😀 𠮷野家 end"
        let bytes = Array(text.utf8)
        for purpose in [Tokenizer.Purpose.indexing, .query] {
            for token in Tokenizer.tokens(text, for: purpose) {
                let part = String(decoding: bytes[token.range], as: UTF8.self)
                #expect(Folding.fold(part) == token.text || EnglishStem.stem(Folding.fold(part)) == token.text)
            }
        }
    }

    @Test(arguments: ["退款", "申请退款", "order 4711", "Refunds", "税", "注文", "発票"])
    func `each query token stands in the index of a text that has it`(query: String) {
        let index = Set(Tokenizer.tokens("before \(query) after, 再见", for: .indexing).map(\.text))
        for token in Tokenizer.tokens(query, for: .query) { #expect(index.contains(token.text), "\(token.text)") }
    }

    @Test(arguments: [
        ("closes", "clos"), ("closed", "clos"), ("closing", "clos"), ("close", "clos"), ("tries", "try"),
        ("tried", "try"),
        ("try", "try"), ("boxes", "box"), ("box", "box"), ("stopped", "stop"), ("running", "run"), ("bus", "bus"),
        ("status", "status"), ("class", "class"), ("classes", "class"), ("need", "need"), ("string", "string"),
        ("calling", "call"), ("called", "call"), ("customer's", "customer"), ("customers", "customer"), ("is", "is"),
        ("thing", "thing"), ("refunded", "refund"), ("größen", "größen"),
    ]) func `stems`(word: String, stem: String) { #expect(EnglishStem.stem(word) == stem) }

    @Test(arguments: 0..<10) func `any text can be tokenised`(seed: Int) {
        let random = Randomness.seeded(UInt64(seed))
        for _ in 0..<50 {
            let bytes = (0..<random.below(400)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let text = String(decoding: bytes, as: UTF8.self)
            let count = text.utf8.count
            for token in Tokenizer.tokens(text, for: .indexing) {
                #expect(token.range.upperBound <= count && !token.range.isEmpty)
            }
        }
    }

    @Test func `long texts are cut and end in time`() {
        let text = String(repeating: "客户申请退款 the customer wants a refund. ", count: 20_000)
        let started = SystemTime().now()
        let tokens = Tokenizer.tokens(text, for: .indexing)
        let span = SystemTime().now() - started
        #expect(tokens.count > 300_000 && span < .seconds(60))
        #expect(Tokenizer.tokens(String(repeating: "a", count: 100_000), for: .query).map(\.text.count) == [64])
    }

    @Test func `many threads at once`() async {
        let expected = Tokenizer.tokens("我想申请退款 Refunds", for: .indexing)
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<200 { #expect(Tokenizer.tokens("我想申请退款 Refunds", for: .indexing) == expected) }
                }
            }
        }
    }
}

struct LanguageTests {
    @Test(arguments: [
        ("Hello", "hello"), ("ＡＢＣ１２", "abc12"), ("Café", "cafe"), ("Straße", "strasse"), ("ﬁn", "fin"),
        ("Łódź", "lodz"),
        ("が", "が"), ("한국", "한국"), ("Ёлка", "ёлка"), ("中文", "中文"), ("①", "1"), ("ﾊﾟ", "パ"), ("Việt", "viet"), ("", ""),
    ]) func `folding`(text: String, folded: String) { #expect(Folding.fold(text) == folded) }

    @Test func `pinyin finds people by keyboard`() {
        #expect(Pinyin.keys("张三") == ["zhangsan", "zs"])
        #expect(Pinyin.keys("张三 Ltd 5") == ["zhangsanltd5", "zsl5"])
        #expect(Pinyin.full("吕布") == "lubu" || Pinyin.full("吕布") == "lvbu")
        #expect(Pinyin.full("曾小贤", isName: true) == "zengxiaoxian")
        #expect(Pinyin.keys("Ann") == ["ann", "a"])
        #expect(Pinyin.keys("") == [])
    }

    @Test func `names sort as people expect`() {
        let zh = Collation(locale: "zh")
        #expect(zh.sorted(["张三", "李四", "安娜", "王五"], by: { $0 }) == ["安娜", "李四", "王五", "张三"])
        let en = Collation(locale: "en")
        #expect(
            en.sorted(["Zoë", "ann", "Bob", "file10", "file9", "Änne"], by: { $0 }) == [
                "ann", "Änne", "Bob", "file9", "file10", "Zoë",
            ])
        #expect(en.compare("a", "a") == 0)
        #expect(Collation(locale: "xx-nowhere").compare("a", "b") < 0)
    }
}
