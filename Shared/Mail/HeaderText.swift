internal import FoundationEssentials

/// Raw header values to text: folding, raw 8-bit bytes, and encoded words (RFC 2047) as mailers really write them:
/// split in the middle of a character, glued together, inside quotes, with the wrong set's name.
enum HeaderText {
    private static let limit = 200_000

    /// The value as people read it.
    static func decoded(_ raw: [UInt8]) -> String {
        runs(unfolded(raw)).map { run in
            switch run {
            case .plain(let text): text
            case .words(let text): text
            }
        }.joined().filter { $0 != "\r" && $0 != "\n" && $0 != "\0" }.trimmed
    }

    /// The value with every run of encoded words as one word in UTF-8, and names of narrow Chinese sets replaced by
    /// GB18030: safe to give to a structured parser.
    static func normalised(_ raw: [UInt8]) -> String {
        let text = runs(unfolded(raw)).map { run in
            switch run {
            case .plain(let text): text
            case .words(let text): "=?utf-8?b?\(Data(text.utf8).base64EncodedString())?="
            }
        }.joined()
        return text.filter { $0 != "\0" }.replacing("=gb2312'", with: "=gb18030'")
            .replacing("=GB2312'", with: "=gb18030'").replacing("=gbk'", with: "=gb18030'")
            .replacing("=GBK'", with: "=gb18030'")
    }

    private enum Run {
        case plain(String)
        case words(String)
    }

    private static func unfolded(_ raw: [UInt8]) -> [UInt8] {
        let cut = raw.prefix(limit).filter { $0 != 13 && $0 != 10 && $0 != 0 }
        if String(validating: cut, as: UTF8.self) != nil { return Array(cut) }
        return Array(Charset.decode(Array(cut), label: nil).text.utf8)
    }

    private static func runs(_ bytes: [UInt8]) -> [Run] {
        var result: [Run] = []
        var plain: [UInt8] = []
        var words: [EncodedWord] = []
        var index = 0
        func flushWords() {
            if !words.isEmpty { result.append(.words(EncodedWord.text(of: words))) }
            words = []
        }
        func flushPlain() {
            if !plain.isEmpty { result.append(.plain(String(decoding: plain, as: UTF8.self))) }
            plain = []
        }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "="), let (word, end) = EncodedWord.read(bytes, at: index) {
                // White space between two words is not part of the text.
                if words.isEmpty || !plain.allSatisfy({ $0 == 32 || $0 == 9 }) {
                    flushWords()
                    flushPlain()
                }
                plain = []
                words.append(word)
                index = end
            } else {
                plain.append(bytes[index])
                if !words.isEmpty, bytes[index] != 32, bytes[index] != 9 {
                    flushWords()
                }
                index += 1
            }
        }
        flushWords()
        flushPlain()
        return result
    }
}

/// One `=?charset?B?…?=`.
private struct EncodedWord {
    var charset: String
    var bytes: [UInt8]

    /// The text of adjacent words; bytes of the same set are joined before they are decoded.
    static func text(of words: [EncodedWord]) -> String {
        var text = ""
        var pending: EncodedWord?
        for word in words {
            if let before = pending, before.charset == word.charset {
                pending = EncodedWord(charset: before.charset, bytes: before.bytes + word.bytes)
            } else {
                if let before = pending { text += Charset.decode(before.bytes, label: before.charset).text }
                pending = word
            }
        }
        if let last = pending { text += Charset.decode(last.bytes, label: last.charset).text }
        return text
    }

    static func read(_ b: [UInt8], at start: Int) -> (EncodedWord, end: Int)? {
        guard start + 7 < b.count, b[start + 1] == UInt8(ascii: "?") else { return nil }
        guard let first = mark(b, from: start + 2, within: 60), first > start + 2, first + 3 < b.count else {
            return nil
        }
        let encoding = b[first + 1] | 0x20
        guard b[first + 2] == UInt8(ascii: "?"), encoding == UInt8(ascii: "b") || encoding == UInt8(ascii: "q") else {
            return nil
        }
        var end = first + 3
        while end + 1 < b.count, !(b[end] == UInt8(ascii: "?") && b[end + 1] == UInt8(ascii: "=")) { end += 1 }
        guard end + 1 < b.count else { return nil }
        let label = String(decoding: b[(start + 2)..<first], as: UTF8.self)
        let charset = Charset.canonical(String(label.prefix { $0 != "*" }))
        let text = b[(first + 3)..<end]
        let bytes = encoding == UInt8(ascii: "b") ? TransferText.base64(text) : TransferText.quoted(text)
        return (EncodedWord(charset: charset, bytes: bytes), end + 2)
    }

    private static func mark(_ b: [UInt8], from: Int, within: Int) -> Int? {
        b[from..<min(b.count, from + within)].firstIndex { $0 == UInt8(ascii: "?") || $0 <= 32 }
            .flatMap { b[$0] == UInt8(ascii: "?") ? $0 : nil }
    }
}

/// The two encodings of encoded words, read leniently.
private enum TransferText {
    static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text {
            let value: UInt32
            switch byte {
            case 65...90: value = UInt32(byte - 65)
            case 97...122: value = UInt32(byte - 71)
            case 48...57: value = UInt32(byte + 4)
            case 43, 45: value = 62
            case 47, 95: value = 63
            default: continue
            }
            bits = (bits << 6) | value
            count += 1
            if count == 4 {
                out += [
                    UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                    UInt8(truncatingIfNeeded: bits),
                ]
                (bits, count) = (0, 0)
            }
        }
        if count == 2 { out.append(UInt8(truncatingIfNeeded: bits >> 4)) }
        if count == 3 { out += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)] }
        return out
    }

    static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "="), index + 2 < text.endIndex, let high = hex(text[index + 1]),
                let low = hex(text[index + 2])
            {
                out.append(high << 4 | low)
                index += 3
                continue
            }
            out.append(byte == UInt8(ascii: "_") ? 32 : byte)
            index += 1
        }
        return out
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}

extension String {
    /// Without white space and line ends on both sides.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
