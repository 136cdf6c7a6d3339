/// An article of the demo's knowledge base in one language.
struct DemoArticle: Sendable {
    /// The scenario it answers, or a subject of its own.
    let topic: String
    let language: Language
    let category: String
    let title: String
    /// Markdown.
    let body: String

    /// `refund/zh`
    var key: String { "\(topic)/\(language.rawValue)" }

    static let all: [DemoArticle] =
        parse([coffeeZh, kitchenZh, ordersZh], .zh) + parse([coffeeEn, kitchenEn, ordersEn], .en)

    /// Reads the tables: a line `= topic | category | title`, then Markdown up to the next one.
    static func parse(_ tables: [String], _ language: Language) -> [DemoArticle] {
        var articles: [DemoArticle] = []
        for part in ("\n" + tables.joined(separator: "\n")).split(separator: "\n= ") {
            let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let head = lines[0].split(separator: "|").map { String($0.trimmed) }
            guard head.count == 3, lines.count == 2 else { continue }
            articles.append(
                DemoArticle(
                    topic: head[0], language: language, category: head[1], title: head[2],
                    body: String(lines[1].trimmed)))
        }
        return articles
    }
}

extension Substring {
    /// Without white space at both ends.
    fileprivate var trimmed: Substring {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
