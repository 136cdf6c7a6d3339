internal import Base
package import Conditions
package import Contracts
package import Store

extension Reader {
    private static let countMaximum = 1_000
    /// Views counted at once.
    private static let viewsCounted = 60
    /// Tickets that words in a list's `search` may find.
    private static let searchMaximum = 1_000

    /// A page of a view, on an index of its sort.
    package func tickets(_ request: ListTickets, caller: Caller) throws -> Page<Ticket> {
        try keptTickets(request, caller: caller).values()
    }

    /// The same as they are kept.
    func keptTickets(_ request: ListTickets, caller: Caller) throws -> Page<Kept<Ticket>> {
        let limit = min(max(request.limit ?? 50, 1), 100)
        let query = try self.query(request, caller: caller)
        return try page(of: query, after: request.after, limit: limit)
    }

    /// A page of any condition's tickets.
    package func tickets(
        _ condition: Condition, sort: TicketSort, descending: Bool? = nil, after: String? = nil, limit: Int,
        limits: ListLimits = ListLimits()
    ) throws -> Page<Ticket> {
        let query = TicketQuery(condition: condition, order: ListOrder(sort, descending: descending), limits: limits)
        return try page(of: query, after: after, limit: limit).values()
    }

    private func query(_ request: ListTickets, caller: Caller) throws -> TicketQuery {
        let name = request.view ?? TicketView.open.rawValue
        guard let view = try view(name, for: caller) else {
            throw Problem.malformed("list.view", "There is no view \(name.prefix(64)).")
        }
        let sort = request.sort.map { TicketSort(rawValue: $0) } ?? view.sort
        guard let sort else {
            throw Problem.malformed("list.sort", "Tickets are sorted by updated, created, due or priority.")
        }
        let descending = request.descending ?? (request.sort == nil ? view.descending : nil)
        var parts = [try viewer(caller).resolve(view.condition)]
        if let requester = request.requester { parts.append(.test("ticket.requester.id", .equal, .string(requester))) }
        if let team = request.team { parts.append(.test("ticket.team", .equal, .string(team))) }
        if let assignee = request.assignee { parts.append(.test("ticket.assignee", .equal, .string(assignee))) }
        var query = TicketQuery(condition: .all(parts), order: ListOrder(sort, descending: descending))
        if let search = request.search?.trimmed, !search.isEmpty {
            query.numbers = try matches(SearchWords(search), limit: Reader.searchMaximum).numbers
        }
        return query
    }

    private func page(of query: TicketQuery, after: String?, limit: Int) throws -> Page<Kept<Ticket>> {
        var place = try after.map { try ListPlace($0, query.order) }
        let source = try source(query, query.condition)
        let filter = source.filter(query.condition, now: now)
        var found: [(row: Row, place: ListPlace)] = []
        var (looks, isEnd) = (0, false)
        repeat {
            let wanted = filter.isExact ? limit + 1 - found.count : 200
            let part = try scan(source, filter, after: place, limit: wanted)
            for (body, matched) in try bodies(of: part.matches) {
                if found.count > limit { break }
                guard try filter.isExact || holds(query.condition, body) else { continue }
                found.append((body, matched))
            }
            looks += wanted
            place = part.end
            isEnd = part.end == nil
            // Rows that were passed over are enough for one page.
            if part.isScannedOut { break }
        } while !isEnd && found.count <= limit && !filter.isExact && looks < query.limits.looks
        let shown = try Reader.page(of: found.map(\.row), limit: limit)
        let items = try shown.map { try $0.kept(Ticket.self, "body") }
        if found.count > shown.count, let last = shown.indices.last {
            return Page(items: items, after: found[last].place.cursor(query.order))
        }
        return Page(items: items, after: place?.cursor(query.order))
    }

    private func holds(_ condition: Condition, _ row: Row) throws -> Bool {
        condition.evaluate(in: Evaluation(facts: ViewFields.facts(try row.json("body")), now: now))
    }

    private struct Scan {
        var matches: [ListPlace]
        /// Where to go on; nil at the end.
        var end: ListPlace?
        /// As many rows as may be read at once were passed over.
        var isScannedOut = false
    }

    /// The next rows of a source that the filter lets through.
    private func scan(
        _ source: ListSource, _ filter: TicketFilter, after: ListPlace?, limit: Int
    ) throws -> Scan {
        let order = source.order
        let matches = try rows(statement(source, filter, after: after, limit: limit)).map { try ListPlace($0) }
        if matches.count == limit { return Scan(matches: matches, end: matches.last) }
        guard source.isOrdered else { return Scan(matches: matches, end: nil) }
        let edge = try first(
            """
            SELECT s.\(order.column) AS key, s.ticket AS ticket FROM (\(source.rows(after: after))) AS s
            LIMIT 1 OFFSET \(source.limits.scan - 1)
            """)
        return Scan(matches: matches, end: try edge.map { try ListPlace($0) }, isScannedOut: edge != nil)
    }

