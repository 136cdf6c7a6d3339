internal import Base
internal import Contracts
internal import Text

/// What the index keeps of one live article: its terms with how often they stand in title and text.
struct IndexEntry: Sendable {
    /// How often a term stands where.
    struct Counts: Hashable, Sendable {
        var title: UInt16 = 0
        var body: UInt16 = 0
    }

    var id: String
    var language: String
    var audience: Article.Audience
    var citations: Int
    /// Words and bigrams of the text, the title counted as often as it weighs.
    var length: Int
    var terms: [String: Counts]

    /// A word of the title counts as much as this many of the text.
    static let titleWeight = 3

    /// Reads the live text; slow for long ones: outside locks.
    init(_ article: Article) {
        (id, language, audience) = (article.id, article.language, article.audience)
        (citations, length, terms) = (article.citations, 0, [:])
        // Category and tags are few words that say what it is about: they count like words of the text.
        let words = [article.category] + article.tags + [MarkdownText.plain(article.body)]
        count(article.title, \.title, weight: IndexEntry.titleWeight)
        for text in words { count(text, \.body, weight: 1) }
    }

    private mutating func count(_ text: String, _ field: WritableKeyPath<Counts, UInt16>, weight: Int) {
        for token in Tokenizer.distinct(text, for: .indexing) {
            let before = terms[token.text, default: Counts()][keyPath: field]
            if before < .max { terms[token.text, default: Counts()][keyPath: field] = before + 1 }
            if token.kind != .character { length += weight }
        }
    }
}

extension Tokenizer {
    /// The tokens without those that say the same of the same place (a Chinese word of two characters is a bigram too),
    /// and with the whole of what a hyphen divides: `Wi-Fi` is `wifi` too.
    static func distinct(_ text: String, for purpose: Purpose) -> [Token] {
        var kept: [Token] = []
        let bytes = Array(text.utf8)
        var half: Token?
        for token in tokens(text, for: purpose) {
            if let twin = kept.indices.suffix(3).last(where: { kept[$0].range == token.range }),
                kept[twin].text == token.text
            {
                if token.kind == .word { kept[twin].kind = .word }
                continue
            }
            kept.append(token)
            if let first = half, first.range.upperBound + 1 == token.range.lowerBound,
                bytes[first.range.upperBound] == 0x2D, token.kind == .word || token.kind == .number
            {
                var whole = token
                (whole.text, whole.kind) = (first.text + token.text, .word)
                whole.range = first.range.lowerBound..<token.range.upperBound
                kept.append(whole)
            }
            half = token.kind == .word || token.kind == .number ? token : nil
        }
        return kept
    }
}
