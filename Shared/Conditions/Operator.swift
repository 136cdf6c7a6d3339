/// What a test may ask. The raw value is the name in the JSON form.
package enum Operator: String, Codable, Hashable, Sendable, CaseIterable {
    /// Some entry equals the operand (list operand on a list field: the same entries in any order).
    case equal, notEqual
    /// Some entry equals some operand; none does.
    case anyOf, noneOf
    /// Some entry has the operand (or one of several) as part of its text; none has.
    case contains, notContains
    case startsWith, endsWith
    /// The operand stands in the text as whole words; Chinese, Japanese and Thai need no word border.
    case matches
    case greater, less, atLeast, atMost
    /// Between two operands, both included.
    case between
    /// There is a value (not null, not an empty text or list); there is none.
    case present, absent
    /// Compared with a time, or with a moment a duration ago (`before "2h"`: more than two hours ago).
    case before, after
    /// Not longer ago than the duration, and not in the future; coming within the duration, and not past.
    case withinLast, withinNext
    /// Differs from the previous facts; never holds without previous facts.
    case changed, changedFrom, changedTo

    /// What the operand must look like.
    package enum Operand: Sendable { case none, one, oneOrMore, pair, moment, duration }

    package var operand: Operand {
        switch self {
        case .present, .absent, .changed: .none
        case .greater, .less, .atLeast, .atMost: .one
        case .equal, .notEqual, .anyOf, .noneOf, .contains, .notContains, .startsWith, .endsWith, .matches,
            .changedFrom, .changedTo:
            .oneOrMore
        case .between: .pair
        case .before, .after: .moment
        case .withinLast, .withinNext: .duration
        }
    }

    package var needsPrevious: Bool { [.changed, .changedFrom, .changedTo].contains(self) }
    package var needsClock: Bool { [.before, .after, .withinLast, .withinNext].contains(self) }
}
