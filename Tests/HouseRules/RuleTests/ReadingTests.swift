import Testing

struct ReadingTests {
    private func words(_ text: String) -> [String] { SourceFile("A.swift", text).code.map(\.text) }

    @Test func `comments and text are no code`() {
        #expect(words("a // Task {\n/* b /* c */ d */ e") == ["a", "e"])
        #expect(words(#"f("Task { }")"#) == ["f", "(", ")"])
        #expect(words("x = \"\"\"\n  \"quoted\" try!\n  \"\"\"\ny") == ["x", "=", "y"])
        #expect(words("a(/[\"]x!/) + b") == ["a", "(", ")", "+", "b"])
    }

    @Test func `what is interpolated is code`() {
        #expect(words(#"f("a \(b + "c \(d)") e")"#) == ["f", "(", "b", "+", "d", ")"])
        #expect(words(##"f(#"a \(b) \#(c)"#)"##) == ["f", "(", "c", ")"])
    }

    @Test func `lines are counted through everything`() {
        let text = "/*\n*/ a\n\"\"\"\n\\(b)\n\"\"\"\nc"
        #expect(SourceFile("A.swift", text).code.map(\.line) == [2, 4, 6])
    }

    @Test func `declarations know where they are`() {
        let text = """
            @Suite struct A {
                @Test(arguments: [1, 2].map { $0 }) func one(x: Int) {
                    func inner() {}
                }
                private static func two() -> [Int] { [].map { $0 } }
                init?(y: () -> Void = {}) { self.init(z: 1) }
            }
            protocol P { func none(); var v: Int { get } }
            """
        let found = Declaration.all(in: SourceFile("A.swift", text))
        #expect(found.map(\.name) == ["inner", "one", "two", "init", "A", "P"])
        #expect(found[0].around.map(\.name) == ["A", "one"])
        #expect(found[1].attributes == ["Test"])
        #expect(found[1].lines == 2...4)
        #expect(found[2].modifiers == ["private", "static"])
        #expect(found[4].lines == 1...7)
    }
}
