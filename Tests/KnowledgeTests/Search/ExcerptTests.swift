import Testing

@testable import Knowledge

struct ExcerptTests {
    /// What the marks cover, as a page reads them: by code points.
    private static func marked(_ excerpt: Excerpt) -> [String] {
        let points = Array(excerpt.text.unicodeScalars)
        return excerpt.marks.map { mark in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: points[mark[0]..<(mark[0] + mark[1])])
            return String(view)
        }
    }

    @Test func `marks cover the matches exactly`() {
        let excerpt = Excerpt(
            of: "👩‍👩‍👧 Please **reset** the pass, résétting helps. 然后重置密码即可。", terms: ["reset": 1, "密码": 1])
        #expect(Self.marked(excerpt) == ["reset", "résétting", "密码"])
        #expect(!excerpt.text.contains("*"))
    }

    @Test func `touching matches are one mark`() {
        let excerpt = Excerpt(of: "点击忘记密码按钮", terms: ["忘记": 1, "记密": 0.4, "密码": 1])
        #expect(Self.marked(excerpt) == ["忘记密码"])
    }

    @Test func `the passage is where most of the words are`() {
        let filler = String(repeating: "这里讲的是别的事情。", count: 60)
        let excerpt = Excerpt(of: "密码。" + filler + "重置密码的方法在这里。" + filler, terms: ["重置": 2, "密码": 1])
        #expect(excerpt.text.contains("重置密码的方法"))
        #expect(excerpt.text.hasPrefix("…") || excerpt.text.hasPrefix("重置"))
        #expect(Self.marked(excerpt) == ["重置密码"])
        #expect(excerpt.text.unicodeScalars.count <= Excerpt.length + 2)
    }

    @Test func `a word far into a very long text is found`() {
        let filler = String(repeating: "Nothing to see in this sentence. ", count: 3_000)
        let excerpt = Excerpt(of: filler + "The kangaroo is here. " + filler, terms: ["kangaroo": 1])
        #expect(Self.marked(excerpt) == ["kangaroo"])
    }

    @Test(arguments: [
        "", "   ", "# ", "```", "<!--", "[](", "\u{301}", "\\", "|||", "****", String(repeating: ">", count: 500),
    ])
    func `no text breaks it`(_ text: String) {
        let excerpt = Excerpt(of: text, terms: ["x": 1])
        #expect(excerpt.marks.isEmpty)
    }

    @Test func `without a match it is the beginning`() {
        #expect(Excerpt(of: "# Title\n\nFirst words.", terms: ["absent": 1]).text == "Title First words.")
    }
}

struct MarkdownTextTests {
    @Test(arguments: [
        ("# Heading #", "Heading"), ("- [x] done **now**", "done now"), ("1. first\n2. second", "first\nsecond"),
        ("see [the page](https://x.example/a_b) now", "see the page now"), ("![a *cat*](cat.png)", "a cat"),
        ("> quoted\n> > twice", "quoted\ntwice"), ("| a | b |\n|---|:-:|\n| c | d |", "a b\nc d"),
        ("`user_id` and snake_case and _soft_", "user_id and snake_case and soft"),
        ("<b>bold</b> &amp; a < b", "bold & a < b"),
        ("```swift\nlet a = *b\n```", "let a = *b"), ("a<!-- secret\nlines -->b", "ab"), ("2 * 3 \\* 4", "2 3 * 4"),
        ("Wow! ~~old~~", "Wow! old"), ("Title\n=====", "Title"),
    ])
    func `marks go, words stay`(_ markdown: String, _ plain: String) {
        #expect(MarkdownText.plain(markdown) == plain)
    }
}