    private func statement(
        _ source: ListSource, _ filter: TicketFilter, after: ListPlace?, limit: Int
    ) -> SQL {
        let order = source.order
        var conditions = filter.sql.map { ["(\($0))" as SQL] } ?? []
        if !source.isOrdered, let after { conditions.append(order.after(after, table: "s")) }
        let lets: SQL = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let sorted: SQL = source.isOrdered ? "" : order.clause(table: "s")
        return """
            SELECT s.\(order.column) AS key, s.ticket AS ticket FROM (\(source.rows(after: after))) AS s \(lets)
            \(sorted) LIMIT \(limit)
            """
    }

    private func bodies(of places: [ListPlace]) throws -> [(Row, ListPlace)] {
        guard !places.isEmpty else { return [] }
        let found = try rows("SELECT id, body FROM tickets WHERE id IN (\(list: places.map(\.ticket)))")
        var byID: [String: Row] = [:]
        for row in found { byID[try row.string("id")] = row }
        return places.compactMap { place in byID[place.ticket].map { ($0, place) } }
    }

    /// How many tickets each of the caller's views has, at most 1,000 of each.
    package func counts(_ request: CountTickets, caller: Caller) throws -> TicketCounts {
        var counts = TicketCounts(counts: [:])
        let viewer = try viewer(caller)
        for view in try views(for: caller).prefix(Reader.viewsCounted) {
            var parts = [viewer.resolve(view.condition)]
            if let team = request.team { parts.append(.test("ticket.team", .equal, .string(team))) }
            let (count, isMore) = try count(.all(parts))
            counts.counts[view.id] = count
            if isMore { counts.atLeast = (counts.atLeast ?? []) + [view.id] }
        }
        return counts
    }

    /// How many tickets a condition has, up to 1,000, and whether there may be more.
    package func count(
        _ condition: Condition, limits: ListLimits = ListLimits()
    ) throws -> (count: Int, isMore: Bool) {
        let query = TicketQuery(condition: condition, order: ListOrder(.updated), limits: limits)
        let source = try source(query, query.condition)
        let filter = source.filter(query.condition, now: now)
        guard filter.isExact else {
            let part = try scan(source, filter, after: nil, limit: query.limits.looks)
            let count = try bodies(of: part.matches).count { try holds(query.condition, $0.0) }
            return (count, part.end != nil)
        }
        let lets: SQL = filter.sql.map { "WHERE \($0)" } ?? ""
        let count =
            try first(
                """
                SELECT COUNT(*) AS n FROM (SELECT 1 FROM (\(source.rows(after: nil))) AS s \(lets)
                    LIMIT \(Reader.countMaximum)) AS capped
                """)?.int("n") ?? 0
        if count == Reader.countMaximum { return (count, true) }
        guard source.isOrdered else { return (count, false) }
        let rest = try first(
            "SELECT 1 AS one FROM (\(source.rows(after: nil))) AS s LIMIT 1 OFFSET \(source.limits.scan - 1)")
        return (count, rest != nil)
    }

    /// Shows and counts what a condition finds.
    package func attempt(_ request: TryView, caller: Caller) throws -> TriedView {
        try ViewFields.check(request.condition)
        let condition = try viewer(caller).resolve(request.condition)
        let (count, isMore) = try count(condition)
        let page = try tickets(
            condition, sort: request.sort ?? .updated, descending: request.descending,
            limit: min(max(request.limit ?? 10, 1), 50))
        return TriedView(count: count, atLeast: isMore, tickets: page.items)
    }
}

extension Reader {
    /// How the engine reads a list, in its own words.
    package func plan(
        _ condition: Condition, sort: TicketSort, limits: ListLimits, isPostgres: Bool
    ) throws -> String {
        let query = TicketQuery(condition: condition, order: ListOrder(sort), limits: limits)
        let source = try source(query, condition)
        let filter = source.filter(condition, now: now)
        let statement = statement(source, filter, after: ListPlace(key: 1, ticket: "x"), limit: 51)
        return try rows("EXPLAIN \(unsafeSQL: isPostgres ? "" : "QUERY PLAN") \(statement)")
            .map { try $0.string(isPostgres ? "QUERY PLAN" : "detail") + "\n" }.joined()
    }
}
