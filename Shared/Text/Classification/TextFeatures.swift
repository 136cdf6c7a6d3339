/// What a classifier sees of a text: its words, how longer words begin, and pairs of neighbouring words; of Chinese,
/// Japanese and Korean the characters and pairs of them. Each is a number of 32 bits: no word can be read back.
package struct TextFeatures: Hashable, Sendable {
    /// Without repetition, in the order of their first place.
    package private(set) var hashes: [UInt32] = []

    /// Texts are read up to here; the first lines say what somebody wants.
    private static let bytesMaximum = 4_000
    private static let maximum = 600

    /// Parts are read one after another: no pair reaches from one into the next.
    package init(_ parts: String...) {
        var seen: Set<UInt32> = []
        for part in parts {
            for hash in TextFeatures.hashes(of: part)
            where hashes.count < TextFeatures.maximum && seen.insert(hash).inserted {
                hashes.append(hash)
            }
        }
    }

    /// As they were kept: four bytes each, the lowest first.
    package init(bytes: [UInt8]) {
        hashes = stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { place in
            bytes[place..<(place + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    package var bytes: [UInt8] {
        hashes.flatMap { hash in (0..<4).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) } }
    }

    private static func hashes(of text: String) -> [UInt32] {
        var reader = FeatureReader()
        let start = String(decoding: text.utf8.prefix(bytesMaximum), as: UTF8.self)
        for scalar in Folding.fold(start).unicodeScalars { reader.read(scalar) }
        reader.endWord()
        return reader.hashes
    }
}

/// Puts words together as it reads; a word is hashed (FNV-1a), never kept.
private struct FeatureReader {
    private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01b3
    private static let beginningLength = 5

    var hashes: [UInt32] = []
    private var word: UInt64?
    private var wordLength = 0
    /// A word's first letters, which its other forms share.
    private var beginning: UInt64?
    /// The word or character before this one, to make a pair of; nil after a full stop or another script.
    private var before: UInt64?
    private var isBeforeHan = false

    mutating func read(_ scalar: Unicode.Scalar) {
        if CJK.contains(scalar) {
            endWord()
            add(mix(FeatureReader.seed, scalar), isHan: true)
        } else if isWordPart(scalar) {
            word = mix(word ?? FeatureReader.seed, scalar)
            wordLength += 1
            if wordLength == FeatureReader.beginningLength { beginning = word }
        } else {
            endWord()
            if !isSpace(scalar) { before = nil }
        }
    }

    mutating func endWord() {
        guard let word else { return }
        if let beginning, wordLength > FeatureReader.beginningLength { hashes.append(fold(beginning &+ 1)) }
        (self.word, wordLength, beginning) = (nil, 0, nil)
        add(word, isHan: false)
    }

    private mutating func add(_ unit: UInt64, isHan: Bool) {
        hashes.append(fold(unit))
        if let before, isBeforeHan == isHan { hashes.append(fold(before &* 31 &+ unit)) }
        (before, isBeforeHan) = (unit, isHan)
    }

    private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: true
        case 0..<0x80: false
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }

    /// Between the words of a pair may also stand what belongs to a word: `can't`, `top-up`.
    private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "'" || scalar == "’" || scalar == "-" || scalar == "\u{3000}"
    }

    private func mix(_ hash: UInt64, _ scalar: Unicode.Scalar) -> UInt64 {
        (hash ^ UInt64(scalar.value)) &* FeatureReader.prime
    }

    private func fold(_ hash: UInt64) -> UInt32 {
        let mixed = (hash ^ (hash >> 29)) &* 0xbf58_476d_1ce4_e5b9
        return UInt32(truncatingIfNeeded: mixed ^ (mixed >> 32))
    }
}
