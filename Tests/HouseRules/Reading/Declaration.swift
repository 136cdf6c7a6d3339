/// A type or function of a Swift file, with the lines it covers.
struct Declaration {
    let keyword: String
    let name: String
    /// First line of the signature and line of the closing brace.
    let lines: ClosedRange<Int>
    let modifiers: Set<String>
    let attributes: Set<String>
    /// Keyword and name of what is around it, outermost first.
    let around: [(keyword: String, name: String, attributes: Set<String>)]

    var isFunction: Bool { Declaration.functions.contains(keyword) }

    static let functions: Set = ["func", "init", "deinit", "subscript"]
    static let types: Set = ["struct", "class", "enum", "actor", "extension", "protocol"]
    static let allModifiers: Set = [
        "private", "fileprivate", "package", "internal", "static", "class", "final", "override", "mutating",
        "nonmutating", "consuming", "borrowing", "nonisolated", "isolated", "convenience", "required", "unsafe",
    ]
}

extension Declaration {
    private struct Scope {
        var open: (keyword: String, name: String, line: Int, modifiers: Set<String>, attributes: Set<String>)?
        var depth = 0
    }

    /// Every type and function with a body, inner ones before the ones around them.
    static func all(in file: SourceFile) -> [Declaration] {
        let tokens = file.code
        var (found, scopes, depth) = ([Declaration](), [Scope](), 0)
        var pending: Scope?
        for (index, token) in tokens.enumerated() {
            switch token.text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{":
                if let waiting = pending, depth == 0 {
                    scopes.append(waiting)
                    pending = nil
                } else {
                    scopes.append(Scope(depth: depth))
                }
                depth = 0
            case "}":
                guard let closed = scopes.popLast() else { continue }
                depth = closed.depth
                if depth == 0 { pending = nil }
                guard let open = closed.open else { continue }
                found.append(
                    Declaration(
                        keyword: open.keyword, name: open.name, lines: open.line...token.line,
                        modifiers: open.modifiers, attributes: open.attributes,
                        around: scopes.compactMap { $0.open.map { ($0.keyword, $0.name, $0.attributes) } }))
            default:
                if depth == 0, ["let", "var", "case"].contains(token.text) { pending = nil }
                guard depth == 0, begins(tokens, index) else { continue }
                let (modifiers, attributes) = prefix(tokens, index)
                let next = index + 1 < tokens.count ? tokens[index + 1] : token
                let name = ["init", "deinit", "subscript"].contains(token.text) ? token : next
                pending = Scope(open: (token.text, name.text, token.line, modifiers, attributes))
            }
        }
        return found
    }

    private static func begins(_ tokens: [Token], _ index: Int) -> Bool {
        let token = tokens[index]
        guard token.kind == .word, functions.contains(token.text) || types.contains(token.text) else { return false }
        if index > 0, tokens[index - 1].text == "." { return false }
        let next = index + 1 < tokens.count ? tokens[index + 1] : token
        if token.text == "init" { return ["(", "?", "<", "!"].contains(next.text) }
        if token.text == "subscript" { return ["(", "<"].contains(next.text) }
        if token.text == "class" { return next.kind == .word && !["func", "var", "let"].contains(next.text) }
        return token.text == "deinit" || next.kind == .word || next.kind == .rawWord || token.text == "func"
    }

    /// What is written before the keyword, read backwards.
    private static func prefix(_ tokens: [Token], _ index: Int) -> (Set<String>, Set<String>) {
        var (modifiers, attributes, at) = (Set<String>(), Set<String>(), index - 1)
        while at >= 0 {
            if tokens[at].text == ")" {
                at = opening(tokens, at) - 1
            } else if at > 0, tokens[at - 1].text == "@" {
                attributes.insert(tokens[at].text)
                at -= 2
            } else if allModifiers.contains(tokens[at].text) {
                modifiers.insert(tokens[at].text)
                at -= 1
            } else {
                break
            }
        }
        return (modifiers, attributes)
    }

    private static func opening(_ tokens: [Token], _ closing: Int) -> Int {
        var (at, depth) = (closing, 0)
        while at >= 0 {
            if tokens[at].text == ")" { depth += 1 }
            if tokens[at].text == "(" { depth -= 1 }
            if depth == 0 { return at }
            at -= 1
        }
        return 0
    }
}
