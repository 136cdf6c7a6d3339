internal import Base
internal import Contracts

/// An inverted index in memory: for each term the articles it stands in. A value: a search works on the copy it took,
/// whatever is put in meanwhile.
struct SearchIndex: Sendable {
    struct Posting: Hashable, Sendable {
        var slot: Int32
        var counts: IndexEntry.Counts
    }

    struct Document: Sendable {
        var id: String
        var language: String
        var audience: Article.Audience
        var citations: Int
        var length: Int
        /// The places of its terms in `postings`, for taking it out.
        var terms: [Int32]
    }

    /// Articles by slot; nil where one was taken out.
    private(set) var documents: [Document?] = []
    /// By place of a term.
    private(set) var postings: [[Posting]] = []
    private(set) var totalLength = 0
    private var slots: [String: Int32] = [:]
    private var free: [Int32] = []
    private var vocabulary: [String: Int32] = [:]

    /// Articles in it.
    var count: Int { slots.count }

    /// Where a term stands; empty for one that stands nowhere.
    func postings(of term: String) -> [Posting] { vocabulary[term].map { postings[Int($0)] } ?? [] }

    /// Terms that begin so and stand somewhere, the most frequent first.
    func terms(beginning prefix: String, limit: Int) -> [String] {
        vocabulary.filter { $0.key.hasPrefix(prefix) && !postings[Int($0.value)].isEmpty }
            .map { (count: postings[Int($0.value)].count, text: $0.key) }
            .sorted { ($1.count, $0.text) < ($0.count, $1.text) }
            .prefix(limit).map(\.text)
    }

    /// Puts an article in, in place of what was known of it.
    mutating func put(_ entry: IndexEntry) {
        remove(entry.id)
        let slot = free.popLast() ?? Int32(documents.count)
        if Int(slot) == documents.count { documents.append(nil) }
        var terms: [Int32] = []
        terms.reserveCapacity(entry.terms.count)
        for (term, counts) in entry.terms {
            let place = place(of: term)
            postings[Int(place)].append(Posting(slot: slot, counts: counts))
            terms.append(place)
        }
        documents[Int(slot)] = Document(
            id: entry.id, language: entry.language, audience: entry.audience, citations: entry.citations,
            length: entry.length, terms: terms)
        slots[entry.id] = slot
        totalLength += entry.length
    }

    /// Takes an article out; nothing happens when it is not in.
    mutating func remove(_ id: String) {
        guard let slot = slots.removeValue(forKey: id), let document = documents[Int(slot)] else { return }
        for place in document.terms { postings[Int(place)].removeAll { $0.slot == slot } }
        documents[Int(slot)] = nil
        free.append(slot)
        totalLength -= document.length
    }

    private mutating func place(of term: String) -> Int32 {
        if let known = vocabulary[term] { return known }
        let place = Int32(postings.count)
        vocabulary[term] = place
        postings.append([])
        return place
    }

    /// Everything it knows, in an order that does not depend on how it came to know it: equal for equal indexes.
    var contents: [String] {
        let articles = documents.compactMap(\.self).map {
            "\($0.id) \($0.language) \($0.audience.rawValue) \($0.citations) \($0.length)"
        }
        let terms = vocabulary.flatMap { term, place in
            postings[Int(place)].map { posting in
                let id = documents[Int(posting.slot)]?.id ?? "?"
                return "\(term) \(id) \(posting.counts.title) \(posting.counts.body)"
            }
        }
        return articles.sorted() + terms.sorted()
    }
}
