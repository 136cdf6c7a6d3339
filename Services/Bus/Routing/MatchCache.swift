/// The subscriptions of one subject at one generation of the trie.
final class Match {
    let subject: [UInt8]
    fileprivate let hash: UInt64
    fileprivate(set) var generation = 0
    private(set) var plain: [Subscription] = []
    private(set) var groups: [QueueGroup] = []

    init(subject: [UInt8] = [], hash: UInt64 = 0) { (self.subject, self.hash) = (subject, hash) }

    /// Adds one node's subscriptions; groups of one name on several patterns become one, as in NATS.
    func add(plain more: [Subscription], groups moreGroups: [QueueGroup]) {
        if !more.isEmpty { plain.append(contentsOf: more) }
        for group in moreGroups {
            guard let at = groups.firstIndex(where: { $0.name == group.name }) else {
                groups.append(group)
                continue
            }
            let joint = QueueGroup(name: group.name)
            joint.members = groups[at].members + group.members
            joint.turn = group.turn
            group.turn += 1
            groups[at] = joint
        }
    }

    fileprivate func empty() {
        plain.removeAll(keepingCapacity: true)
        groups.removeAll(keepingCapacity: true)
    }
}

/// Remembers what subjects matched. A subject earns a place the second time it misses, so that reply subjects, each
/// used once, cost no allocation and push nothing out. The number of places is fixed.
struct MatchCache {
    private var places: [Match?]
    private var missed: [UInt64]
    private let scratch = Match()
    private(set) var misses = 0

    /// Larger matches are found again each time: finding them costs less than delivering to them.
    private static let largest = 512

    init(places count: Int = 8_192) {
        precondition(count > 0 && count & (count - 1) == 0, "places must be a power of two")
        places = Array(repeating: nil, count: count)
        missed = Array(repeating: 0, count: count)
    }

    /// The match of a subject now. It may be reused by the next call: do not keep it unless `generation` is set.
    mutating func match(_ subject: Span<UInt8>, in trie: SubjectTrie) -> Match {
        let hash = trie.hash(subject, 0, subject.count)
        let place = Int(truncatingIfNeeded: hash >> 7) & (places.count - 1)
        if let found = places[place], found.hash == hash, Bytes.equal(found.subject, subject) {
            if found.generation == trie.generation { return found }
            refresh(found, subject, trie)
            if found.plain.count > Self.largest { places[place] = nil }
            return found
        }
        misses += 1
        let again = missed[place] == hash
        missed[place] = hash
        guard again else { return find(subject, in: trie) }
        let match = Match(subject: (0..<subject.count).map { subject[$0] }, hash: hash)
        refresh(match, subject, trie)
        if match.plain.count <= Self.largest { places[place] = match }
        return match
    }

    /// The match of a subject without remembering it; valid until the next call.
    func find(_ subject: Span<UInt8>, in trie: SubjectTrie) -> Match {
        scratch.empty()
        trie.match(subject, into: scratch)
        return scratch
    }

    /// Drops what is old, so that ended sessions are not kept in memory by subjects nobody uses any more.
    mutating func sweep(_ trie: SubjectTrie) {
        scratch.empty()
        for index in places.indices where places[index].map({ $0.generation != trie.generation }) == true {
            places[index] = nil
        }
    }

    private func refresh(_ match: Match, _ subject: Span<UInt8>, _ trie: SubjectTrie) {
        match.empty()
        trie.match(subject, into: match)
        match.generation = trie.generation
    }
}

/// Comparing bytes.
enum Bytes {
    @inline(__always)
    static func equal(_ a: [UInt8], _ b: Span<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        var at = 0
        while at < a.count {
            if a[at] != b[at] { return false }
            at += 1
        }
        return true
    }

    static func array(_ bytes: Span<UInt8>, _ place: Range<Int>) -> [UInt8] { place.map { bytes[$0] } }
}
