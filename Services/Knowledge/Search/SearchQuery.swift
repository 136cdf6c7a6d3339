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

/// Words that say nothing about what somebody wants to know.
enum StopWords {
    static func contains(_ term: String) -> Bool { words.contains(term) }

    private static let words: Set<String> = [
        // English, as the tokenizer stems it.
        "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could",
        "dear", "did", "do", "doe", "does", "for", "from", "get", "got", "had", "has", "hav", "have", "hello", "help",
        "hi", "how", "i", "if", "in", "into", "is", "it", "it's", "i'm", "just", "like", "me", "my", "need", "no",
        "not", "now", "of", "on", "or", "our", "out", "please", "pleas", "so", "some", "thank", "thanks", "that", "the",
        "their", "them", "then", "there", "they", "thi", "this", "to", "too", "try", "tri", "up", "us", "want", "wa",
        "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
        // Chinese.
        "一个", "一下", "一直", "不能", "不了", "不到", "什么", "他们", "你们", "你好", "您好", "可以", "吗", "呢", "哪里", "因为",
        "如何", "如果", "就是", "已经", "帮忙", "怎么", "怎么办", "怎样", "怎么样", "么样", "么办", "想要", "我们", "我的", "所以", "是否",
        "是不是", "有没有", "没有", "然后", "现在", "的话", "知道", "能不能", "谢谢", "请问", "这个", "这样", "那个", "还是", "需要", "麻烦",
        "好的", "了", "的", "我", "你", "您", "是", "在", "有", "和", "也", "就", "都", "不", "要", "为什么", "为什", "么", "下",
    ]
}
