internal import Base
internal import Store

/// Walks one term's blocks from the newest tickets to the oldest, a few rows at a time. Lives only inside a read
/// closure.
final class PostingCursor {
    private let term: String
    private let db: Reader
    private var buffer: [(block: Int, entries: PostingBlock)] = []
    private var next = 0
    private var isComplete = false
    private var batch = 4
    private static let batchMaximum = 64

    init(_ term: String, _ db: Reader) { (self.term, self.db) = (term, db) }

    /// The newest block at or below one, without going past it.
    func seek(_ block: Int) throws -> (block: Int, entries: PostingBlock)? {
        while next < buffer.count, buffer[next].block > block { next += 1 }
        if next < buffer.count { return buffer[next] }
        if isComplete { return nil }
        let rows = try db.rows(
            """
            SELECT block, entries FROM search_terms WHERE term = \(term) AND block <= \(block)
            ORDER BY block DESC LIMIT \(batch)
            """)
        buffer = try rows.map { (try $0.int("block"), PostingBlock(try $0.bytes("entries"))) }
        next = 0
        isComplete = rows.count < batch
        batch = min(batch * 2, PostingCursor.batchMaximum)
        return buffer.first
    }
}

/// Tickets in which all groups of words stand.
struct SearchMatches: Sendable {
    /// Newest first.
    var numbers: [Int] = []
    /// Of each match one byte of marks per group.
    var marks: [[UInt8]] = []
    /// How often each group stands in the blocks that were looked at, and how many tickets these hold.
    var frequencies: [Int] = []
    var looked = 0
}

extension Reader {
    /// The tickets with all words, newest first and below a number, at most `limit`.
    func matches(_ words: SearchWords, below: Int? = nil, limit: Int) throws -> SearchMatches {
        var words = words
        try widen(&words)
        var found = SearchMatches(frequencies: Array(repeating: 0, count: words.groups.count))
        guard !words.groups.isEmpty else { return found }
        let cursors = words.groups.map { group in group.map { PostingCursor($0, self) } }
        let bound = below ?? Int(Int32.max)
        var target = PostingBlock.block(of: max(0, bound - 1))
        while target >= 0, found.numbers.count < limit {
            var isAligned = true
            var marks: [[UInt8]] = []
            for group in cursors {
                let places = try group.compactMap { try $0.seek(target) }
                guard let newest = places.map(\.block).max() else { return found }
                guard newest == target else {
                    (target, isAligned) = (newest, false)
                    break
                }
                var merged = [UInt8](repeating: 0, count: PostingBlock.size)
                for place in places where place.block == target { place.entries.merge(into: &merged) }
                marks.append(merged)
            }
            guard isAligned else { continue }
            collect(marks, block: target, below: bound, limit: limit, into: &found)
            target -= 1
        }
        return found
    }

    private func collect(
        _ marks: [[UInt8]], block: Int, below: Int, limit: Int, into found: inout SearchMatches
    ) {
        found.looked += PostingBlock.size
        for group in marks.indices { found.frequencies[group] += marks[group].count { $0 != 0 } }
        for offset in (0..<PostingBlock.size).reversed() where marks.allSatisfy({ $0[offset] != 0 }) {
            let number = block * PostingBlock.size + offset
            guard number < below, found.numbers.count < limit else { continue }
            found.numbers.append(number)
            found.marks.append(marks.map { $0[offset] })
        }
    }

    /// A last word that stands nowhere as it is stands for what it may become.
    func widen(_ words: inout SearchWords) throws {
        guard let (_, prefix) = words.unfinished,
            try first("SELECT term FROM search_terms WHERE term = \(prefix) LIMIT 1") == nil
        else { return }
        var terms: [String] = []
        var last = prefix
        while terms.count < 8 {
            let row = try first(
                "SELECT term FROM search_terms WHERE term > \(last) ORDER BY term LIMIT 1")
            guard let term = try row?.string("term"), term.hasPrefix(prefix) else { break }
            terms.append(term)
            last = term
        }
        words.widen(terms)
    }
}
