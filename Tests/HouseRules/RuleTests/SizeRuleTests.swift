import Testing

struct SizeRuleTests {
    @Test func `a file of 401 lines is too long`() {
        let line = "let a = 1\n"
        #expect(Rule.fileLength.findings("Shared/A/A.swift", String(repeating: line, count: 400)).isEmpty)
        #expect(Rule.fileLength.findings("Shared/A/A.swift", String(repeating: line, count: 401)).count == 1)
        #expect(Rule.fileLength.findings("Shared/A/data.json", String(repeating: line, count: 401)).isEmpty)
    }

    @Test func `a function of 71 lines is too long`() {
        func text(_ lines: Int) -> String { "func a() {\n" + String(repeating: "b()\n", count: lines - 2) + "}\n" }
        #expect(Rule.functionLength.findings("A.swift", text(70)).isEmpty)
        #expect(Rule.functionLength.findings("A.swift", "\n" + text(71)) == ["A.swift:2: a has 71 lines, at most 70"])
    }

    @Test func `a line of 121 columns is too long, in Chinese too`() {
        #expect(Rule.lineLength.findings("A.swift", String(repeating: "字", count: 120)).isEmpty)
        #expect(Rule.lineLength.findings("A.swift", String(repeating: "a", count: 121)).count == 1)
        #expect(Rule.lineLength.findings("a.js", String(repeating: "a", count: 160)).isEmpty)
        #expect(Rule.lineLength.findings("a.js", String(repeating: "a", count: 161)).count == 1)
    }
}
