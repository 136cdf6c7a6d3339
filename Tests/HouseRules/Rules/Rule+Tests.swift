extension Rule {
    /// A test that lost its `@Test` passes in silence.
    static let lostTest = Rule.each("lost test") { file in
        guard file.isSwift, file.path.hasPrefix("Tests/"), file.module != "TestSupport" else { return [] }
        return Declaration.all(in: file).compactMap { function in
            guard function.keyword == "func", !function.attributes.contains("Test") else { return nil }
            let inside = function.around.last
            if inside.map({ Declaration.functions.contains($0.keyword) }) ?? false { return nil }
            let named = function.name.hasPrefix("`") || function.name.hasPrefix("test")
            let suite = inside.map { $0.attributes.contains("Suite") || $0.name.hasSuffix("Tests") } ?? false
            let helper = !function.modifiers.isDisjoint(with: ["private", "fileprivate", "static"])
            return named || (suite && !helper)
                ? file.finding(function.lines.lowerBound, "\(function.name) has no @Test and is not private") : nil
        }
    }

    /// A test waits for what it is about: an event, or a clock it moves itself.
    static let sleepingTest = Rule.each("sleeping test") { file in
        guard file.isSwift, file.path.hasPrefix("Tests/"), file.module?.hasSuffix("Tests") ?? false else { return [] }
        let code = file.code
        return code.indices.dropFirst(2).compactMap { index in
            let (name, owner) = (code[index].text, code[index - 2].text)
            let sleeps = name == "usleep" || (name == "sleep" && ["Task", "Thread"].contains(owner))
            return sleeps ? file.finding(code[index].line, "sleeps: wait for the event, or move a manual clock") : nil
        }
    }
}
