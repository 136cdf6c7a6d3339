internal import Base
package import Contracts
package import Store

extension Reader {
    /// A page of a conversation: the newest messages first, each page in order; `after` goes back in time.
    package func messages(_ request: ListMessages) throws -> Page<Message> { try keptMessages(request).values() }

    /// The same as they are kept.
    func keptMessages(_ request: ListMessages) throws -> Page<Kept<Message>> {
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
        let items = try page.reversed().map { try $0.kept(Message.self, "body") }
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
}
