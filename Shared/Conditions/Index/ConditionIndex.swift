internal import Base

/// Many conditions, known by their places, asked together: what it costs grows with how many of them may hold, not
/// with how many there are.
///
/// Of each condition a need is kept, weaker than it and quickly decided, and of each need the anchor: a few marks of
/// which one must be lit. Facts are read once; the conditions that stand at a lit mark, and those without an anchor,
/// are looked at; whose need is met is evaluated.
package struct ConditionIndex: Sendable {
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
        let (uses, marks) = (asked.uses, Marks(asked))
        var list = NeedList()
        for need in needs { list.append(need) }
        var (anchored, loose) = (Array(repeating: [Int](), count: marks.count), [Int]())
        for (place, need) in needs.enumerated() {
            // The mark that fewest ask for is likely to be lit least often.
            guard let anchor = need.anchor({ uses[$0] }) else {
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
