/// Numbers by keys of 64 bits, made once and then only read: open addressing, at most half full.
struct KeyTable: Sendable {
    private struct Entry: Sendable {
        var key: UInt64 = 0
        /// Negative: nothing here.
        var number: Int32 = -1
    }

    private var entries: [Entry]
    private let shift: UInt64

    init(_ numbers: [UInt64: Int]) {
        var bits = 4
        while 1 << bits < 2 * numbers.count { bits += 1 }
        entries = Array(repeating: Entry(), count: 1 << bits)
        shift = UInt64(64 - bits)
        for (key, number) in numbers {
            var place = place(of: key)
            while entries[place].number >= 0 { place = (place + 1) & (entries.count - 1) }
            entries[place] = Entry(key: key, number: Int32(number))
        }
    }

    subscript(key: UInt64) -> Int? {
        var place = place(of: key)
        while true {
            let entry = entries[place]
            if entry.number < 0 { return nil }
            if entry.key == key { return Int(entry.number) }
            place = (place + 1) & (entries.count - 1)
        }
    }

    private func place(of key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift) }
}

/// A set of small numbers, read from the least to the greatest.
struct Bits: Sendable {
    fileprivate var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    func contains(_ number: Int) -> Bool { words[number / 64] & (1 << UInt64(number % 64)) != 0 }

    mutating func insert(_ number: Int) { words[number / 64] |= 1 << UInt64(number % 64) }
}

extension Bits: Sequence {
    struct Iterator: IteratorProtocol {
        private let words: [UInt64]
        private var place = 0
        private var word: UInt64

        fileprivate init(_ words: [UInt64]) { (self.words, word) = (words, words.first ?? 0) }

        mutating func next() -> Int? {
            while word == 0 {
                place += 1
                guard place < words.count else { return nil }
                word = words[place]
            }
            defer { word &= word - 1 }
            return place * 64 + word.trailingZeroBitCount
        }
    }

    func makeIterator() -> Iterator { Iterator(words) }
}
