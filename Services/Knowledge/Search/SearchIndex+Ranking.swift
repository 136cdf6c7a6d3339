internal import Contracts
internal import Glibc

extension SearchIndex {
    /// An article with what it is worth to a query.
    struct Ranked: Hashable, Sendable {
        var id: String
        var score: Double
        /// Which part of what was asked it answers, 0 to 1, rare words counting more.
        var coverage: Double
    }

    /// How fast a repeated term stops to count more (BM25).
    private static let k1 = 1.2
    /// How much long texts are held back (BM25).
    private static let b = 0.75
    /// What a term in the title adds, in parts of its rarity.
    private static let titleBonus = 0.6
    /// What an article in the asker's language is worth more.
    private static let languageBonus = 1.25
    /// Terms of a query that are looked up.
    static let termsMaximum = 40

    /// How much a term that stands in `count` articles says.
    func rarity(_ count: Int) -> Double { log(1 + (Double(self.count - count) + 0.5) / (Double(count) + 0.5)) }

    /// The best articles, best first; equal ones by id. `internally` shows those for agents too.
    func ranked(_ query: SearchQuery, language: String?, internally: Bool, limit: Int) -> [Ranked] {
        let terms = chosen(query)
        guard !terms.isEmpty, count > 0 else { return [] }
        let averageLength = max(1, Double(totalLength) / Double(count))
        var scores = [Double](repeating: 0, count: documents.count)
        var matched = scores
        var asked = 0.0
        for term in terms {
            let weight = term.weight * rarity(term.postings.count)
            asked += weight
            for posting in term.postings {
                guard let document = documents[Int(posting.slot)] else { continue }
                let (title, body) = (Double(posting.counts.title), Double(posting.counts.body))
                let often = body + title * Double(IndexEntry.titleWeight)
                let room = 1 - SearchIndex.b + SearchIndex.b * Double(document.length) / averageLength
                var value = often * (SearchIndex.k1 + 1) / (often + SearchIndex.k1 * room)
                if title > 0 { value += SearchIndex.titleBonus }
                scores[Int(posting.slot)] += weight * value
                matched[Int(posting.slot)] += weight
            }
        }
        var ranked: [Ranked] = []
        for (slot, document) in documents.enumerated() {
            guard let document, scores[slot] > 0, internally || document.audience == .everyone else { continue }
            // An article that answers all that was asked comes before one that often says a part of it.
            let coverage = asked > 0 ? matched[slot] / asked : 0
            var score = scores[slot] * (0.5 + 0.5 * coverage)
            if document.language == language { score *= SearchIndex.languageBonus }
            score *= 1 + min(0.2, 0.03 * log2(1 + Double(document.citations)))
            ranked.append(Ranked(id: document.id, score: score, coverage: coverage))
        }
        ranked.sort { ($1.score, $0.id) < ($0.score, $1.id) }
        return Array(ranked.prefix(limit))
    }

    /// The terms a query is answered with: the most informative ones that stand somewhere, and those that stand nowhere
    /// as what cannot be answered. A last word that is still being typed stands for what it may become.
    func chosen(_ query: SearchQuery) -> [(text: String, weight: Double, postings: [Posting])] {
        var terms = query.terms.map { (text: $0.text, weight: $0.weight, postings: postings(of: $0.text)) }
        if let prefix = query.unfinished,
            let last = terms.firstIndex(where: { $0.text == prefix && $0.postings.isEmpty })
        {
            let longer = self.terms(beginning: prefix, limit: 8)
            if !longer.isEmpty {
                let weight = terms.remove(at: last).weight * 0.8
                for text in longer { terms.append((text, weight / Double(longer.count), postings(of: text))) }
            }
        }
        guard terms.count > SearchIndex.termsMaximum else { return terms }
        let informative = terms.indices.sorted {
            let (a, b) = (worth(terms[$0]), worth(terms[$1]))
            return a == b ? $0 < $1 : a > b
        }
        return informative.prefix(SearchIndex.termsMaximum).sorted().map { terms[$0] }
    }

    private func worth(_ term: (text: String, weight: Double, postings: [Posting])) -> Double {
        term.postings.isEmpty ? 0 : term.weight * rarity(term.postings.count)
    }
}
