internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about an agent's notices. Staff read only their own.
struct NotificationCalls: Sendable {
    let store: Store

    func list(_ request: ListNotifications, _ context: CallContext) async throws -> Page<Notification> {
        try NotificationCalls.check(request.agent, context.caller)
        return try await store.read { db in
            try db.page(
                "SELECT notification, read, at, id FROM notifications WHERE agent = \(request.agent)", newestBy: "at",
                after: request.after, limit: request.limit
            ) { row in
                var notification = try row.decode(Notification.self, "notification")
                notification.read = try row.bool("read")
                return notification
            }
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
