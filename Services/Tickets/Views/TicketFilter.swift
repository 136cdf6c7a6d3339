internal import Base
internal import Conditions
internal import Contracts
internal import Store

/// A condition over tickets as SQL over the row `s` of `list_rows`. What cannot be said there is left out: then the
/// SQL finds more than the condition (never less), and whoever is found must be looked at again.
struct TicketFilter: Sendable {
    /// Nil: every ticket.
    var sql: SQL?
    /// Whether the SQL says all that the condition says.
    var isExact: Bool

    private static let everything = TicketFilter(sql: nil, isExact: true)
    private static let nothing = TicketFilter(sql: "1 = 0", isExact: true)
    private static let unknown = TicketFilter(sql: nil, isExact: false)

    private init(sql: SQL?, isExact: Bool) { (self.sql, self.isExact) = (sql, isExact) }

    init(_ condition: Condition, now: Instant) {
        switch condition {
        case .all(let parts):
            let parts = parts.map { TicketFilter($0, now: now) }
            let said = parts.compactMap(\.sql).map { "(\($0))" as SQL }
            self.init(
                sql: said.isEmpty ? nil : said.joined(separator: " AND "), isExact: parts.allSatisfy(\.isExact))
        case .any(let parts):
            let parts = parts.map { TicketFilter($0, now: now) }
            if parts.contains(where: { $0.sql == nil && $0.isExact }) {
                self = .everything
            } else if parts.contains(where: { $0.sql == nil }) {
                self = .unknown
            } else {
                let said = parts.compactMap(\.sql).map { "(\($0))" as SQL }
                self.init(
                    sql: said.isEmpty ? "1 = 0" : said.joined(separator: " OR "),
                    isExact: parts.allSatisfy(\.isExact))
            }
        case .not(let part): self = TicketFilter(part, now: now).negated
        case .count: self = .unknown
        case .test(let test): self = TicketFilter(test, now: now)
        }
    }

    private var negated: TicketFilter {
        guard isExact else { return .unknown }
        return sql.map { TicketFilter(sql: "NOT (\($0))", isExact: true) } ?? .nothing
    }

    private init(_ test: Condition.Test, now: Instant) {
        guard let comparison = test.comparison, !comparison.needsPrevious else {
            self = .nothing
            return
        }
        if let column = TicketColumn.texts[test.field] {
            self = TicketFilter.text(test, comparison, column)
        } else if test.field == "ticket.priority" {
            self = TicketFilter.priority(test, comparison)
        } else if let column = TicketColumn.numbers[test.field] {
            self = TicketFilter.number(test, comparison, column)
        } else if let column = TicketColumn.times[test.field] {
            self = TicketFilter.time(test, comparison, column, now)
        } else if test.field == "ticket.clocks.dueAt" {
            self = TicketFilter.due(test, comparison, now)
        } else if let field = TicketColumn.facet(test.field) {
            self = TicketFilter.facet(test, comparison, field)
        } else {
            self = .unknown
        }
    }
}

/// Where the fields of a condition are kept.
enum TicketColumn {
    static let texts: [String: SQL] = [
        "ticket.status": "s.status", "ticket.channel": "s.channel", "ticket.language": "s.language",
        "ticket.assignee": "s.assignee", "ticket.team": "s.team", "ticket.requester.id": "s.requester",
        "ticket.requester.tier": "s.tier", "ticket.followUpOf": "s.follow_up",
    ]
    static let numbers: [String: SQL] = [
        "ticket.number": "s.number", "ticket.messageCount": "s.messages", "ticket.rating.score": "s.rating",
    ]
    static let times: [String: SQL] = [
        "ticket.createdAt": "s.created", "ticket.updatedAt": "s.updated", "ticket.firstRepliedAt": "s.first_replied",
        "ticket.solvedAt": "s.solved", "ticket.waitingSince": "s.waiting", "ticket.assignedAt": "s.assigned",
        "ticket.snooze.at": "s.snoozed",
    ]

