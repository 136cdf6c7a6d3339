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
