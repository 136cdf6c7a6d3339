internal import Base
internal import Contracts
internal import Store

/// The rows of `webhooks` and `webhook_deliveries`.
enum WebhookTable {
    static func all(_ db: Reader) throws -> [Webhook] {
        try db.rows("SELECT body FROM webhooks ORDER BY id").map { try $0.decode(Webhook.self, "body") }
    }

    static func webhook(_ id: String, _ db: Reader) throws -> Webhook {
        guard let row = try db.first("SELECT body FROM webhooks WHERE id = \(id)") else {
            throw Problem.notFound("webhook", String(id.prefix(64)))
        }
        return try row.decode(Webhook.self, "body")
    }

    static func secrets(of id: String, _ db: Reader) throws -> [WebhookSecret] {
        try db.first("SELECT secrets FROM webhooks WHERE id = \(id)")?.decode([WebhookSecret].self, "secrets") ?? []
    }

    static func save(_ webhook: Webhook, _ secrets: [WebhookSecret], _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO webhooks (id, body, secrets) VALUES (\(webhook.id), \(json: webhook), \(json: secrets))
            ON CONFLICT (id) DO UPDATE SET body = excluded.body, secrets = excluded.secrets
            """)
    }

    /// Changes what the house itself notes at a webhook.
    static func note(_ webhook: Webhook, _ tx: Transaction) throws {
        try tx.execute("UPDATE webhooks SET body = \(json: webhook) WHERE id = \(webhook.id)")
    }

    static func remove(_ id: String, _ tx: Transaction) throws {
        for row in try tx.rows("SELECT id FROM webhook_deliveries WHERE webhook = \(id) AND state = 'waiting'") {
            try tx.cancelTimers(kind: WebhookSender.timerKind, reference: try row.string("id"))
        }
        try tx.execute("DELETE FROM webhook_deliveries WHERE webhook = \(id)")
        try tx.execute("DELETE FROM webhooks WHERE id = \(id)")
    }

    /// Keeps an event for a webhook, once, and plans its first try.
    static func add(_ delivery: WebhookDelivery, event: String, payload: String, _ tx: Transaction) throws {
        let added = try tx.execute(
            """
            INSERT INTO webhook_deliveries (id, webhook, event, state, subject, created_at, body, payload) VALUES
            (\(delivery.id), \(delivery.webhook), \(event), \(delivery.state), \(delivery.subject),
                \(delivery.createdAt), \(json: delivery), \(payload)) ON CONFLICT DO NOTHING
            """)
        guard added > 0 else { return }
        try tx.schedule(Timer(kind: WebhookSender.timerKind, reference: delivery.id, due: tx.now))
    }

    static func delivery(_ id: String, _ db: Reader) throws -> (delivery: WebhookDelivery, payload: String)? {
        try db.first("SELECT body, payload FROM webhook_deliveries WHERE id = \(id)").map {
            (try $0.decode(WebhookDelivery.self, "body"), try $0.string("payload"))
        }
    }

    static func save(_ delivery: WebhookDelivery, _ tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE webhook_deliveries SET state = \(delivery.state), body = \(json: delivery)
            WHERE id = \(delivery.id)
            """)
    }

    static func page(_ request: ListDeliveries, _ db: Reader) throws -> Page<WebhookDelivery> {
        var sql: SQL = "SELECT id, body, created_at FROM webhook_deliveries WHERE webhook = \(request.webhook)"
        if let state = request.state { sql += " AND state = \(state)" }
        return try db.page(sql, newestBy: "created_at", after: request.after, limit: request.limit) {
            try $0.decode(WebhookDelivery.self, "body")
        }
    }

    /// Forgets what was sent a month ago.
    static func tidy(_ webhook: String, _ tx: Transaction) throws {
        try tx.execute(
            """
            DELETE FROM webhook_deliveries WHERE webhook = \(webhook) AND created_at < \(tx.now - .days(30))
                AND state <> 'waiting'
            """)
    }

    /// Leaves of what was said about a thing no more than that there was something: it must not be kept any longer.
    static func forget(_ subject: String, _ tx: Transaction) throws {
        for row in try tx.rows("SELECT id, body FROM webhook_deliveries WHERE subject = \(subject)") {
            let delivery = try row.decode(WebhookDelivery.self, "body")
            let thin: JSON = [
                "type": .string(delivery.type), "timestamp": .string(delivery.createdAt.description),
                "data": ["subject": .string(subject)],
            ]
            try tx.execute("UPDATE webhook_deliveries SET payload = \(thin.text) WHERE id = \(delivery.id)")
        }
    }
}