    /// The prefix of the words of tags or of a custom field.
    static func facet(_ field: String) -> String? {
        if field == "ticket.tags" { return Facet.tags }
        let prefix = "ticket.fields."
        return field.hasPrefix(prefix) ? Facet.field(String(field.dropFirst(prefix.count))) : nil
    }
}

extension Condition.Test {
    /// Whether a list is compared as a whole.
    var comparesLists: Bool { (comparison == .equal || comparison == .notEqual) && value?.array != nil }

    /// The folded texts that a text is compared with one by one; nil when that is not all there is to it.
    var plainOperands: [String]? {
        guard !comparesLists else { return nil }
        var texts: [String] = []
        for operand in operands where operand.bool == nil {
            // A truth is no text; a number may be one, and nothing at all is asked in its own way.
            guard let text = operand.string, !text.allSatisfy(\.isWhitespace) else { return nil }
            texts.append(Condition.folded(text))
        }
        return texts
    }
}

extension TicketFilter {
    private static func within(_ column: SQL, _ values: [some SQLBindable], isExact: Bool) -> TicketFilter {
        values.isEmpty ? .nothing : TicketFilter(sql: "\(column) IN (\(list: values))", isExact: isExact)
    }

    private static func text(_ test: Condition.Test, _ comparison: Operator, _ column: SQL) -> TicketFilter {
        let fits = test.plainOperands.map { within(column, $0, isExact: !test.caseSensitive) } ?? .unknown
        return switch comparison {
        case .equal, .anyOf: fits
        case .notEqual, .noneOf: fits.negated
        case .present: TicketFilter(sql: "\(column) <> ''", isExact: true)
        case .absent: TicketFilter(sql: "\(column) = ''", isExact: true)
        case .contains, .startsWith, .endsWith, .matches: TicketFilter(sql: "\(column) <> ''", isExact: false)
        default: .unknown
        }
    }

    private static func priority(_ test: Condition.Test, _ comparison: Operator) -> TicketFilter {
        let fits =
            test.plainOperands.map { texts in
                let ranks = Priority.allCases.filter { texts.contains($0.rawValue) }.map(\.rank)
                return within("s.rank", ranks, isExact: !test.caseSensitive)
            } ?? .unknown
        return switch comparison {
        case .equal, .anyOf: fits
        case .notEqual, .noneOf: fits.negated
        case .present: .everything
        case .absent: .nothing
        default: .unknown
        }
    }

    private static func number(_ test: Condition.Test, _ comparison: Operator, _ column: SQL) -> TicketFilter {
        let isThere: TicketFilter =
            test.field == "ticket.rating.score" ? TicketFilter(sql: "\(column) > 0", isExact: true) : .everything
        func limited(_ limit: (Double) -> (SQL, Double)) -> TicketFilter {
            guard let number = test.value?.double, abs(number) < 1e15 else { return .unknown }
            let (sign, bound) = limit(number)
            let sql: SQL = "\(column) \(sign) \(Int64(bound))"
            return TicketFilter(sql: isThere.sql.map { "\($0) AND \(sql)" } ?? sql, isExact: true)
        }
        switch comparison {
        case .present: return isThere
        case .absent: return isThere.negated
        case .greater: return limited { (">", $0.rounded(.down)) }
        case .atLeast: return limited { (">=", $0.rounded(.up)) }
        case .less: return limited { ("<", $0.rounded(.up)) }
        case .atMost: return limited { ("<=", $0.rounded(.down)) }
        case .equal, .anyOf, .notEqual, .noneOf:
            guard !test.comparesLists, test.operands.allSatisfy({ $0.double.map { abs($0) < 1e15 } ?? false }) else {
                return .unknown
            }
            // 0 stands for nothing and is equal to nothing.
            let numbers = test.operands.compactMap(\.double).compactMap { Int64(exactly: $0) }.filter { $0 != 0 }
            let fits = within(column, numbers, isExact: true)
            return comparison == .equal || comparison == .anyOf ? fits : fits.negated
        default: return .unknown
        }
    }

