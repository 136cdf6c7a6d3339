internal import Base
internal import Contracts
internal import Store

/// Where a term stands, for 1,024 tickets of neighbouring numbers: three bytes a ticket (its place in the block, and
/// its marks), in order. So a term of a million tickets is a thousand rows, and one of few costs next to nothing.
package struct PostingBlock: Sendable {
    package static let size = 1_024
    package private(set) var bytes: [UInt8]

    package init(_ bytes: [UInt8] = []) { self.bytes = bytes.count % 3 == 0 ? bytes : [] }

    package static func block(of number: Int) -> Int { number / size }
    package static func offset(of number: Int) -> Int { number % size }

    var isEmpty: Bool { bytes.isEmpty }

    private func offset(at index: Int) -> Int { Int(bytes[index * 3]) << 8 | Int(bytes[index * 3 + 1]) }

    /// Adds a ticket behind all others.
    package mutating func append(_ offset: Int, _ marks: UInt8) {
        bytes += [UInt8(offset >> 8), UInt8(offset & 255), marks]
    }

    /// Changes what is kept of a ticket: places taken away, then places added; the higher count of messages stays.
    mutating func change(_ offset: Int, adding: UInt8, removing: UInt8 = 0) {
        var (low, high) = (0, bytes.count / 3)
        while low < high {
            let middle = (low + high) / 2
            if self.offset(at: middle) < offset { low = middle + 1 } else { high = middle }
        }
        let isKnown = low < bytes.count / 3 && self.offset(at: low) == offset
        let old = isKnown ? bytes[low * 3 + 2] : 0
        let places = (old & ~removing & SearchTerms.places) | (adding & SearchTerms.places)
        let count = places & SearchTerms.message == 0 ? 0 : max(old >> 4, adding >> 4)
        let new = places == 0 ? 0 : places | count << 4
        switch (isKnown, new) {
        case (true, 0): bytes.removeSubrange(low * 3..<low * 3 + 3)
        case (true, _): bytes[low * 3 + 2] = new
        case (false, 0): return
        case (false, _): bytes.insert(contentsOf: [UInt8(offset >> 8), UInt8(offset & 255), new], at: low * 3)
        }
    }

    /// Adds its marks to those of other terms, by place in the block.
    func merge(into marks: inout [UInt8]) {
        var index = 0
        while index + 2 < bytes.count {
            let offset = Int(bytes[index]) << 8 | Int(bytes[index + 1])
            if offset < marks.count { marks[offset] |= bytes[index + 2] }
            index += 3
        }
    }

    var count: Int { bytes.count / 3 }
}

extension Transaction {
    /// Keeps what a ticket is found by in step with it, in the transaction of its change. `before` is nil for a new
    /// one;
    /// `messages` are those that came.
    func index(_ ticket: Ticket, before: Ticket?, messages: [Message]) throws {
        var changes: [String: (adding: UInt8, removing: UInt8)] = [:]
        if before.map({ !SearchTerms.isSameHead($0, ticket) }) ?? true {
            let old = before.map(SearchTerms.head) ?? [:]
            let new = SearchTerms.head(ticket)
            for (term, marks) in old where new[term] != marks { changes[term] = (0, marks & ~(new[term] ?? 0)) }
            for (term, marks) in new where old[term] != marks { changes[term, default: (0, 0)].adding = marks }
        }
        for message in messages {
            for (term, marks) in SearchTerms.terms(message) {
                let known = changes[term, default: (0, 0)]
                let count = max(known.adding >> 4, marks >> 4) << 4
                changes[term] = (known.adding & SearchTerms.places | SearchTerms.message | count, known.removing)
            }
        }
        try change(changes, of: ticket.number)
    }

    /// Forgets words that only messages said which are gone from a ticket.
    func unindex(_ ticket: Ticket, gone: [Message], left: [Message]) throws {
        var changes: [String: (adding: UInt8, removing: UInt8)] = [:]
        for message in gone {
            for term in SearchTerms.terms(message).keys { changes[term] = (0, SearchTerms.message) }
        }
        for message in left where !changes.isEmpty {
            for term in SearchTerms.terms(message).keys { changes[term] = nil }
        }
        try change(changes, of: ticket.number)
    }

    /// Forgets a ticket and all that its messages say.
    func forget(_ ticket: Ticket, _ messages: [Message]) throws {
        var changes: [String: (adding: UInt8, removing: UInt8)] = [:]
        for term in SearchTerms.head(ticket).keys { changes[term] = (0, SearchTerms.places) }
        for message in messages {
            for term in SearchTerms.terms(message).keys { changes[term] = (0, SearchTerms.places) }
        }
        try change(changes, of: ticket.number)
    }

    private func change(_ changes: [String: (adding: UInt8, removing: UInt8)], of number: Int) throws {
        let block = PostingBlock.block(of: number)
        let terms = changes.keys.sorted()
        for part in Chunks(terms, sizes: [64, 16, 4, 1]) {
            let known = try rows(
                "SELECT term, entries FROM search_terms WHERE term IN (\(list: part)) AND block = \(block)")
            var blocks: [String: PostingBlock] = [:]
            for row in known { blocks[try row.string("term")] = PostingBlock(try row.bytes("entries")) }
            var (kept, emptied): ([SQL], [String]) = ([], [])
            for term in part {
                guard let change = changes[term] else { continue }
                let old = blocks[term] ?? PostingBlock()
                var new = old
                new.change(PostingBlock.offset(of: number), adding: change.adding, removing: change.removing)
                if new.bytes == old.bytes { continue }
                if new.isEmpty { emptied.append(term) } else { kept.append("(\(term), \(block), \(new.bytes))") }
            }
            for rows in Chunks(kept, sizes: [64, 16, 4, 1]) {
                try execute(
                    """
                    INSERT INTO search_terms (term, block, entries) VALUES \(rows.joined(separator: ", "))
                    ON CONFLICT (term, block) DO UPDATE SET entries = excluded.entries
                    """)
            }
            for term in emptied {
                try execute("DELETE FROM search_terms WHERE term = \(term) AND block = \(block)")
            }
        }
    }
}

/// A list in parts of a few fixed sizes, so that few statements have to be prepared.
struct Chunks<Element>: Sequence, IteratorProtocol {
    private var rest: ArraySlice<Element>
    private let sizes: [Int]

    /// `sizes` from large to small, ending in 1.
    init(_ items: [Element], sizes: [Int]) { (rest, self.sizes) = (items[...], sizes) }

    mutating func next() -> [Element]? {
        guard let size = sizes.first(where: { $0 <= rest.count }) else { return nil }
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
    }
}
