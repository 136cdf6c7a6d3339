internal import Base
internal import Conditions
internal import Contracts
internal import Store

/// A list as it is asked of the store: which tickets, in which order.
struct TicketQuery: Sendable {
    var condition: Condition
    var order: ListOrder
    /// Only these tickets, by number: what a search found.
    var numbers: [Int]?
    var limits = ListLimits()
}

/// How much one page of a list reads at most.
package struct ListLimits: Sendable {
    /// Rows of an index that are passed over.
    package var scan = 10_000
    /// Tickets that are sorted rather than walked through.
    package var gather = 2_000
    /// Tickets read whole, when the index cannot say all that a condition asks.
    package var looks = 1_000

    package init() {}
}

/// The order of a list: a column with an index, and the direction.
struct ListOrder: Hashable, Sendable {
    var sort: TicketSort
    var isDescending: Bool

    init(_ sort: TicketSort, descending: Bool? = nil) {
        (self.sort, isDescending) = (sort, descending ?? (sort != .due))
    }

    var column: SQL {
        switch sort {
        case .updated: "updated"
        case .created: "created"
        case .due: "due"
        case .priority: "rank"
        }
    }

    /// In a cursor: pages of one order do not go on in another.
    var name: String { sort.rawValue + (isDescending ? "-" : "+") }

    /// What comes after a place, of the rows called `table`.
    func after(_ place: ListPlace, table: SQL, id: SQL = "ticket") -> SQL {
        let sign: SQL = isDescending ? "<" : ">"
        return "(\(table).\(column), \(table).\(id)) \(sign) (\(place.key), \(place.ticket))"
    }

    func clause(table: SQL, id: SQL = "ticket") -> SQL {
        let direction: SQL = isDescending ? "DESC" : "ASC"
        return "ORDER BY \(table).\(column) \(direction), \(table).\(id) \(direction)"
    }
}

/// A place in a sorted list.
struct ListPlace: Hashable, Sendable {
    var key: Int64
    var ticket: String

    func cursor(_ order: ListOrder) -> String { PageCursor(.string(order.name), .int(key), .string(ticket)).text }

    init(key: Int64, ticket: String) { (self.key, self.ticket) = (key, ticket) }

    init(_ row: Row) throws { self.init(key: try row.int64("key"), ticket: try row.string("ticket")) }

    /// The place of a cursor; 400 for one of another list.
    init(_ cursor: String, _ order: ListOrder) throws {
        let cursor = try PageCursor(parsing: cursor, count: 3)
        guard try cursor.string(0) == order.name else {
            throw Problem.malformed("page.cursor", "The page cursor belongs to another sort.")
        }
        self.init(key: try cursor.int(1), ticket: try cursor.string(2))
    }
}

/// Where a list begins to look: an index that leaves most tickets out. However many tickets there are, one page reads
/// only so many rows of it; a page may therefore be short and still go on.
struct ListSource: Sendable {
    enum Way: Sendable {
        /// Few tickets, all looked at and sorted.
        case gather(SQL)
        /// Many tickets, along an index that has the list's order. `table` has the order's column.
        case walk(from: SQL, where: [SQL], table: SQL)
    }

    var way: Way
    let order: ListOrder
    let limits: ListLimits
    /// The test that every row of it is known to pass.
    var known: Condition.Test?

    /// What its rows must still be asked.
    func filter(_ condition: Condition, now: Instant) -> TicketFilter {
        TicketFilter(known.map { condition.assuming($0) } ?? condition, now: now)
    }

    /// The rows, as a query that is called `s`.
    func rows(after: ListPlace?) -> SQL {
        switch way {
        case .gather(let condition):
            // The limit keeps the planner from another way; there are never so many.
            return "SELECT s.* FROM list_rows s WHERE \(condition) LIMIT 1000000"
        case .walk(let from, let conditions, let table):
            let place = after.map { [order.after($0, table: table)] } ?? []
            let all = (conditions + place).joined(separator: " AND ")
            let filter: SQL = conditions.isEmpty && after == nil ? "" : "WHERE \(all)"
            return """
                SELECT s.* FROM \(from) \(filter) \(order.clause(table: table)) LIMIT \(limits.scan)
                """
        }
    }

    /// Whether the rows come in the list's order.
    var isOrdered: Bool { if case .walk = way { true } else { false } }
}

