/// What a reader sees of Markdown, for the index and for excerpts: no marks, links as their words, code as it stands.
enum MarkdownText {
    /// Plain text, one line per line of the source that has words.
    static func plain(_ markdown: String) -> String {
        var out: [String] = []
        var isCode = false
        for line in withoutComments(markdown).split(omittingEmptySubsequences: true, whereSeparator: \.isNewline) {
            let trimmed = line.drop(while: \.isWhitespace)
            if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
                isCode.toggle()
                continue
            }
            let text = isCode ? String(line) : inline(block(trimmed))
            let clean = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if !clean.isEmpty { out.append(clean) }
        }
        return out.joined(separator: "\n")
    }

    private static func withoutComments(_ text: String) -> String {
        guard text.contains("<!--") else { return text }
        var (out, rest) = ("", text[...])
        while let start = rest.firstRange(of: "<!--") {
            out += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstRange(of: "-->") else { return out }
            rest = rest[end.upperBound...]
        }
        return out + rest
    }

    /// A line without what makes it a heading, quotation, list item, rule or table row.
    private static func block(_ line: Substring) -> Substring {
        var line = line
        while line.hasPrefix(">") { line = line.dropFirst().drop(while: \.isWhitespace) }
        if line.allSatisfy({ "-=*_|: +".contains($0) }) { return "" }
        let level = line.prefix { $0 == "#" }.count
        if (1...6).contains(level), line.dropFirst(level).first?.isWhitespace ?? true {
            line = line.dropFirst(level)
            while let last = line.last, last == "#" || last.isWhitespace { line = line.dropLast() }
            return line
        }
        if let first = line.first, "-*+".contains(first), line.dropFirst().first == " " {
            line = line.dropFirst(2)
            for box in ["[ ] ", "[x] ", "[X] "] where line.hasPrefix(box) { line = line.dropFirst(box.count) }
            return line
        }
        let digits = line.prefix { $0.isASCII && $0.isNumber }.count
        let rest = line.dropFirst(digits)
        if (1...9).contains(digits), rest.hasPrefix(". ") || rest.hasPrefix(") ") { return rest.dropFirst(2) }
        return line
    }

    /// A line without inline marks.
    private static func inline(_ line: Substring) -> String {
        let characters = Array(line)
        var (out, at, isCode) = ("", 0, false)
        while at < characters.count {
            let character = characters[at]
            let next = at + 1 < characters.count ? characters[at + 1] : nil
            at += 1
            if character == "`" {
                isCode.toggle()
            } else if isCode {
                out.append(character)
            } else if character == "\\", let next, next.isPunctuation || next.isSymbol {
                out.append(next)
                at += 1
            } else if character == "]", next == "(" || next == "[" {
                at = after(next == "(" ? ")" : "]", characters, from: at)
                out.append(" ")
            } else if character == "<", let next, next.isLetter || next == "/" {
                at = after(">", characters, from: at)
                out.append(" ")
            } else if character == "_" {
                // Inside a word it is a part of it: `user_id`.
                let before = at > 1 ? characters[at - 2] : " "
                if before.isLetter || before.isNumber, let next, next.isLetter || next.isNumber { out.append("_") }
            } else if character == "|" {
                out.append(" ")
            } else if !"*[]~!".contains(character) || (character == "!" && next != "[") {
                out.append(character)
            }
        }
        return entities.reduce(out) { $0.contains("&") ? $0.replacing($1.0, with: $1.1) : $0 }
    }

    /// The place behind the next closing mark; the place itself when there is none.
    private static func after(_ mark: Character, _ characters: [Character], from start: Int) -> Int {
        characters[start...].firstIndex(of: mark).map { $0 + 1 } ?? start
    }

    private static let entities = [
        ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ]
}
