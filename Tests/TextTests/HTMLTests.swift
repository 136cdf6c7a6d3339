import Base
import Testing
import Text

struct HTMLTextTests {
    @Test(arguments: [
        ("<p>Hello <b>World</b></p><p>Second</p>", "Hello World\n\nSecond"),
        ("a<br>b<br><br>c", "a\nb\n\nc"), ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<a href='https://x.example/a'>click</a> now", "click (https://x.example/a) now"),
        ("<a href='https://x.example/'>https://x.example/</a>", "https://x.example/"),
        ("<a href='javascript:alert(1)'>click</a>", "click"), ("<a href='mailto:a@b.c'>a@b.c</a>", "a@b.c"),
        ("<ul><li>a</li><li>b</li></ul><ol><li>x<li>y</ol>", "- a\n- b\n\n1. x\n2. y"),
        ("<style>p{}</style><script>alert('x')</script><title>t</title>text", "text"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("On Monday wrote:<blockquote>old<br>words</blockquote>new", "On Monday wrote:\n\n> old\n> words\n\nnew"),
        ("<pre>a\n  b</pre>", "a\n  b"), ("&lt;tag&gt; &amp; &nbsp;&eacute; &#20013;文", "<tag> & é 中文"),
        ("  spaces \n and\tlines  ", "spaces and lines"), ("<img alt='Logo' src=x><img src=y>", "[Logo]"),
        ("no tags at all", "no tags at all"), ("", ""), ("<p>unclosed <b>bold", "unclosed bold"),
        ("<html><head><meta charset=gb2312></head><body>您好</body></html>", "您好"), ("a\0b", "ab"),
        ("<p>　　您好，</p><p></p><p> </p><p>再见</p>", "您好，\n\n再见"),
    ]) func `HTML becomes the words people see`(html: String, text: String) {
        #expect(HTMLText.plainText(html) == text)
    }

    @Test func `hostile nesting and size end in time`() {
        for (open, count) in [
            ("<div>", 200_000), ("<b>", 300_000), ("<table><tr><td>", 60_000), ("<a href=x>", 100_000),
        ] {
            let html = String(repeating: open, count: count) + "words"
            #expect(HTMLText.plainText(html).contains("words"))
            #expect(HTMLSanitiser.clean(html).contains("words"))
        }
        let long = String(repeating: "<p>Hello <b>you</b> &amp; me</p>\n", count: 300_000)
        let started = SystemTime().now()
        #expect(HTMLText.plainText(long).utf8.count > 4_000_000)
        #expect(HTMLSanitiser.clean(long).utf8.count > 9_000_000)
        #expect(SystemTime().now() - started < .seconds(60))
    }

    @Test(arguments: 0..<30) func `random markup never stops it and never passes the allow-list`(seed: Int) {
        let random = Randomness.seeded(UInt64(seed))
        let pieces = [
            "<", ">", "</", "<script>", "</script>", "<p", " onclick=", "\"", "'", "<img src=", "x", "javascript:",
            "<!--", "-->",
            "<svg>", "<style>", "&lt;", "&#0;", "&#x", "<a href=", "中文", "\u{0}", "<![CDATA[", "]]>", "<?xml", "<math>",
            "/", "=",
            "<template>", "<textarea>", "<noscript>", "`", "<b>", "</p>", "<body onload=1>", "\n",
        ]
        for _ in 0..<100 {
            let html = (0..<random.below(60)).map { _ in pieces[random.below(pieces.count)] }.joined()
            _ = HTMLText.plainText(html)
            let clean = HTMLSanitiser.clean(html)
            // The parser may put a paragraph around loose words, once.
            let again = HTMLSanitiser.clean(clean)
            #expect(HTMLSanitiser.clean(again) == again)
            let tags = clean.split(separator: "<").dropFirst(clean.hasPrefix("<") ? 0 : 1)
            for tag in tags {
                let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
                #expect(["p", "img", "a", "b"].contains(String(name)), "\(html)")
                #expect(!tag.prefix { $0 != ">" }.contains("onclick="))
            }
        }
        let bytes = (0..<3_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        _ = HTMLText.plainText(String(decoding: bytes, as: UTF8.self))
    }
}

struct HTMLSanitiserTests {
    @Test(arguments: [
        ("<p onclick=\"x()\">a</p>", "<p>a</p>"), ("<script>alert(1)</script>a", "<p>a</p>"),
        ("<b><style>x</style>a</b>", "<b>a</b>"), ("<iframe src=x>y</iframe><i>a</i>", "<i>a</i>"),
        ("<form action=x><input name=a><p>a</p></form>", "<p>a</p>"),
        ("<svg><script>x</script></svg><i>a</i>", "<i>a</i>"),
        ("<a href=\"javascript:alert(1)\">a</a>", "<a>a</a>"), ("<a href=\" java\nscript:alert(1)\">a</a>", "<a>a</a>"),
        ("<a href=\"&#106;avascript:alert(1)\">a</a>", "<a>a</a>"), ("<a href=\"/relative\">a</a>", "<a>a</a>"),
        (
            "<a href=\"https://x.example/?a=1&amp;b=2\">a</a>",
            "<a href=\"https://x.example/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">a</a>"
        ),
        (
            "<img src=\"https://t.example/p.gif\" alt=\"&quot;x\">",
            "<img data-src=\"https://t.example/p.gif\" alt=\"&quot;x\">"
        ),
        ("<img src=\"cid:pic@x\" onerror=x>", "<img src=\"cid:pic@x\">"),
        ("<img src=\"data:image/png;base64,AAAA\">", "<img src=\"data:image/png;base64,AAAA\">"),
        ("<img src=\"data:image/svg+xml;base64,AAAA\">", "<img>"), ("<img src=\"data:text/html,x\">", "<img>"),
        ("<p style=\"position:fixed\" class=x id=y>a</p>", "<p>a</p>"),
        ("<div><marquee>a</marquee></div>", "<div>a</div>"), ("<b>1 &lt; 2 &amp; 3</b>", "<b>1 &lt; 2 &amp; 3</b>"),
        (
            "<p title=\"&lt;img src=x onerror=alert(1)&gt;\">a</p>",
            "<p title=\"&lt;img src=x onerror=alert(1)&gt;\">a</p>"
        ),
        ("<td colspan=2 width=\"50%\" height=\"1;x\">a</td>", "<td colspan=\"2\" width=\"50%\">a</td>"),
        ("<p>a<b>b</p>c", "<p>a<b>b</b></p>"),
    ]) func `only what is allowed stays`(html: String, clean: String) {
        #expect(HTMLSanitiser.clean(html).hasPrefix(clean))
    }

    @Test func `remote images are counted and content identifiers told`() {
        let result = HTMLSanitiser.inspect("<img src=http://a/1><img src=https://a/2><img src=cid:x>")
        #expect(result.blockedImages == 2 && result.contentIDs == ["x"])
    }
}
