import Contracts

/// A small company's articles, and questions with what a good helper would find for them.
enum Library {
    struct Text: Sendable {
        var key: String
        var title: String
        var body: String
        var category: String
    }

    /// Articles by key, worth 3 (answers it), 2 (helps) or 1 (is about it).
    struct Question: Sendable {
        var words: String
        var good: [String: Int]
    }

    static let texts: [Text] = english + chinese

    static func requests() -> [SaveArticle] {
        texts.map { SaveArticle(title: $0.title, body: $0.body, category: $0.category, publish: true) }
    }
}
