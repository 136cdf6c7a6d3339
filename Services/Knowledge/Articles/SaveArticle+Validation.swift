internal import Base
internal import Contracts
internal import Text

extension SaveArticle {
    static let titleMaximum = 200
    static let bodyMaximum = 200_000
    /// Bytes of the text as JSON: a live text and a draft of it must fit into one message of the bus.
    static let bodyBytesMaximum = 400_000
    static let categoryMaximum = 80
    static let tagsMaximum = 50
    static let tagMaximum = 60
    static let languages: Set<String> = ["zh", "en"]

    /// The edit with trimmed title, category and tags; throws a 422 `article.invalid` that names every mistake.
    func checked() throws -> SaveArticle {
        var clean = self
        var errors: [Problem.Item] = []
        func wrong(_ member: String, _ code: String, _ detail: String) {
            errors.append(.init(pointer: "#/\(member)", code: code, detail: detail))
        }
        clean.title = title.trimmingWhitespace().split(whereSeparator: \.isNewline).joined(separator: " ")
        clean.category = category?.trimmingWhitespace()
        clean.language = language?.split(separator: "-").first.map { $0.lowercased() }
        if !(1...SaveArticle.titleMaximum).contains(clean.title.count) {
            wrong("title", "length", "A title has 1 to 200 characters.")
        }
        if body.utf8.count > SaveArticle.bodyMaximum, body.count > SaveArticle.bodyMaximum {
            wrong("body", "length", "A text has at most 200,000 characters.")
        } else if SaveArticle.encodedSize(body) > SaveArticle.bodyBytesMaximum {
            wrong("body", "size", "A text has at most 400,000 bytes.")
        }
        if language != nil, !SaveArticle.languages.contains(clean.language ?? "") {
            wrong("language", "unknown", "A language is zh or en.")
        }
        if let category = clean.category, category.count > SaveArticle.categoryMaximum {
            wrong("category", "length", "A category has at most 80 characters.")
        }
        if let tags {
            var seen: Set<String> = []
            let kept = tags.map { $0.trimmingWhitespace() }.filter { !$0.isEmpty && seen.insert($0).inserted }
            if kept.count > SaveArticle.tagsMaximum || kept.contains(where: { $0.count > SaveArticle.tagMaximum }) {
                wrong("tags", "count", "An article has at most 50 tags of 60 characters.")
            }
            clean.tags = kept
        }
        guard errors.isEmpty else {
            throw Problem.invalid("article.invalid", "The article has \(errors.count) mistake(s).", errors: errors)
        }
        return clean
    }

    /// The language of a new article that does not say it: Chinese when its title has Chinese characters.
    var languageOfTitle: String { HanText.isIn(title) ? "zh" : "en" }

    /// Bytes of a text once it is a JSON string.
    private static func encodedSize(_ text: String) -> Int {
        text.utf8.reduce(into: 0) { size, byte in
            switch byte {
            case 0x22, 0x5C, 0x0A, 0x0D, 0x09: size += 2
            case 0..<0x20: size += 6
            default: size += 1
            }
        }
    }
}

extension String {
    /// Without white space at both ends.
    func trimmingWhitespace() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
