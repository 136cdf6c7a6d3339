internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about an agent's notices. Staff read only their own.
struct NotificationCalls: Sendable {
    let store: Store

    func list(_ request: ListNotifications, _ context: CallContext) async throws -> Page<Notification> {
        try NotificationCalls.check(request.agent, context.caller)
        let limit = min(max(1, request.limit ?? 30), 100)
        return try await store.read { db in
            var sql: SQL = "SELECT notification, read FROM notifications WHERE agent = \(request.agent)"
            if let after = request.after {
                let cursor = try PageCursor(parsing: after, count: 2)
                let (at, id) = (try cursor.int(0), try cursor.string(1))
                sql += " AND (at < \(at) OR (at = \(at) AND id < \(id)))"
            }
            sql += " ORDER BY at DESC, id DESC LIMIT \(limit + 1)"
            let rows = try db.rows(sql)
            let items = try rows.prefix(limit).map { row in
                var notification = try row.decode(Notification.self, "notification")
                notification.read = try row.bool("read")
                return notification
            }
            guard rows.count > limit, let last = items.last else { return Page(items: items) }
            return Page(items: items, after: PageCursor(.int(last.at.microseconds), .string(last.id)).text)
        }
    }

    func read(_ request: ReadNotifications, _ context: CallContext) async throws -> Empty {
        try NotificationCalls.check(request.agent, context.caller)
        return try await context.write { tx in
            try tx.execute("UPDATE notifications SET read = 1 WHERE agent = \(request.agent) AND read = 0")
            return Empty()
        }
    }

    private static func check(_ agent: String, _ caller: Caller) throws {
        guard caller.kind != .agent || caller.id == agent else {
            throw Problem.forbidden("Everybody reads only their own notices.")
        }
    }
}
