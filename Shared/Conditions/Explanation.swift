package import Base

/// Why a condition holds or not: the same tree with an answer at every place and the actual value at every test.
package struct Explanation: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable { case all, any, not, count, test }

    package var kind: Kind
    package var holds: Bool
    package var parts: [Explanation]?
    /// Of a test only: what was asked and what was found.
    package var field: String?
    package var comparison: String?
    package var expected: JSON?
    package var actual: JSON?
    package var previous: JSON?

    /// The tree as indented lines with ✓ and ✗, for logs of rules and for people.
    package var text: String { lines(indent: "").joined(separator: "\n") }

    private func lines(indent: String) -> [String] {
        let mark = holds ? "✓" : "✗"
        guard kind == .test || kind == .count else {
            return ["\(indent)\(mark) \(kind.rawValue)"] + (parts ?? []).flatMap { $0.lines(indent: indent + "  ") }
        }
        var line = "\(indent)\(mark) \(field ?? "") \(comparison ?? "")"
        if let expected { line += " \(expected.text)" }
        line += " (is \(actual?.text ?? "absent")"
        if let previous { line += ", was \(previous.text)" }
        return [line + ")"]
    }
}

extension Condition {
    /// Evaluates every part, also those that `evaluate` would skip. Values longer than 200 characters are cut.
    package func explain(in context: Evaluation) -> Explanation {
        switch self {
        case .all(let parts):
            let parts = parts.map { $0.explain(in: context) }
            return Explanation(kind: .all, holds: parts.allSatisfy(\.holds), parts: parts)
        case .any(let parts):
            let parts = parts.map { $0.explain(in: context) }
            return Explanation(kind: .any, holds: parts.contains(where: \.holds), parts: parts)
        case .not(let part):
            let part = part.explain(in: context)
            return Explanation(kind: .not, holds: !part.holds, parts: [part])
        case .count(let count):
            let found = count.found(in: context)
            return Explanation(
                kind: .count, holds: count.holds(found), field: count.list, comparison: "count",
                expected: try? JSON(encoding: count), actual: .int(Int64(found)))
        case .test(let test):
            let needsPrevious = test.comparison?.needsPrevious == true
            let steps = Evaluation.steps(test.field)
            return Explanation(
                kind: .test, holds: test.holds(in: context), field: test.field, comparison: test.name,
                expected: test.value, actual: shown(context.entries(at: steps, in: context.facts)),
                previous: needsPrevious ? shown(context.entries(at: steps, in: context.previous)) : nil)
        }
    }

    private func shown(_ entries: [JSON]) -> JSON? {
        let cut = entries.prefix(20).map { entry -> JSON in
            guard let text = entry.string, text.count > 200 else { return entry }
            return .string(text.prefix(200) + "…")
        }
        return cut.count <= 1 ? cut.first : .array(cut)
    }
}
