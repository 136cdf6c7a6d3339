internal import Base

/// What must be so for a condition to hold, in marks: weaker than the condition, never stronger.
indirect enum Need: Sendable {
    case mark(Int)
    case all([Need])
    case any([Need])

    static let always = Need.all([])
    static let never = Need.any([])

    private var isAlways: Bool { if case .all(let parts) = self { parts.isEmpty } else { false } }

    private static func every(_ parts: [Need]) -> Need {
        let parts = parts.filter { !$0.isAlways }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private static func some(_ parts: [Need]) -> Need {
        if parts.contains(where: \.isAlways) { return .always }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    /// The same when some marks are taken to be lit.
    func assuming(_ marks: Set<Int>) -> Need {
        switch self {
        case .mark(let mark): marks.contains(mark) ? .always : self
        case .all(let parts): Need.every(parts.map { $0.assuming(marks) })
        case .any(let parts): Need.some(parts.map { $0.assuming(marks) })
        }
    }

    /// Marks of which one must be lit at least: of all such sets the one that costs least. Nil when nothing need be
    /// lit.
    func anchor(_ cost: (Int) -> Int) -> [Int]? {
        func sum(_ marks: [Int]) -> Int { marks.reduce(0) { $0 + cost($1) } }
        switch self {
        case .mark(let mark): return [mark]
        case .all(let parts): return parts.compactMap { $0.anchor(cost) }.min { sum($0) < sum($1) }
        case .any(let parts):
            let anchors = parts.compactMap { $0.anchor(cost) }
            return anchors.count == parts.count ? anchors.flatMap(\.self) : nil
        }
    }
}

extension Need {
    init(_ condition: Condition, _ asked: inout Questions) { self = Need.of(condition, in: nil, &asked) }

    /// `list`: the path to the entries of which the condition is asked. What holds of one of them is to be found among
    /// all; what is not there, or has changed, is not seen from there.
    private static func of(_ condition: Condition, in list: [String]?, _ asked: inout Questions) -> Need {
        switch condition {
        case .all(let parts): return every(parts.map { of($0, in: list, &asked) })
        case .any(let parts): return some(parts.map { of($0, in: list, &asked) })
        case .not: return .always
        case .count(let count):
            guard count.atLeast > 0 else { return .always }
            let list = (list ?? []) + Evaluation.steps(count.list)
            return every([.mark(asked.mark(.some, list)), of(count.condition, in: list, &asked)])
        case .test(let test):
            guard let comparison = test.comparison else { return .never }
            let path = (list ?? []) + Evaluation.steps(test.field)
            return of(test, comparison, path, isWhole: list == nil, &asked)
        }
    }

    private static func of(
        _ test: Condition.Test, _ comparison: Operator, _ path: [String], isWhole: Bool, _ asked: inout Questions
    ) -> Need {
        switch comparison {
        case .equal:
            guard let list = test.value?.array else { return among(test.operands, path, isWhole, &asked) }
            guard !list.isEmpty else { return isWhole ? .mark(asked.mark(.none, path)) : .always }
            return every(list.map { value($0, path, before: false, &asked) })
        case .anyOf: return among(test.operands, path, isWhole, &asked)
        case .contains, .startsWith, .endsWith, .matches:
            let words = test.operands.compactMap { FoldedText(of: $0, caseSensitive: false) }
            return some(words.filter { !$0.scalars.isEmpty }.map { .mark(asked.mark(.word($0), path)) })
        case .greater, .less, .atLeast, .atMost, .between, .before, .after, .withinLast, .withinNext:
            return .mark(asked.mark(.some, path))
        case .present: return .mark(asked.mark(.present, path))
        case .absent: return isWhole ? .mark(asked.mark(.absent, path)) : .always
        case .changed, .changedFrom, .changedTo:
            guard isWhole else { return .always }
            let changed = Need.mark(asked.mark(.changed, path))
            guard comparison != .changed else { return changed }
            let operands = among(test.operands, path, isWhole, before: comparison == .changedFrom, &asked)
            return every([changed, operands])
        case .notEqual, .noneOf, .notContains: return .always
        }
    }

    /// One of the operands is there, or nothing where null is one of them.
    private static func among(
        _ operands: [JSON], _ path: [String], _ isWhole: Bool, before: Bool = false, _ asked: inout Questions
    ) -> Need {
        some(
            operands.map { operand in
                guard operand.isNull else { return value(operand, path, before: before, &asked) }
                return isWhole ? .mark(asked.mark(.none, path, before: before)) : .always
            })
    }

    private static func value(
        _ operand: JSON, _ path: [String], before: Bool, _ asked: inout Questions
    ) -> Need {
        let (first, second) = ValueHash.of(operand)
        return some([first, second].compactMap(\.self).map { .mark(asked.mark(.value($0), path, before: before)) })
    }
}

/// Needs written one after the other, to be decided without going from object to object.
struct NeedList: Sendable {
    private enum Word {
        static let all = -1
        static let any = -2
    }

    /// A mark; or one of `Word`, where the parts end, and the parts.
    private var words: [Int] = []
    private var starts: [Int] = []

    var count: Int { starts.count }

    mutating func append(_ need: Need) {
        starts.append(words.count)
        write(need)
    }

    private mutating func write(_ need: Need) {
        let parts: [Need]
        switch need {
        case .mark(let mark):
            words.append(mark)
            return
        case .all(let all): (parts, words) = (all, words + [Word.all])
        case .any(let any): (parts, words) = (any, words + [Word.any])
        }
        let end = words.count
        words.append(0)
        for part in parts { write(part) }
        words[end] = words.count
    }

    /// Whether the need at a place is met.
    func isMet(_ place: Int, by lit: Bits) -> Bool {
        var at = starts[place]
        return isMet(at: &at, by: lit)
    }

    private func isMet(at place: inout Int, by lit: Bits) -> Bool {
        let word = words[place]
        guard word < 0 else {
            place += 1
            return lit.contains(word)
        }
        let end = words[place + 1]
        place += 2
        // All hold until one does not; none holds until one does.
        let goesOn = word == Word.all
        while place < end {
            guard isMet(at: &place, by: lit) == goesOn else {
                place = end
                return !goesOn
            }
        }
        return goesOn
    }
}
