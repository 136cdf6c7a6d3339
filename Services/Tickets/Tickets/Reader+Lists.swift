internal import Base
package import Contracts
package import Store

/// How a list is sorted: a column with an index, and the direction.
private enum Sort: String {
    case updated, created, due, priority

    var column: String { self == .priority ? "rank" : rawValue }
    var isDescending: Bool { self != .due }

    func key(_ ticket: Ticket) -> Int64 {
        switch self {
        case .updated: ticket.updatedAt.microseconds
        case .created: ticket.createdAt.microseconds
        case .due: ticket.status.isUnsolved ? ticket.dueAt?.microseconds ?? Schema.never : Schema.never
        case .priority: Int64(ticket.priority.rank)
        }
    }
}

extension Reader {
    private static let countMaximum = 1_000

    /// A page of a view, on an index of its sort.
    package func tickets(_ request: ListTickets, caller: Caller) throws -> Page<Ticket> {
        let sort = Sort(rawValue: request.sort ?? "updated")
        guard let sort else {
            throw Problem.malformed("list.sort", "Tickets are sorted by updated, created, due or priority.")
        }
        let limit = min(max(request.limit ?? 50, 1), 100)
        var conditions = Reader.conditions(request.view ?? .open, caller: caller)
        if let requester = request.requester { conditions.append("requester = \(requester)") }
        if let team = request.team { conditions.append("team = \(team)") }
        if let assignee = request.assignee { conditions.append("assignee = \(assignee)") }
        if let search = request.search?.trimmed, !search.isEmpty { conditions.append(Reader.matching(search)) }
        if let after = request.after {
            let cursor = try PageCursor(parsing: after, count: 3)
            guard try cursor.string(0) == sort.rawValue else {
                throw Problem.malformed("page.cursor", "The page cursor belongs to another sort.")
            }
            let sign: SQL = sort.isDescending ? "<" : ">"
            conditions.append(
                "(\(unsafeSQL: sort.column), id) \(sign) (\(try cursor.int(1)), \(try cursor.string(2)))")
        }
        let order: SQL = sort.isDescending ? "DESC" : "ASC"
        let found = try rows(
            """
            SELECT body FROM tickets WHERE \(conditions.joined(separator: " AND "))
            ORDER BY \(unsafeSQL: sort.column) \(order), id \(order) LIMIT \(limit + 1)
            """)
        let items = try Reader.page(of: found, limit: limit).map { try $0.decode(Ticket.self, "body") }
        guard found.count > items.count, let last = items.last else { return Page(items: items) }
        let cursor = PageCursor(.string(sort.rawValue), .int(sort.key(last)), .string(last.id))
        return Page(items: items, after: cursor.text)
    }

    /// How many tickets each view has, at most 1,000 of each.
    package func counts(_ request: CountTickets, caller: Caller) throws -> TicketCounts {
        var counts: [String: Int] = [:]
        for view in TicketView.allCases {
            var conditions = Reader.conditions(view, caller: caller)
            if let team = request.team { conditions.append("team = \(team)") }
            let row = try first(
                """
                SELECT COUNT(*) AS n FROM (SELECT 1 FROM tickets WHERE \(conditions.joined(separator: " AND "))
                    LIMIT \(Reader.countMaximum)) AS capped
                """)
            counts[view.rawValue] = try row?.int("n") ?? 0
        }
        return TicketCounts(counts: counts)
    }

    /// A page of a conversation: the newest messages first, each page in order; `after` goes back in time.
    package func messages(_ request: ListMessages) throws -> Page<Message> {
        guard try first("SELECT id FROM tickets WHERE id = \(request.ticket)") != nil else {
            throw Problem.notFound("ticket", request.ticket)
        }
        let limit = min(max(request.limit ?? 50, 1), 200)
        let before = try request.after.map { try PageCursor(parsing: $0, count: 1).int(0) } ?? Int64.max
        let found = try rows(
            """
            SELECT position, body FROM messages WHERE ticket = \(request.ticket) AND position < \(before)
            ORDER BY position DESC LIMIT \(limit + 1)
            """)
        let page = try Reader.page(of: found, limit: limit)
        let items = try page.reversed().map { try $0.decode(Message.self, "body") }
        guard found.count > page.count, let oldest = page.last else { return Page(items: items) }
        return Page(items: items, after: PageCursor(.int(try oldest.int64("position"))).text)
    }

    /// Everything that happened to a ticket, oldest first (row 45).
    package func history(_ request: ListHistory) throws -> Page<Event> {
        guard try first("SELECT id FROM tickets WHERE id = \(request.ticket)") != nil else {
            throw Problem.notFound("ticket", request.ticket)
        }
        let limit = min(max(request.limit ?? 100, 1), 500)
        let after = try request.after.map { try PageCursor(parsing: $0, count: 1).int(0) } ?? 0
        let subject = "ticket/\(request.ticket)"
        let items = try events(subject: subject, after: after, limit: limit, bytes: Reader.pageBytes)
        guard let last = items.last, try !events(subject: subject, after: last.sequence, limit: 1).isEmpty else {
            return Page(items: items)
        }
        return Page(items: items, after: PageCursor(.int(last.sequence)).text)
    }

    /// The first rows, up to what fits into one message of the bus; one at least.
    static func page(of rows: [Row], limit: Int) throws -> ArraySlice<Row> {
        var left = pageBytes
        for (index, row) in rows.prefix(limit).enumerated() {
            left -= try row.string("body").utf8.count
            if left < 0, index > 0 { return rows.prefix(index) }
        }
        return rows.prefix(limit)
    }

    private static func conditions(_ view: TicketView, caller: Caller) -> [SQL] {
        switch view {
        case .mine: ["unsolved = 1", "assignee = \(caller.id)"]
        case .unassigned: ["unsolved = 1", "assignee IS NULL"]
        case .open: ["unsolved = 1"]
        case .waiting: ["unsolved = 1", "waiting = 1"]
        case .pending: ["unsolved = 1", "pausing = 1"]
        case .solved: ["unsolved = 0"]
        case .all: ["1 = 1"]
        }
    }

    /// Each word must stand in the number, the subject or the requester's name.
    private static func matching(_ search: String) -> SQL {
        search.lowercased().split(whereSeparator: \.isWhitespace).prefix(8).map { word -> SQL in
            let plain = word.first == "#" ? word.dropFirst() : word
            let escaped = String(plain).replacing("\\", with: "\\\\").replacing("%", with: "\\%")
                .replacing("_", with: "\\_")
            return "search LIKE \("%" + escaped + "%") ESCAPE '\\'"
        }.joined(separator: " AND ")
    }
}
