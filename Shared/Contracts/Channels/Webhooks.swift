package import Base

/// An address that is told of events, signed after Standard Webhooks (row 180, requirements 4.7).
package struct Webhook: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var url: String
    /// Types of events, `moat.tickets.opened`, or all of a kind, `moat.tickets.*`.
    package var types: [String]
    package var enabled: Bool
    /// Why it was switched off by itself.
    package var problem: String?
    /// The last answer that was well.
    package var lastSuccessAt: Instant?
    package var createdAt: Instant?
    package var version: Int

    package init(
        id: String, name: String, url: String, types: [String], enabled: Bool = true, createdAt: Instant? = nil,
        version: Int = 0
    ) {
        (self.id, self.name, self.url, self.types) = (id, name, url, types)
        (self.enabled, self.createdAt, self.version) = (enabled, createdAt, version)
    }
}

package struct SaveWebhook: Codable, Hashable, Sendable {
    /// Empty for a new one.
    package var id: String
    package var name: String
    package var url: String
    package var types: [String]
    package var enabled: Bool
    /// Make a new secret; the old one signs beside it for a day.
    package var renewSecret: Bool
    package var version: Int

    package init(
        id: String = "", name: String, url: String, types: [String], enabled: Bool = true, renewSecret: Bool = false,
        version: Int = 0
    ) {
        (self.id, self.name, self.url, self.types) = (id, name, url, types)
        (self.enabled, self.renewSecret, self.version) = (enabled, renewSecret, version)
    }
}

package struct SavedWebhook: Codable, Hashable, Sendable {
    package var webhook: Webhook
    /// `whsec_…`, only when it is new: nobody will see it again.
    package var secret: String?
    package var version: Int

    package init(webhook: Webhook, secret: String? = nil) {
        (self.webhook, self.secret, version) = (webhook, secret, webhook.version)
    }
}

/// An event on its way to a webhook, and what became of it.
package struct WebhookDelivery: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case waiting, delivered, failed }

    /// The `webhook-id`: the same over all tries.
    package var id: String
    package var webhook: String
    package var type: String
    package var subject: String
    package var state: State
    package var attempts: Int
    package var createdAt: Instant
    package var lastAttemptAt: Instant?
    package var nextAttemptAt: Instant?
    /// The HTTP status of the last answer, if there was one.
    package var status: Int?
    /// Why the last try failed; not the receiver's words.
    package var error: String?
    package var milliseconds: Int?

    package init(
        id: String, webhook: String, type: String, subject: String, state: State = .waiting, attempts: Int = 0,
        createdAt: Instant
    ) {
        (self.id, self.webhook, self.type, self.subject) = (id, webhook, type, subject)
        (self.state, self.attempts, self.createdAt) = (state, attempts, createdAt)
    }
}

package struct ListDeliveries: Codable, Hashable, Sendable {
    package var webhook: String
    package var state: WebhookDelivery.State?
    package var limit: Int?
    package var after: String?

    package init(
        webhook: String, state: WebhookDelivery.State? = nil, limit: Int? = nil, after: String? = nil
    ) {
        (self.webhook, self.state, self.limit, self.after) = (webhook, state, limit, after)
    }
}

package struct ReplayDelivery: Codable, Hashable, Sendable {
    package var webhook: String
    package var delivery: String

    package init(webhook: String, delivery: String) { (self.webhook, self.delivery) = (webhook, delivery) }
}

/// A mail of the house to one of its people: an invitation, a forgotten password.
package struct SendLetter: Codable, Hashable, Sendable {
    package var to: String
    package var name: String
    package var subject: String
    package var text: String

    package init(to: String, name: String, subject: String, text: String) {
        (self.to, self.name, self.subject, self.text) = (to, name, subject, text)
    }
}

extension ChannelsAPI {
    package static let sendLetter = Call<SendLetter, Empty>(
        "channels.letters.send", allow: .services, "Send a mail of the house to one of its people.")
    package static let webhooks = Call<Empty, Page<Webhook>>(
        "channels.webhooks", allow: [.admins], "List the webhooks.")
    package static let webhook = Call<ByID, Webhook>(
        "channels.webhooks.get", allow: [.admins], "Read a webhook.", problems: noWebhook)
    package static let saveWebhook = Call<SaveWebhook, SavedWebhook>(
        "channels.webhooks.save", allow: [.admins],
        "Add or change a webhook; a new secret is shown this once.",
        problems: noWebhook.merging([
            "webhook.invalid": "A member is wrong; `errors` says which.",
            "webhook.stale": "Somebody changed it since it was read.", "webhook.many": "There are 50 already.",
        ]) { $1 })
    package static let removeWebhook = Call<AtVersion, Empty>(
        "channels.webhooks.remove", allow: [.admins], "Remove a webhook and its log.",
        problems: noWebhook.merging(["webhook.stale": "Somebody changed it since it was read."]) { $1 })
    package static let deliveries = Call<ListDeliveries, Page<WebhookDelivery>>(
        "channels.webhooks.deliveries", allow: [.admins], "What was sent to a webhook, newest first.",
        problems: noWebhook)
    package static let replayDelivery = Call<ReplayDelivery, WebhookDelivery>(
        "channels.webhooks.replay", allow: [.admins], "Send a delivery again, now; its id stays the same.",
        problems: noWebhook.merging(["delivery.not_found": "There is no such delivery."]) { $1 })
    package static let testWebhook = Call<ByID, WebhookDelivery>(
        "channels.webhooks.test", allow: [.admins], "Send a webhook an event of type `moat.webhooks.test`.",
        problems: noWebhook)

    /// A webhook was switched off because nothing got through for a day, or its receiver said that it is gone.
    package static let webhookDisabled = EventType<Webhook>("moat.channels.webhooks.disabled")

    static let noWebhook = ["webhook.not_found": "There is no such webhook."]
}
