/// Text made equal where people mean the same: case, width, compatibility forms, and accents of Latin letters.
package enum Folding {
    /// `Ｃａｆé ﬁn` → `cafe fin`. Kana, Hangul, Cyrillic and Han keep their marks.
    package static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        let folded = ICU.normalise(text, .foldedCompatibility)
        guard folded.unicodeScalars.contains(where: { isAccented($0) }) else { return folded }
        var kept = String.UnicodeScalarView()
        var isLatin = false
        for scalar in ICU.normalise(folded, .decomposed).unicodeScalars {
            if (0x300...0x36F).contains(scalar.value) {
                if isLatin { continue }
            } else {
                isLatin = scalar.value < 0x250
            }
            kept.append(replacements[scalar] ?? scalar)
        }
        return ICU.normalise(String(kept), .composed)
    }

    private static func isAccented(_ scalar: Unicode.Scalar) -> Bool {
        (0xC0...0x24F).contains(scalar.value) || (0x300...0x36F).contains(scalar.value)
            || (0x1E00...0x1EFF).contains(scalar.value)
    }

    private static let replacements: [Unicode.Scalar: Unicode.Scalar] = [
        "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ħ": "h",
    ]
}

/// Latin spellings of Chinese text, to find 张三 by `zhangsan` or `zs`.
package enum Pinyin {
    /// Without tones and spaces, other text folded: `张三 Ltd` → `zhangsanltd`. `isName` reads surnames as surnames (曾
    /// zeng).
    package static func full(_ text: String, isName: Bool = false) -> String {
        syllables(text, isName: isName).joined()
    }

    /// First letters: `张三 Ltd` → `zsl`.
    package static func initials(_ text: String, isName: Bool = false) -> String {
        String(syllables(text, isName: isName).compactMap(\.first))
    }

    /// What a search by keyboard may type for this text: full and initials, without repetition.
    package static func keys(_ text: String, isName: Bool = false) -> [String] {
        let parts = syllables(text, isName: isName)
        let full = parts.joined()
        let initials = String(parts.compactMap(\.first))
        return [full, initials].reduce(into: []) { if !$1.isEmpty, !$0.contains($1) { $0.append($1) } }
    }

    private static let plain = ICU.transliterator("Han-Latin")
    private static let names = ICU.transliterator("Han-Latin/Names")

    private static func syllables(_ text: String, isName: Bool) -> [String] {
        guard let handle = isName ? names ?? plain : plain else { return [] }
        let latin = ICU.transliterate(String(text.prefix(1_000)), handle)
        return Folding.fold(latin).split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }
}

/// The order people expect in a list of names: by pinyin for `zh`, by letter elsewhere, numbers by value.
package struct Collation: Sendable {
    private let handle: ICU.Handle?

    /// `locale` like `zh`, `zh-u-co-stroke`, `en`, `de`; an unknown one gives the root order.
    package init(locale: String) { handle = ICU.collator(locale) }

    /// Negative when `a` comes before `b`, 0 when they are equal.
    package func compare(_ a: String, _ b: String) -> Int {
        guard let handle else { return a < b ? -1 : (a == b ? 0 : 1) }
        return ICU.collate(a, b, handle)
    }

    /// The items in order of their text.
    package func sorted<Item>(_ items: [Item], by text: (Item) -> String) -> [Item] {
        items.map { (text($0), $0) }.sorted { compare($0.0, $1.0) < 0 }.map(\.1)
    }
}
