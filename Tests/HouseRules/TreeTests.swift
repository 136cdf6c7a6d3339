import Testing

/// The rules, on the tree itself.
struct TreeTests {
    static let rules: [Rule] = [
        .fileLength, .functionLength, .lineLength, .strayTask, .clock, .force, .printing, .publicAccess, .mutex,
        .unsafeCode, .lostTest, .sleepingTest, .doorImports, .rings, .domainWords, .leftovers, .machinePaths, .readmes,
        .executables, .noPackages, .catalogues, .pageStrings,
    ]

    @Test(arguments: rules)
    func `the tree keeps the rule`(rule: Rule) {
        let findings = rule.check(Tree.here.files).map(\.description)
        #expect(findings.count == 0, "\(findings.prefix(50).joined(separator: "\n"))")
    }

    @Test func `the top of the tree is as designed`() {
        #expect(Rule.topEntries(Tree.here.entries) == [])
    }

    @Test func `the tree is seen`() {
        #expect(Tree.here.files.count > 80)
        #expect(Tree.here.files.contains { $0.path == "Shared/Base/Locked.swift" && $0.tokens.count > 100 })
    }
}
