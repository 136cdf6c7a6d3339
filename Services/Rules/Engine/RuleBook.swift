internal import Base
package import Conditions
package import Contracts
internal import Store

/// The rules in the order in which they act, and for each event an index of the conditions of those it is the business
/// of.
package struct RuleBook: Sendable {
    package let rules: [Rule]
    private let places: [String: Int]
    private let indexes: [String: (index: ConditionIndex, places: [Int])]

    package init(_ rules: [Rule]) {
        self.rules = rules
        places = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
        var bound: [String: [Int]] = [:]
        for (place, rule) in rules.enumerated() where rule.enabled {
            for event in Set(rule.trigger.on) { bound[event, default: []].append(place) }
        }
        indexes = bound.mapValues { places in (ConditionIndex(places.map { rules[$0].condition }), places) }
    }

    /// The places, ascending, of the rules that the event is the business of and whose condition holds.
    package func matches(_ event: String, in evaluation: Evaluation) -> [Int] {
        guard let (index, places) = indexes[event] else { return [] }
        return index.matches(in: evaluation).map { places[$0] }
    }

    /// The same, with some rules that are to be looked at whatever their condition says; only those after a place.
    func places(_ event: String, in evaluation: Evaluation, and others: Set<String>, after place: Int) -> [Int] {
        let matches = Set(matches(event, in: evaluation))
        return matches.union(others.compactMap { places[$0] }).filter { $0 > place }.sorted()
    }
}

/// The book as it was read last. Who changes a rule tells the journal in the same transaction, whichever copy of the
/// service it is, and sequences are seen in their order: as long as no such news came, the book is the present one.
final class RuleShelf: Sendable {
    private let memo = RowMemo<Rule>(column: "rule", maximum: RuleCalls.rulesMaximum)
    private let kept = Locked<(seen: Int64, book: RuleBook)?>(nil)

    func book(_ db: Reader) throws -> RuleBook {
        let known = kept.withLock { $0 }
        if let known {
            let news = try db.feed(after: known.seen, limit: 1, types: [RulesAPI.changed.name])
            if news.events.isEmpty {
                keep(known.book, seen: news.last)
                return known.book
            }
        }
        let book = (seen: try db.journalEnd(), book: RuleBook(try RuleTable.all(db, memo)))
        keep(book.book, seen: book.seen)
        return book.book
    }

    /// Unless somebody has seen more meanwhile.
    private func keep(_ book: RuleBook, seen: Int64) {
        kept.withLock { kept in
            if kept.map({ $0.seen < seen }) ?? true { kept = (seen, book) }
        }
    }
}
