import Testing

@testable import Knowledge

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
