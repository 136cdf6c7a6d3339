/// Words looked for in texts all at once: one walk from each place of a text instead of one search for each word.
struct WordTree: Sendable {
    /// From a node by a scalar to the next; from the root by the first two scalars of a word, since by the first alone
    /// there would be a way from nearly everywhere.
    private let branches: KeyTable
    /// By node: the number of the word that ends there; negative: none does.
    private let ends: [Int]
    /// Words of one scalar.
    private let single: KeyTable?

    /// Words, none empty, each with the number it is known by.
    init(_ words: [(word: FoldedText, number: Int)]) {
        var (branches, single): ([UInt64: Int], [UInt64: Int]) = ([:], [:])
        var ends = [-1]
        for (word, number) in words {
            let scalars = word.scalars
            guard scalars.count > 1 else {
                single[UInt64(scalars[0].value)] = number
                continue
            }
            var key = WordTree.start(scalars[0], scalars[1])
            for place in scalars.indices.dropFirst() {
                let node = branches[key, default: ends.count]
                branches[key] = node
                if node == ends.count { ends.append(-1) }
                if place + 1 == scalars.count {
                    ends[node] = number
                } else {
                    key = WordTree.key(node, scalars[place + 1])
                }
            }
        }
        (self.branches, self.ends) = (KeyTable(branches), ends)
        self.single = single.isEmpty ? nil : KeyTable(single)
    }

    /// Adds the numbers of the words that stand in the text.
    func find(in text: FoldedText, _ found: inout Bits) {
        let scalars = text.scalars
        if let single { for scalar in scalars { single[UInt64(scalar.value)].map { found.insert($0) } } }
        for start in scalars.indices.dropLast() {
            var (place, key) = (start + 1, WordTree.start(scalars[start], scalars[start + 1]))
            while let node = branches[key] {
                if ends[node] >= 0 { found.insert(ends[node]) }
                place += 1
                guard place < scalars.count else { break }
                key = WordTree.key(node, scalars[place])
            }
        }
    }

    private static func start(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> UInt64 {
        1 << 63 | UInt64(first.value) << 32 | UInt64(second.value)
    }

    private static func key(_ node: Int, _ scalar: Unicode.Scalar) -> UInt64 {
        UInt64(node) << 32 | UInt64(scalar.value)
    }
}
