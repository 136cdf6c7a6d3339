extension Tokenizer {
    /// The tokens without those that say the same of the same place (a Chinese word of two characters is a bigram too),
    /// and with the whole of what a hyphen divides: `Wi-Fi` is `wifi` too.
    package static func distinct(_ text: String, for purpose: Purpose) -> [Token] {
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
