import Testing
import Text

@Suite struct FlatXMLTests {
    @Test func `a message's fields are read, CDATA and entities too`() {
        let xml = """
            <xml><ToUserName><![CDATA[gh_1]]></ToUserName><CreateTime>1348831860</CreateTime>
            <Content><![CDATA[你好 <b>&amp;]]></Content><Label>a &amp; b</Label></xml>
            """
        #expect(
            FlatXML.fields(xml) == [
                "ToUserName": "gh_1", "CreateTime": "1348831860", "Content": "你好 <b>&amp;", "Label": "a & b",
            ])
    }

    @Test(arguments: [
        "", "<xml>", "not xml", "<xml><A>1</B></xml>",
        "<!DOCTYPE xml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><xml><A>&b;</A></xml>",
        "<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xml><A>1</A></xml>",
        "<xml>" + String(repeating: "<A>", count: 100_000),
    ]) func `bombs and broken documents are refused`(xml: String) { #expect(FlatXML.fields(xml) == nil) }
}