extension Reader {
    /// The index that leaves most out. Asks how many tickets fit the tests that all must fit, up to a limit.
    func source(_ query: TicketQuery, _ condition: Condition) throws -> ListSource {
        let order = query.order
        if let numbers = query.numbers {
            return ListSource(way: .gather("s.number IN (\(list: numbers))"), order: order, limits: query.limits)
        }
        let tests = condition.necessaryTests
        let unsolved = Reader.unsolved(tests)
        var best: (count: Int, candidate: Candidate)?
        let candidates = tests.compactMap { Reader.candidate($0, unsolved: unsolved) }
        for candidate in candidates.prefix(8) {
            let count =
                try first(
                    """
                    SELECT COUNT(*) AS n FROM (SELECT 1 FROM \(candidate.table) s WHERE \(candidate.condition)
                        LIMIT \(query.limits.gather + 1)) AS capped
                    """)?.int("n") ?? 0
            if count <= query.limits.gather, count < best?.count ?? .max { best = (count, candidate) }
        }
        if let best = best?.candidate {
            return ListSource(way: .gather(best.gathering), order: order, limits: query.limits, known: best.known)
        }
        if order.sort == .updated, let best = candidates.first(where: { $0.walk != nil }), let walk = best.walk {
            return ListSource(way: walk, order: order, limits: query.limits, known: best.known)
        }
        let state: [SQL] = unsolved.map { $0 ? ["s.unsolved = 1"] : ["s.unsolved = 0"] } ?? []
        return ListSource(way: .walk(from: "list_rows s", where: state, table: "s"), order: order, limits: query.limits)
    }

    /// Whether the tests allow only tickets that are (or are not) solved; nil when both.
    private static func unsolved(_ tests: [Condition.Test]) -> Bool? {
        for test in tests where test.field == "ticket.status" {
            guard test.comparison == .equal || test.comparison == .anyOf, let texts = test.plainOperands else {
                continue
            }
            let states = texts.compactMap { TicketStatus(rawValue: $0) }
            if states.allSatisfy(\.isUnsolved) { return true }
            if !states.contains(where: \.isUnsolved) { return false }
        }
        return nil
    }

    private struct Candidate {
        /// Where it is counted, how, and how its tickets are found.
        var table: SQL
        var condition: SQL
        var gathering: SQL
        /// The test, when these are exactly the tickets that pass it.
        var known: Condition.Test?
        /// The way along its index in the order of the last change.
        var walk: ListSource.Way?
    }

    private static func candidate(_ test: Condition.Test, unsolved: Bool?) -> Candidate? {
        guard test.comparison == .equal || test.comparison == .anyOf || test.comparison == .present else { return nil }
        if test.field == "ticket.snooze.at", test.comparison == .present {
            return Candidate(table: "list_rows", condition: "s.snoozed > 0", gathering: "s.snoozed > 0", known: test)
        }
        let indexed = ["ticket.assignee", "ticket.team", "ticket.requester.id", "ticket.number"]
        if indexed.contains(test.field) {
            let filter = TicketFilter(.test(test), now: Instant(microseconds: 0))
            guard test.comparison != .present, var condition = filter.sql else { return nil }
            let known = filter.isExact ? test : nil
            guard let column = TicketColumn.texts[test.field], test.field != "ticket.requester.id" else {
                return Candidate(table: "list_rows", condition: condition, gathering: condition, known: known)
            }
            guard let unsolved else {
                // Both halves of the index.
                condition = "(\(condition)) AND s.unsolved IN (0, 1)"
                return Candidate(table: "list_rows", condition: condition, gathering: condition, known: known)
            }
            condition = "(\(condition)) AND s.unsolved = \(unsolved)"
            var candidate = Candidate(table: "list_rows", condition: condition, gathering: condition, known: known)
            if let texts = test.plainOperands, texts.count == 1 {
                candidate.walk = .walk(
                    from: "list_rows s", where: ["\(column) = \(texts[0])", "s.unsolved = \(unsolved)"], table: "s")
            }
            return candidate
        }
        guard let field = TicketColumn.facet(test.field) else { return nil }
        let words: [String]
        var isExact = true
        if test.comparison == .present {
            words = [Facet.present(field)]
        } else {
            guard !test.comparesLists, !test.operands.contains(where: \.isNull), let found = test.facetWords(field)
            else { return nil }
            (words, isExact) = found
        }
        guard !words.isEmpty else { return nil }
        let condition: SQL = "s.facet IN (\(list: words))"
        let gathering: SQL = "s.ticket IN (SELECT f.ticket FROM list_facets f WHERE f.facet IN (\(list: words)))"
        var candidate = Candidate(
            table: "list_facets", condition: condition, gathering: gathering, known: isExact ? test : nil)
        // Of the unsolved there are few: along them is shorter.
        if words.count == 1, unsolved != true {
            candidate.walk = .walk(
                from: "list_facets f CROSS JOIN list_rows s", where: ["f.facet = \(words[0])", "s.ticket = f.ticket"],
                table: "f")
        }
        return candidate
    }
}
