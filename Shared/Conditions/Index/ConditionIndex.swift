internal import Base

/// Many conditions, known by their places, asked together: what it costs grows with how many of them may hold, not
/// with how many there are.
///
/// Of each condition a need is kept, weaker than it and quickly decided, and of each need the anchor: a few marks of
/// which one must be lit. Facts are read once; the conditions that stand at a lit mark, and those without an anchor,
/// are looked at; whose need is met is evaluated.
package final class ConditionIndex: Sendable {
    private let conditions: [CompiledCondition]
    private let needs: NeedList
    private let marks: Marks
    /// By mark: the conditions anchored there.
    private let anchored: [[Int]]
    /// Those without an anchor.
    private let loose: [Int]

    package init(_ conditions: [Condition]) {
        var asked = Questions()
        var needs: [Need] = []
        for condition in conditions { needs.append(Need(condition, &asked)) }
        let (uses, words) = (asked.uses, asked.words)
        // The mark that fewest ask for is likely to be lit least often; words have to be looked for.
        let anchors = needs.map { need in need.anchor { words.contains($0) ? 16 * uses[$0] : uses[$0] } }
        // To look for a word that is nobody's anchor costs more than to evaluate the few who ask for it.
        let unread = words.subtracting(anchors.flatMap { $0 ?? [] })
        let marks = Marks(asked, without: unread)
        var list = NeedList()
        for need in needs { list.append(need.assuming(unread)) }
        var (anchored, loose) = (Array(repeating: [Int](), count: marks.count), [Int]())
        for (place, anchor) in anchors.enumerated() {
            guard let anchor else {
                loose.append(place)
                continue
            }
            for mark in Set(anchor) { anchored[mark].append(place) }
        }
        self.conditions = conditions.map(CompiledCondition.init)
        (self.needs, self.marks, self.anchored, self.loose) = (list, marks, anchored, loose)
    }

    /// The places of those that may hold, ascending: none that holds is left out.
    package func candidates(in context: Evaluation) -> [Int] {
        let lit = marks.lit(in: context)
        var found = Bits(count: needs.count)
        for place in loose where needs.isMet(place, by: lit) { found.insert(place) }
        for mark in lit {
            for place in anchored[mark] where needs.isMet(place, by: lit) { found.insert(place) }
        }
        return Array(found)
    }

    /// The places of those that hold, ascending.
    package func matches(in context: Evaluation) -> [Int] {
        candidates(in: context).filter { conditions[$0].evaluate(in: context) }
    }
}
