/// One searchable unit of a text.
package struct Token: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// A word: folded, English ones stemmed; Chinese and Japanese ones from ICU's dictionary.
        case word
        case number
        /// Two neighbouring Chinese, Japanese or Korean characters.
        case bigram
        /// A single one of them.
        case character
    }
    package var text: String
    /// Where it stands in the original text, as UTF-8 offsets: for highlighting.
    package var range: Range<Int>
    package var kind: Kind
}

/// Text to tokens for an inverted index, the same way for texts and for queries. Any thread.
package enum Tokenizer {
    package enum Purpose: Sendable {
        /// Words, bigrams and single characters, so that every query finds something.
        case indexing
        /// Words and bigrams; single characters only where nothing longer stands.
        case query
    }

    /// Longer texts are cut here.
    package static let maximumBytes = 4 * 1_024 * 1_024
    /// Longer words (base64, links) are cut here, in characters.
    package static let maximumWordLength = 64

    /// The tokens in order of their place.
    package static func tokens(_ text: String, for purpose: Purpose) -> [Token] {
        var bytes = Array(text.utf8.prefix(maximumBytes))
        if bytes.count < text.utf8.count { bytes = Array(String(decoding: bytes, as: UTF8.self).utf8) }
        var tokens: [Token] = []
        var start = 0
        for (end, kind) in ICU.words(bytes) {
            defer { start = end }
            guard kind >= 100, end > start, end <= bytes.count else { continue }
            let word = String(decoding: bytes[start..<end], as: UTF8.self)
            if let first = word.unicodeScalars.first, CJK.contains(first) {
                if word.unicodeScalars.dropFirst().first != nil {
                    tokens.append(Token(text: Folding.fold(word), range: start..<end, kind: .word))
                }
            } else {
                add(word, start..<end, isNumber: kind < 200, &tokens)
            }
        }
        tokens += CJK.tokens(bytes, purpose)
        return tokens.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    }

    private static func add(_ word: String, _ range: Range<Int>, isNumber: Bool, _ tokens: inout [Token]) {
        let folded = Folding.fold(String(word.prefix(maximumWordLength)))
        guard !folded.isEmpty else { return }
        tokens.append(
            Token(text: isNumber ? folded : EnglishStem.stem(folded), range: range, kind: isNumber ? .number : .word))
    }
}

/// Chinese, Japanese and Korean characters: scripts where words are not, or not only, told by spaces.
enum CJK {
    static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3041...0x3096, 0x30A1...0x30FC, 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Bigrams and characters of every run.
    static func tokens(_ bytes: [UInt8], _ purpose: Tokenizer.Purpose) -> [Token] {
        var tokens: [Token] = []
        var run: [(scalar: Unicode.Scalar, at: Int)] = []
        var offset = 0
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if contains(scalar) {
                run.append((scalar, offset))
            } else if !run.isEmpty {
                flush(&run, end: offset, purpose, &tokens)
            }
            offset += UTF8.width(scalar)
        }
        if !run.isEmpty { flush(&run, end: offset, purpose, &tokens) }
        return tokens
    }

    private static func flush(
        _ run: inout [(scalar: Unicode.Scalar, at: Int)], end: Int, _ purpose: Tokenizer.Purpose,
        _ tokens: inout [Token]
    ) {
        for index in run.indices {
            let next = index + 1 < run.count ? run[index + 1].at : end
            if purpose == .indexing || run.count == 1 {
                tokens.append(Token(text: text(run[index...index]), range: run[index].at..<next, kind: .character))
            }
            guard index + 1 < run.count else { continue }
            let last = index + 2 < run.count ? run[index + 2].at : end
            tokens.append(Token(text: text(run[index...(index + 1)]), range: run[index].at..<last, kind: .bigram))
        }
        run.removeAll(keepingCapacity: true)
    }

    private static func text(_ part: ArraySlice<(scalar: Unicode.Scalar, at: Int)>) -> String {
        var text = String.UnicodeScalarView()
        for (scalar, _) in part { text.append(scalar) }
        return String(text)
    }
}
