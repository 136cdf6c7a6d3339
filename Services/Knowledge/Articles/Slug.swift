internal import Text

/// The readable part of an article's address: Latin letters and digits, Chinese words in pinyin, dashes between.
enum Slug {
    static let maximumLength = 80

    /// `怎么重置密码?` → `zenme-chongzhi-mima`; `article` for a title without letters.
    static func of(_ title: String) -> String {
        var slug = ""
        for word in words(of: title) {
            let latin = Pinyin.full(word).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            guard !latin.isEmpty else { continue }
            let longer = slug.isEmpty ? latin : slug + "-" + latin
            guard longer.count <= maximumLength else { break }
            slug = longer
        }
        return slug.isEmpty ? "article" : slug
    }

    /// The slug, or the first of `slug-2`, `slug-3`… that nobody has; after twenty of them one with the end of the id.
    static func unique(_ slug: String, id: String, isTaken: (String) throws -> Bool) rethrows -> String {
        if try !isTaken(slug) { return slug }
        for number in 2...20 {
            let candidate = "\(slug)-\(number)"
            if try !isTaken(candidate) { return candidate }
        }
        return "\(slug)-\(id.filter { $0 != "-" }.suffix(12))"
    }

    /// Runs of letters and digits; runs of Chinese cut into their words.
    private static func words(of title: String) -> [String] {
        title.split { !($0.isLetter || $0.isNumber) }.flatMap { piece -> [String] in
            var words: [String] = []
            for part in parts(of: piece) {
                words += HanText.isIn(part) ? chineseWords(part) : [part]
            }
            return words
        }
    }

    /// `iOS系统` → `iOS`, `系统`.
    private static func parts(of piece: Substring) -> [String] {
        var parts: [(isHan: Bool, text: String)] = []
        for character in piece {
            let isHan = character.unicodeScalars.first.map(HanText.contains) ?? false
            if let last = parts.last, last.isHan == isHan {
                parts[parts.count - 1].text.append(character)
            } else {
                parts.append((isHan, String(character)))
            }
        }
        return parts.map(\.text)
    }

    private static func chineseWords(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var (words, at) = ([String](), 0)
        func add(_ range: Range<Int>) {
            if !range.isEmpty { words.append(String(decoding: bytes[range], as: UTF8.self)) }
        }
        for token in Tokenizer.tokens(text, for: .query) where token.kind == .word && token.range.lowerBound >= at {
            add(at..<token.range.lowerBound)
            add(token.range)
            at = token.range.upperBound
        }
        add(at..<bytes.count)
        return words
    }
}
