import Testing

struct WebRuleTests {
    private func findings(zh: String, en: String, page: String) -> [String] {
        Rule.catalogues.check([
            SourceFile("Services/Gateway/Web/text/zh.json", zh), SourceFile("Services/Gateway/Web/text/en.json", en),
            SourceFile("Services/Gateway/Web/inbox.js", page),
        ]).map(\.message)
    }

    @Test func `catalogues that differ are found`() {
        #expect(findings(zh: #"{"a":{"b":"1"}}"#, en: #"{"a":{"b":"2"}}"#, page: "") == [])
        #expect(findings(zh: #"{"a":{"b":"1"}}"#, en: "{}", page: "") == ["'a.b' is not in en.json"])
        #expect(findings(zh: "{}", en: #"{"c":"2"}"#, page: "") == ["'c' is not in zh.json"])
        #expect(Rule.catalogues.findings("Services/Gateway/Web/inbox.js", "t('a')").count == 1)
    }

    @Test func `a key that is in no catalogue is found`() {
        let text = #"{"a.b":"1"}"#
        #expect(findings(zh: text, en: text, page: "t('a.c')") == ["'a.c' is in no catalogue"])
        #expect(findings(zh: text, en: text, page: "<p data-t=\"x\">") == ["'x' is in no catalogue"])
        #expect(findings(zh: text, en: text, page: "t(`b.${c}`)") == ["'b.' is in no catalogue"])
        #expect(findings(zh: text, en: text, page: "t('a.b'); t(`a.${c}`); t('a.' + c); set('x'); t(key)") == [])
    }

    @Test func `a part of the pages may have a catalogue of its own`() {
        let files = [
            SourceFile("Services/Gateway/Web/zh.json", "{}"), SourceFile("Services/Gateway/Web/en.json", "{}"),
            SourceFile("Services/Gateway/Web/live.zh.json", #"{"a":"1"}"#),
            SourceFile("Services/Gateway/Web/live.en.json", #"{"b":"2"}"#),
            SourceFile("Services/Gateway/Web/live.js", "t('a')"),
        ]
        #expect(Rule.catalogues.check(files).map(\.message) == ["'a' is not in en.json", "'b' is not in zh.json"])
    }

    @Test func `a language has as many plural forms as it needs`() {
        #expect(findings(zh: #"{"d":"天"}"#, en: #"{"d.one":"day","d.other":"days"}"#, page: "t('d', 2)") == [])
    }

    @Test func `Chinese in a page is found`() {
        #expect(Rule.pageStrings.findings("Services/Gateway/Web/a.js", "[\"zh\", \"中文\"]; /写道/.test(a)").isEmpty)
        #expect(Rule.pageStrings.findings("Services/Gateway/Web/inbox.js", "a = '工单'").count == 1)
        #expect(Rule.pageStrings.findings("Services/Gateway/Web/text/zh.json", "{\"a\":\"工单\"}").isEmpty)
    }
}
