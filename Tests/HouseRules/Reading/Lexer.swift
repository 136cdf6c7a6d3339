/// A piece of Swift source.
struct Token: Equatable, Sendable {
    enum Kind: Sendable { case word, rawWord, number, string, comment, mark }
    let kind: Kind
    let text: String
    let line: Int
    /// No space between this and the token before it.
    let glued: Bool
}

/// Cuts Swift source into tokens: enough grammar to tell code from text and comments, also inside interpolations.
struct Lexer {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var end = 0
    private var found: [Token] = []

    private init(_ text: String) { bytes = Array(text.utf8) }

    static func tokens(of text: String) -> [Token] {
        var lexer = Lexer(text)
        lexer.code(inParentheses: false)
        return lexer.found
    }

    private func peek(_ ahead: Int = 0) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }

    private mutating func step() {
        if peek() == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    private mutating func add(_ kind: Token.Kind, from start: Int, line: Int) {
        let text = String(decoding: bytes[start..<min(at, bytes.count)], as: UTF8.self)
        found.append(Token(kind: kind, text: text, line: line, glued: start == end && start > 0))
        end = at
    }

    /// Reads code up to the end, or to the parenthesis that closes an interpolation.
    private mutating func code(inParentheses: Bool) {
        var depth = 0
        while at < bytes.count {
            let byte = peek()
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): step()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): lineComment()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): blockComment()
            case UInt8(ascii: "/") where startsRegex: regex()
            case UInt8(ascii: "\""): string(hashes: 0)
            case UInt8(ascii: "#") where hashesBeforeQuote > 0: string(hashes: hashesBeforeQuote)
            case UInt8(ascii: "`"): rawWord()
            case _ where Lexer.isWord(byte): word()
            default:
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                if inParentheses, depth < 0 { return }
                let start = at
                step()
                add(.mark, from: start, line: line)
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte >= 128
    }

    private var hashesBeforeQuote: Int {
        var count = 0
        while peek(count) == UInt8(ascii: "#") { count += 1 }
        return peek(count) == UInt8(ascii: "\"") ? count : 0
    }

    private var startsRegex: Bool {
        guard let last = found.last(where: { $0.kind != .comment }) else { return false }
        guard last.kind == .mark, ["(", ",", "=", ":", "[", "{"].contains(last.text) else { return false }
        var ahead = 1
        if [32, 10, 41, 44].contains(peek(1)) { return false }
        while peek(ahead) != 0, peek(ahead) != 10 {
            if peek(ahead) == UInt8(ascii: "/"), peek(ahead - 1) != UInt8(ascii: "\\") { return true }
            ahead += 1
        }
        return false
    }

    private mutating func regex() {
        let start = at
        step()
        while at < bytes.count, peek() != UInt8(ascii: "/") || bytes[at - 1] == UInt8(ascii: "\\") { step() }
        step()
        add(.string, from: start, line: line)
    }

    private mutating func word() {
        let start = at
        let kind: Token.Kind = (48...57).contains(peek()) ? .number : .word
        while at < bytes.count, Lexer.isWord(peek()) { step() }
        add(kind, from: start, line: line)
    }

    private mutating func rawWord() {
        let start = at
        step()
        while at < bytes.count, peek() != UInt8(ascii: "`"), peek() != UInt8(ascii: "\n") { step() }
        step()
        add(.rawWord, from: start, line: line)
    }

    private mutating func lineComment() {
        let start = at
        while at < bytes.count, peek() != UInt8(ascii: "\n") { step() }
        add(.comment, from: start, line: line)
    }

    private mutating func blockComment() {
        let (start, first) = (at, line)
        var depth = 0
        repeat {
            if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                step()
            } else if peek() == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                step()
            }
            step()
        } while depth > 0 && at < bytes.count
        add(.comment, from: start, line: first)
    }

    /// A literal of any form; its text becomes one token for each stretch between interpolations.
    private mutating func string(hashes: Int) {
        var (start, first) = (at, line)
        for _ in 0..<hashes { step() }
        let long = peek() == 34 && peek(1) == 34 && peek(2) == 34
        for _ in 0..<(long ? 3 : 1) { step() }
        while at < bytes.count {
            if peek() == UInt8(ascii: "\\"), escapes(hashes) {
                for _ in 0...hashes { step() }
                guard peek() == UInt8(ascii: "(") else {
                    step()
                    continue
                }
                add(.string, from: start, line: first)
                step()
                code(inParentheses: true)
                (start, first) = (at, line)
                step()
            } else if closes(hashes: hashes, long: long) {
                for _ in 0..<(hashes + (long ? 3 : 1)) { step() }
                break
            } else if !long, peek() == UInt8(ascii: "\n") {
                break
            } else {
                step()
            }
        }
        add(.string, from: start, line: first)
    }

    private func escapes(_ hashes: Int) -> Bool { (0..<hashes).allSatisfy { peek(1 + $0) == UInt8(ascii: "#") } }

    private func closes(hashes: Int, long: Bool) -> Bool {
        let quotes = long ? 3 : 1
        return (0..<quotes).allSatisfy { peek($0) == 34 } && (0..<hashes).allSatisfy { peek(quotes + $0) == 35 }
            && !(long && hashes == 0 && peek(3) == 34)
    }
}