    private static func time(
        _ test: Condition.Test, _ comparison: Operator, _ column: SQL, _ now: Instant
    ) -> TicketFilter {
        func exact(_ sql: SQL) -> TicketFilter { TicketFilter(sql: "\(column) > 0 AND \(sql)", isExact: true) }
        switch comparison {
        case .present: return TicketFilter(sql: "\(column) > 0", isExact: true)
        case .absent: return TicketFilter(sql: "\(column) = 0", isExact: true)
        case .before: return test.moment(now).map { exact("\(column) < \($0)") } ?? .nothing
        case .after: return test.moment(now).map { exact("\(column) > \($0)") } ?? .nothing
        case .withinLast:
            return test.span.map { exact("\(column) <= \(now) AND \(column) >= \(now - $0)") } ?? .nothing
        case .withinNext:
            return test.span.map { exact("\(column) >= \(now) AND \(column) <= \(now + $0)") } ?? .nothing
        case .between:
            let limits = test.operands.compactMap { $0.string.flatMap { Condition.time($0) } }
            guard test.operands.count == 2, limits.count == 2 else { return .unknown }
            return exact("\(column) >= \(limits[0]) AND \(column) <= \(limits[1])")
        default: return .unknown
        }
    }

    /// The column holds the earliest of a ticket's deadlines: enough to leave most tickets out.
    private static func due(_ test: Condition.Test, _ comparison: Operator, _ now: Instant) -> TicketFilter {
        let latest: Instant? =
            switch comparison {
            case .before: test.moment(now)
            case .withinLast: now
            case .withinNext: test.span.map { now + $0 }
            default: nil
            }
        switch comparison {
        case .present: return TicketFilter(sql: "s.due < \(Schema.never)", isExact: true)
        case .absent: return TicketFilter(sql: "s.due = \(Schema.never)", isExact: true)
        case .before, .withinLast, .withinNext:
            return latest.map { TicketFilter(sql: "s.due <= \($0)", isExact: false) } ?? .nothing
        case .after, .between: return TicketFilter(sql: "s.due < \(Schema.never)", isExact: false)
        default: return .unknown
        }
    }

    private static func facet(_ test: Condition.Test, _ comparison: Operator, _ field: String) -> TicketFilter {
        // The offset keeps PostgreSQL from making a join of it, which need not keep the order of the rows.
        func has(_ words: [String]) -> SQL {
            """
            EXISTS (SELECT 1 FROM list_facets f WHERE f.ticket = s.ticket AND f.facet IN (\(list: words))
                LIMIT 1 OFFSET 0)
            """
        }
        let isThere = TicketFilter(sql: has([Facet.present(field), Facet.blank(field)]), isExact: true)
        switch comparison {
        case .present: return TicketFilter(sql: has([Facet.present(field)]), isExact: true)
        case .absent: return TicketFilter(sql: "NOT \(has([Facet.present(field)]))", isExact: true)
        case .equal, .anyOf, .notEqual, .noneOf:
            guard !test.comparesLists, let (words, isExact) = test.facetWords(field) else { return .unknown }
            let fits: TicketFilter
            if test.operands.contains(where: \.isNull) {
                let part = words.isEmpty ? nil : has(words)
                let none = TicketFilter(sql: isThere.negated.sql, isExact: true)
                let sql = part.flatMap { part in none.sql.map { "\(part) OR \($0)" as SQL } } ?? none.sql
                fits = TicketFilter(sql: sql, isExact: isExact)
            } else {
                fits = TicketFilter(sql: words.isEmpty ? "1 = 0" : has(words), isExact: isExact)
            }
            return comparison == .equal || comparison == .anyOf ? fits : fits.negated
        case .notContains: return .unknown
        default: return TicketFilter(sql: isThere.sql, isExact: false)
        }
    }
}

extension Condition.Test {
    /// The words of an index of which a ticket has one when it fits; nil when they would be too many.
    func facetWords(_ field: String) -> (words: [String], isExact: Bool)? {
        guard operands.count <= 200 else { return nil }
        var (words, isExact): ([String], Bool) = ([], !caseSensitive)
        for operand in operands where !operand.isNull {
            let found = Facet.values(equal: operand, field)
            words += found.words
            isExact = isExact && found.isExact
        }
        return (words, isExact)
    }
}
