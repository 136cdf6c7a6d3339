internal import Base

extension Condition {
    /// How many entries of a list meet a condition of their own: existence, and numbers within a window of time. Where
    /// two tests on a list field may be met by two entries, here one entry must meet all.
    package struct Count: Hashable, Sendable {
        /// Dotted path to the entries.
        package var list: String
        /// Asked of each entry; its fields are paths within the entry.
        package var condition: Condition
        package var atLeast: Int
        package var atMost: Int?

        package init(_ list: String, where condition: Condition, atLeast: Int = 1, atMost: Int? = nil) {
            (self.list, self.condition, self.atLeast, self.atMost) = (list, condition, atLeast, atMost)
        }
    }
}

extension Condition.Count {
    /// Entries that meet the condition.
    func found(in context: Evaluation) -> Int {
        let condition = CompiledCondition(condition)
        return entries(in: context).count { condition.evaluate(in: $0) }
    }

    func holds(_ found: Int) -> Bool { found >= atLeast && atMost.map { found <= $0 } ?? true }

    /// Each entry as facts of its own.
    func entries(in context: Evaluation) -> [Evaluation] {
        context.entries(at: Evaluation.steps(list), in: context.facts).map { Evaluation(facts: $0, now: context.now) }
    }
}

extension Condition.Count: Codable {
    private enum CodingKeys: String, CodingKey {
        case list = "count"
        case condition = "where"
        case atLeast, atMost
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        list = try container.decode(String.self, forKey: .list)
        condition = try container.decodeIfPresent(Condition.self, forKey: .condition) ?? .always
        atMost = try container.decodeIfPresent(Int.self, forKey: .atMost)
        atLeast = try container.decodeIfPresent(Int.self, forKey: .atLeast) ?? (atMost == nil ? 1 : 0)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(list, forKey: .list)
        try container.encode(condition, forKey: .condition)
        try container.encode(atLeast, forKey: .atLeast)
        try container.encodeIfPresent(atMost, forKey: .atMost)
    }
}
