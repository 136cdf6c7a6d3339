/// One file of the tree as the rules see it: where it is and what it says.
struct SourceFile: Sendable {
    /// From the top of the tree, with `/`.
    let path: String
    let text: String
    let isExecutable: Bool
    /// Only of Swift files; empty otherwise.
    let tokens: [Token]

    init(_ path: String, _ text: String, isExecutable: Bool = false) {
        (self.path, self.text, self.isExecutable) = (path, text, isExecutable)
        tokens = path.hasSuffix(".swift") ? Lexer.tokens(of: text) : []
    }

    var parts: [Substring] { path.split(separator: "/") }
    var name: String { parts.last.map(String.init) ?? path }
    /// What follows the last dot of the name; empty without one.
    var ending: String { name.contains(".") ? name.split(separator: ".").last.map(String.init) ?? "" : "" }
    var isSwift: Bool { ending == "swift" }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    /// Swift of the product, not of its tests.
    var isProduct: Bool { isSwift && (path.hasPrefix("Services/") || path.hasPrefix("Shared/")) }
    /// `Store` of `Shared/Store/…`, `Tickets` of `Services/Tickets/…`, `BaseTests` of `Tests/BaseTests/…`.
    var module: String? { parts.count > 2 ? String(parts[1]) : nil }
    /// The tokens that do something: no comments, no text.
    var code: [Token] { tokens.filter { $0.kind != .comment && $0.kind != .string } }

    func finding(_ line: Int, _ message: String) -> Finding { Finding(path: path, line: line, message: message) }
}

/// A broken rule at a place.
struct Finding: Hashable, CustomStringConvertible {
    let path: String
    let line: Int
    let message: String
    var description: String { "\(path):\(line): \(message)" }
}

/// A rule of the house: a pure function over the files, so that each can be shown to fail.
struct Rule: Sendable, CustomStringConvertible {
    let name: String
    var description: String { name }
    let check: @Sendable ([SourceFile]) -> [Finding]

    /// A rule that looks at one file at a time.
    static func each(_ name: String, _ check: @escaping @Sendable (SourceFile) -> [Finding]) -> Rule {
        Rule(name: name) { files in files.flatMap(check) }
    }

    /// Findings in one made-up file: for the tests of the rules.
    func findings(_ path: String, _ text: String, isExecutable: Bool = false) -> [String] {
        check([SourceFile(path, text, isExecutable: isExecutable)]).map(\.description)
    }
}
