internal import Base
internal import Contracts
internal import Store

/// Turns events of the feeds into deliveries, in the transaction that moves the feed's cursor: each event once for each
/// webhook that wants it.
struct WebhookFeed: Sendable {
    /// A payload is thin beyond it: who wants to know more asks the API (requirements 4.7).
    private static let payloadMaximum = 20_000
    /// After these an event's subject is no longer told.
    private static let endings: Set<String> = [
        TicketsAPI.purged.name, TicketsAPI.redacted.name, CustomersAPI.erased.name,
    ]

    let identifiers: Identifiers

    func apply(_ event: Event, _ tx: Transaction) throws {
        if WebhookFeed.endings.contains(event.type) { try WebhookTable.forget(event.subject, tx) }
        guard event.replayed != true else { return }
        for webhook in try WebhookTable.all(tx) where WebhookFeed.wants(webhook, event) {
            let delivery = WebhookDelivery(
                id: "msg_" + identifiers.next(), webhook: webhook.id, type: event.type, subject: event.subject,
                createdAt: tx.now)
            try WebhookTable.add(delivery, event: event.id, payload: WebhookFeed.payload(event), tx)
        }
    }

    /// Only what happened since it was made, and of its types.
    static func wants(_ webhook: Webhook, _ event: Event) -> Bool {
        guard webhook.enabled, let since = webhook.createdAt, event.time >= since else { return false }
        return webhook.types.contains { type in
            type.hasSuffix(".*") ? event.type.hasPrefix(type.dropLast()) : type == event.type
        }
    }

    static func payload(_ event: Event) -> String {
        var data: [String: JSON] = [
            "event": .string(event.id), "subject": .string(event.subject), "sequence": .int(event.sequence),
            "object": event.data,
        ]
        func text() -> String {
            let document: JSON = [
                "type": .string(event.type), "timestamp": .string(event.time.description), "data": .object(data),
            ]
            return document.text
        }
        let whole = text()
        guard whole.utf8.count > payloadMaximum else { return whole }
        data["object"] = nil
        data["thin"] = true
        return text()
    }
}
