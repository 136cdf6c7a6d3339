/// A condition made ready to be asked of many facts. It answers as `Condition.evaluate` does: every test is decided by
/// the same `CompiledTest`.
indirect enum CompiledCondition: Sendable {
    case all([CompiledCondition])
    case any([CompiledCondition])
    case not(CompiledCondition)
    case count(Condition.Count, of: CompiledCondition)
    case test(CompiledTest)

    init(_ condition: Condition) {
        switch condition {
        case .all(let parts): self = .all(parts.map(CompiledCondition.init))
        case .any(let parts): self = .any(parts.map(CompiledCondition.init))
        case .not(let part): self = .not(CompiledCondition(part))
        case .count(let count): self = .count(count, of: CompiledCondition(count.condition))
        case .test(let test): self = .test(CompiledTest(test))
        }
    }

    func evaluate(in context: Evaluation) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.evaluate(in: context) }
        case .any(let parts): parts.contains { $0.evaluate(in: context) }
        case .not(let part): !part.evaluate(in: context)
        case .count(let count, let part):
            count.holds(count.entries(in: context).count { part.evaluate(in: $0) })
        case .test(let test): test.holds(in: context)
        }
    }
}
