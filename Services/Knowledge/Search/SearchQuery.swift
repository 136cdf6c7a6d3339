internal import Base
internal import Contracts
internal import Text

/// What is asked of the index: terms with the weight the asker gave them.
struct SearchQuery: Sendable {
    struct Term: Hashable, Sendable {
        var text: String
        var weight: Double
    }

    /// Each once, in the order they were asked.
    private(set) var terms: [Term] = []
    /// The last word as it was typed so far, when it is Latin: it may go on.
    private(set) var unfinished: String?

    /// Characters of a query that are looked at.
    static let textMaximum = 1_000
    /// Characters of a customer's message that are looked at.
    static let messageMaximum = 8_000

    /// A search as somebody types it.
    init(typed text: String) {
        let tokens = Tokenizer.distinct(String(text.prefix(SearchQuery.textMaximum)), for: .query)
        add(tokens, factor: 1)
        if terms.isEmpty { add(tokens, factor: 1, keepingStopWords: true) }
        if let last = tokens.last, last.kind == .word, last.text.utf8.count > 1,
            last.text.utf8.allSatisfy({ $0 < 0x80 }),
            text.last.map({ $0.isLetter || $0.isNumber }) ?? false
        {
            unfinished = last.text
        }
    }

    /// A ticket's subject and the customer's last message, without what is quoted in it and the signature.
    init(subject: String, message: String) {
        add(Tokenizer.distinct(String(subject.prefix(SearchQuery.textMaximum)), for: .query), factor: 1.5)
        let words = SearchQuery.ownWords(String(message.prefix(SearchQuery.messageMaximum)))
        add(Tokenizer.distinct(words, for: .query), factor: 1)
    }

    /// A term weighs more with every time it is said, less and less so.
    private mutating func add(_ tokens: [Token], factor: Double, keepingStopWords: Bool = false) {
        var places = Dictionary(uniqueKeysWithValues: terms.enumerated().map { ($1.text, $0) })
        var said: [String: Int] = [:]
        for token in tokens where keepingStopWords || !StopWords.contains(token.text) {
            said[token.text, default: 0] += 1
            let weight = factor * SearchQuery.weight(of: token) / Double(said[token.text] ?? 1)
            if let place = places[token.text] {
                terms[place].weight += weight
            } else {
                places[token.text] = terms.count
                terms.append(Term(text: token.text, weight: weight))
            }
        }
    }

    /// A bigram that the dictionary does not know as a word may still be one.
    private static func weight(of token: Token) -> Double {
        switch token.kind {
        case .word, .number: 1
        case .bigram: 0.6
        case .character: 0.6
        }
    }

    /// Lines that are not quoted, up to the signature.
    static func ownWords(_ message: String) -> String {
        var lines: [Substring] = []
        for line in message.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line == "-- " || line == "--" { break }
            if !line.hasPrefix(">") { lines.append(line) }
        }
        return lines.joined(separator: "\n")
    }
}
