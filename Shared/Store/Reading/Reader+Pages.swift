internal import Base
package import Contracts

extension Reader {
    /// A page of a list, newest first, by a cursor over a time column and the id: no row is lost or doubled when rows
    /// are
    /// added between two pages. `select` ends in its WHERE clause and yields both columns; they need an index together.
    /// `limit` is 50 when nil and at most 100. A cursor that is not ours is a 400 `page.cursor`.
    package func page<Item: Codable & Hashable & Sendable>(
        _ select: SQL, newestBy time: String, after: String?, limit: Int?, item: (Row) throws -> Item
    ) throws -> Page<Item> {
        let limit = min(max(1, limit ?? 50), 100)
        var sql = select
        if let after {
            let cursor = try PageCursor(parsing: after, count: 2)
            let (at, id) = (try cursor.int(0), try cursor.string(1))
            sql += " AND (\(unsafeSQL: time) < \(at) OR (\(unsafeSQL: time) = \(at) AND id < \(id)))"
        }
        sql += " ORDER BY \(unsafeSQL: time) DESC, id DESC LIMIT \(limit + 1)"
        let rows = try rows(sql)
        let items = try rows.prefix(limit).map(item)
        guard rows.count > limit, let last = rows.prefix(limit).last else { return Page(items: items) }
        return Page(items: items, after: PageCursor(.int(try last.int64(time)), .string(try last.string("id"))).text)
    }
}
