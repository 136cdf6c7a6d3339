/// A passage of a text around what was searched, with the places of the matches in it.
package struct Passage: Hashable, Sendable {
    package var text: String
    /// [start, length] in Unicode code points, in order, not overlapping.
    package var marks: [[Int]]

    /// Code points of a passage, about.
    package static let length = 160
    /// Bytes around the first match that are looked at closely.
    private static let zone = 8_192

    /// The passage of a plain text with the most of the terms (text and what each is worth).
    package init(of plain: String, terms: [String: Double]) {
        let plain = plain.replacing("\n", with: " ")
        let bytes = Array(Passage.zone(of: plain, terms).utf8)
        let text = String(decoding: bytes, as: UTF8.self)
        let matches = Tokenizer.distinct(text, for: .indexing).filter { terms[$0.text] != nil }
        let window = Passage.window(bytes, matches, terms)
        let cutBefore = window.lowerBound > 0 ? "…" : ""
        let cutAfter = window.upperBound < bytes.count ? "…" : ""
        self.text = cutBefore + String(decoding: bytes[window], as: UTF8.self) + cutAfter
        var marks: [[Int]] = []
        var (offset, counted) = (window.lowerBound, cutBefore.isEmpty ? 0 : 1)
        for range in Passage.merged(matches.map(\.range)) where window.contains(range.lowerBound) {
            let end = min(range.upperBound, window.upperBound)
            let start = counted + Passage.points(bytes[offset..<range.lowerBound])
            let length = Passage.points(bytes[range.lowerBound..<end])
            marks.append([start, length])
            (offset, counted) = (end, start + length)
        }
        self.marks = marks
    }

    /// The whole text, or for a long one the part around the first place of the rarest term.
    private static func zone(of text: String, _ terms: [String: Double]) -> String {
        guard text.utf8.count > zone else { return text }
        let folded = text.lowercased()
        let rarest = terms.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        let place = rarest.lazy.compactMap { folded.firstRange(of: $0)?.lowerBound }.first
        let offset = place.map { folded.utf8.distance(from: folded.startIndex, to: $0) } ?? 0
        let bytes = Array(text.utf8)
        // Lower case may be longer or shorter than the text: the zone is wide enough for that.
        var start = min(max(0, offset - zone / 2), bytes.count - zone)
        var end = start + zone
        while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Where the passage with the most different terms is, as bytes.
    private static func window(_ bytes: [UInt8], _ matches: [Token], _ terms: [String: Double]) -> Range<Int> {
        var best = (value: 0.0, at: 0)
        for (index, first) in matches.enumerated() {
            let end = advance(bytes, first.range.lowerBound, by: length - 30)
            var seen: Set<String> = []
            var value = 0.0
            for match in matches[index...] {
                if match.range.upperBound > end { break }
                if seen.insert(match.text).inserted { value += terms[match.text] ?? 0 }
            }
            if value > best.value { best = (value, first.range.lowerBound) }
        }
        let start = sentenceStart(bytes, before: best.at)
        var end = advance(bytes, start, by: length)
        // A Latin word is not cut.
        while end < bytes.count, bytes[end] < 0x80, isWord(bytes[end]), isWord(bytes[end - 1]) { end += 1 }
        return start..<end
    }

    /// A beginning at most 30 code points before a match: of a sentence when there is one, else of a word.
    private static func sentenceStart(_ bytes: [UInt8], before match: Int) -> Int {
        var (at, steps, word) = (match, 0, match)
        while at > 0, steps < 30 {
            at -= 1
            while at > 0, bytes[at] & 0xC0 == 0x80 { at -= 1 }
            steps += 1
            if bytes[at] == 0x20 { word = at + 1 }
            let isStop = bytes[at...].starts(with: "。".utf8) || bytes[at...].starts(with: "！".utf8)
            if isStop { return at + 3 }
            if bytes[at] == 0x20, at > 0, ".!?".utf8.contains(bytes[at - 1]) { return at + 1 }
            if bytes[at] >= 0x80 { word = at }
        }
        return at == 0 ? 0 : word
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// The offset `count` code points on, at most the end.
    private static func advance(_ bytes: [UInt8], _ start: Int, by count: Int) -> Int {
        var (at, left) = (start, count)
        while at < bytes.count {
            if bytes[at] & 0xC0 != 0x80 {
                if left == 0 { return at }
                left -= 1
            }
            at += 1
        }
        return bytes.count
    }

    private static func points(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }

    /// Ranges in order, those that touch or overlap as one.
    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        ranges.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }.reduce(into: []) {
            out, next in
            guard let last = out.last, next.lowerBound <= last.upperBound else { return out.append(next) }
            out[out.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
        }
    }
}
