import Testing
import Text

struct PassageTests {
    /// What the marks cover, as a page reads them: by code points.
    private static func marked(_ passage: Passage) -> [String] {
        let points = Array(passage.text.unicodeScalars)
        return passage.marks.map { mark in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: points[mark[0]..<(mark[0] + mark[1])])
            return String(view)
        }
    }

    @Test func `marks cover the matches exactly`() {
        let passage = Passage(
            of: "👩‍👩‍👧 Please reset the pass, résétting helps. 然后重置密码即可。", terms: ["reset": 1, "密码": 1])
        #expect(Self.marked(passage) == ["reset", "résétting", "密码"])
    }

    @Test func `touching matches are one mark`() {
        let passage = Passage(of: "点击忘记密码按钮", terms: ["忘记": 1, "记密": 0.4, "密码": 1])
        #expect(Self.marked(passage) == ["忘记密码"])
    }

    @Test func `the passage is where most of the words are`() {
        let filler = String(repeating: "这里讲的是别的事情。", count: 60)
        let passage = Passage(of: "密码。" + filler + "重置密码的方法在这里。" + filler, terms: ["重置": 2, "密码": 1])
        #expect(passage.text.contains("重置密码的方法"))
        #expect(passage.text.hasPrefix("…") || passage.text.hasPrefix("重置"))
        #expect(Self.marked(passage) == ["重置密码"])
        #expect(passage.text.unicodeScalars.count <= Passage.length + 2)
    }

    @Test func `a word far into a very long text is found`() {
        let filler = String(repeating: "Nothing to see in this sentence. ", count: 3_000)
        let passage = Passage(of: filler + "The kangaroo is here. " + filler, terms: ["kangaroo": 1])
        #expect(Self.marked(passage) == ["kangaroo"])
    }

    @Test(arguments: [
        "", "   ", "# ", "```", "<!--", "[](", "\u{301}", "\\", "|||", "****", String(repeating: ">", count: 500),
    ])
    func `no text breaks it`(_ text: String) {
        let passage = Passage(of: text, terms: ["x": 1])
        #expect(passage.marks.isEmpty)
    }

    @Test func `without a match it is the beginning`() {
        #expect(Passage(of: "Title\nFirst words.", terms: ["absent": 1]).text == "Title First words.")
    }
}
