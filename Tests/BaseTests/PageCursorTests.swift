import Base
import Testing

@Suite struct PageCursorTests {
    @Test func `a cursor survives its text form`() throws {
        let cursor = PageCursor(.int(1_700_000_000_000_000), .string("王小明/?&+"))
        let text = cursor.text
        #expect(!text.contains("+") && !text.contains("/") && !text.contains("="))
        #expect(try PageCursor(parsing: text, count: 2) == cursor)
    }

    @Test(arguments: ["", "%%%", "bnVsbA", "W10", String(repeating: "A", count: 3_000)])
    func `anything else is a 400`(text: String) {
        let problem = #expect(throws: Problem.self) { try PageCursor(parsing: text, count: 2) }
        #expect(problem?.code == "page.cursor")
    }
}
