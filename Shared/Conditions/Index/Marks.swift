internal import Base

/// What conditions ask of facts, each question once and with a number: a mark. Reading facts lights the marks that they
/// answer with yes; each field is read once, however many conditions ask for it.
final class Marks: Sendable {
    /// A question about the entries that a path leads to. Weaker than a test, never stronger: texts are folded
    /// whatever the test says, and values are known by a hash.
    enum Question: Hashable {
        /// Some entry has this value.
        case value(UInt64)
        /// Some entry has this word in it.
        case word(FoldedText)
        /// There is an entry; there is none; some entry is not blank; none is.
        case some, none, present, absent
        /// The entries are not what they were.
        case changed
    }

    /// What is asked at one path.
    private struct Place: Sendable {
        /// Which of `values`, which of `words`.
        var values: Int?
        var words: Int?
        var some: Int?
        var none: Int?
        var present: Int?
        var absent: Int?

        var asksPresence = false
        var asksExistence = false
    }

    let count: Int
    private let now: PathTree
    private let before: PathTree
    private let places: [Place]
    /// By hash: the mark. Of each place its own, so that no two marks are at one hash.
    private let values: [KeyTable]
    private let words: [WordTree]
    /// Those of `places` that ask whether there is anything, with whether they ask it of what was before.
    private let existence: [(place: Int, isBefore: Bool)]
    private let changes: [(steps: [String], mark: Int)]

    /// Some words may be left unread: their marks are never lit.
    init(_ asked: Questions, without unread: Set<Int>) {
        (count, now, before) = (asked.marks.count, asked.now, asked.before)
        var places = Array(repeating: Place(), count: asked.paths.count)
        var values: [Int: [UInt64: Int]] = [:]
        var words: [Int: [(word: FoldedText, number: Int)]] = [:]
        var changes: [(steps: [String], mark: Int)] = []
        for (key, mark) in asked.marks where !unread.contains(mark) {
            switch key.question {
            case .value(let hash): values[key.place, default: [:]][hash] = mark
            case .word(let word): words[key.place, default: []].append((word, mark))
            case .some: places[key.place].some = mark
            case .none: places[key.place].none = mark
            case .present: places[key.place].present = mark
            case .absent: places[key.place].absent = mark
            case .changed: changes.append((asked.paths[key.place].steps, mark))
            }
        }
        var (tables, trees): ([KeyTable], [WordTree]) = ([], [])
        for (place, values) in values {
            places[place].values = tables.count
            tables.append(KeyTable(values))
        }
        for (place, words) in words {
            places[place].words = trees.count
            trees.append(WordTree(words))
        }
        for (number, place) in places.enumerated() {
            places[number].asksPresence = place.present != nil || place.absent != nil
            places[number].asksExistence = places[number].asksPresence || place.some != nil || place.none != nil
        }
        existence = places.indices.filter { places[$0].asksExistence }.map { ($0, asked.paths[$0].isBefore) }
        (self.places, self.words, self.values, self.changes) = (places, trees, tables, changes)
    }

    /// The marks that the facts light.
    func lit(in context: Evaluation) -> Bits {
        var reading = Reading(marks: count, places: places.count)
        read(context.facts, at: 0, of: now, &reading)
        if let previous = context.previous {
            read(previous, at: 0, of: before, &reading)
            for change in changes where !JSON.isSame(context.facts, previous, at: change.steps[...]) {
                reading.lit.insert(change.mark)
            }
        }
        for (place, isBefore) in existence where !isBefore || context.previous != nil {
            let asked = places[place]
            if let mark = reading.some.contains(place) ? asked.some : asked.none { reading.lit.insert(mark) }
            if let mark = reading.present.contains(place) ? asked.present : asked.absent { reading.lit.insert(mark) }
        }
        return reading.lit
    }

    private struct Reading {
        var lit: Bits
        var some: Bits
        var present: Bits

        init(marks: Int, places: Int) {
            (lit, some, present) = (Bits(count: marks), Bits(count: places), Bits(count: places))
        }
    }

    /// Every entry that a path leads to, as `Evaluation.entries` finds them.
    private func read(_ value: JSON, at node: Int, of tree: PathTree, _ reading: inout Reading) {
        switch value {
        case .null: return
        case .array(let items): for item in items { read(item, at: node, of: tree, &reading) }
        default:
            let place = tree.nodes[node].place
            if place >= 0 { read(value, place, &reading) }
            guard case .object(let members) = value else { return }
            for child in tree.nodes[node].steps.indices {
                guard let next = members[tree.nodes[node].steps[child]] else { continue }
                read(next, at: tree.nodes[node].next[child], of: tree, &reading)
            }
        }
    }

    private func read(_ entry: JSON, _ number: Int, _ reading: inout Reading) {
        let place = places[number]
        if place.asksExistence {
            reading.some.insert(number)
            if place.asksPresence, !Condition.Test.isEmpty(entry) { reading.present.insert(number) }
        }
        var folded: FoldedText?
        if let tree = place.words, let text = FoldedText(of: entry, caseSensitive: false) {
            words[tree].find(in: text, &reading.lit)
            folded = text
        }
        guard let table = place.values else { return }
        let hashes = ValueHash.of(entry, folded: entry.string == nil ? nil : folded)
        if let hash = hashes.first, let mark = values[table][hash] { reading.lit.insert(mark) }
        if let hash = hashes.second, let mark = values[table][hash] { reading.lit.insert(mark) }
    }
}

/// The questions of many conditions, gathered before they are asked.
struct Questions {
    struct Key: Hashable {
        let place: Int
        let question: Marks.Question
    }

    fileprivate private(set) var now = PathTree()
    fileprivate private(set) var before = PathTree()
    fileprivate private(set) var paths: [(steps: [String], isBefore: Bool)] = []
    fileprivate private(set) var marks: [Key: Int] = [:]
    /// By mark: how many times it was asked.
    private(set) var uses: [Int] = []

    /// The marks of words.
    var words: Set<Int> {
        Set(
            marks.compactMap { key, mark in
                if case .word = key.question { mark } else { nil }
            })
    }

    /// The mark of a question about a path, into the facts or into what they were before.
    mutating func mark(_ question: Marks.Question, _ steps: [String], before isBefore: Bool = false) -> Int {
        let fresh = paths.count
        let place = isBefore ? before.place(of: steps, fresh: fresh) : now.place(of: steps, fresh: fresh)
        if place == fresh { paths.append((steps, isBefore)) }
        let mark = marks[Key(place: place, question: question), default: marks.count]
        marks[Key(place: place, question: question)] = mark
        if mark == uses.count { uses.append(0) }
        uses[mark] += 1
        return mark
    }
}
