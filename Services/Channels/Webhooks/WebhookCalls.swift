internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about webhooks.
struct WebhookCalls: Sendable {
    private static let webhooksMaximum = 50
    static let testType = "moat.webhooks.test"

    let store: Store
    let identifiers: Identifiers
    let allowsPrivate: Bool

    func list(_ request: Empty, _ context: CallContext) async throws -> Page<Webhook> {
        Page(items: try await store.read { try WebhookTable.all($0) })
    }

    func get(_ request: ByID, _ context: CallContext) async throws -> Webhook {
        try await store.read { try WebhookTable.webhook(request.id, $0) }
    }

    /// Not by `context.write`: what that keeps for a retry would hold the secret.
    func save(_ request: SaveWebhook, _ context: CallContext) async throws -> SavedWebhook {
        try check(request)
        let fresh = WebhookSignature.newSecret()
        return try await store.write { tx in
            if request.id.isEmpty {
                guard try WebhookTable.all(tx).count < WebhookCalls.webhooksMaximum else {
                    throw Problem.conflict(
                        "webhook.many", "There are \(WebhookCalls.webhooksMaximum) webhooks: remove one first.")
                }
                let webhook = Webhook(
                    id: identifiers.next(), name: request.name, url: request.url, types: request.types,
                    enabled: request.enabled, createdAt: tx.now, version: 1)
                try WebhookTable.save(webhook, [WebhookSecret(secret: fresh)], tx)
                return SavedWebhook(webhook: webhook, secret: fresh)
            }
            var webhook = try WebhookTable.webhook(request.id, tx)
            guard request.version == 0 || request.version == webhook.version else {
                throw Problem.stale("webhook", expected: request.version, actual: webhook.version)
            }
            var secrets = try WebhookTable.secrets(of: webhook.id, tx)
            if request.renewSecret { secrets = WebhookSecret.renewed(secrets, fresh, at: tx.now) }
            if request.enabled, !webhook.enabled { webhook.problem = nil }
            (webhook.name, webhook.url, webhook.types) = (request.name, request.url, request.types)
            (webhook.enabled, webhook.version) = (request.enabled, webhook.version + 1)
            try WebhookTable.save(webhook, secrets, tx)
            return SavedWebhook(webhook: webhook, secret: request.renewSecret ? fresh : nil)
        }
    }

    func remove(_ request: AtVersion, _ context: CallContext) async throws -> Empty {
        try await context.write { tx in
            let webhook = try WebhookTable.webhook(request.id, tx)
            if let version = request.version, version != webhook.version {
                throw Problem.stale("webhook", expected: version, actual: webhook.version)
            }
            try WebhookTable.remove(webhook.id, tx)
            return Empty()
        }
    }

    func deliveries(_ request: ListDeliveries, _ context: CallContext) async throws -> Page<WebhookDelivery> {
        try await store.read { db in
            _ = try WebhookTable.webhook(request.webhook, db)
            return try WebhookTable.page(request, db)
        }
    }

    /// The same delivery once more, from the first try on; its id stays, so that a receiver knows it.
    func replay(_ request: ReplayDelivery, _ context: CallContext) async throws -> WebhookDelivery {
        try await context.write { tx in
            _ = try WebhookTable.webhook(request.webhook, tx)
            guard var delivery = try WebhookTable.delivery(request.delivery, tx)?.delivery,
                delivery.webhook == request.webhook
            else { throw Problem.notFound("delivery", String(request.delivery.prefix(64))) }
            (delivery.state, delivery.attempts) = (.waiting, 0)
            (delivery.nextAttemptAt, delivery.error) = (tx.now, nil)
            try WebhookTable.save(delivery, tx)
            try tx.schedule(Timer(kind: WebhookSender.timerKind, reference: delivery.id, due: tx.now))
            return delivery
        }
    }

    func test(_ request: ByID, _ context: CallContext) async throws -> WebhookDelivery {
        try await context.write { tx in
            let webhook = try WebhookTable.webhook(request.id, tx)
            let delivery = WebhookDelivery(
                id: "msg_" + identifiers.next(), webhook: webhook.id, type: WebhookCalls.testType,
                subject: "webhook/\(webhook.id)", createdAt: tx.now)
            let payload: JSON = [
                "type": .string(WebhookCalls.testType), "timestamp": .string(tx.now.description),
                "data": ["subject": .string(delivery.subject)],
            ]
            try WebhookTable.add(delivery, event: delivery.id, payload: payload.text, tx)
            return delivery
        }
    }

    private func check(_ webhook: SaveWebhook) throws {
        var errors: [Problem.Item] = []
        func wrong(_ pointer: String, _ code: String, _ detail: String) {
            errors.append(.init(pointer: pointer, code: code, detail: detail))
        }
        if webhook.name.isEmpty || webhook.name.count > 100 { wrong("#/name", "length", "1 to 100 characters.") }
        if !WebhookCalls.isAddress(webhook.url, allowsHTTP: allowsPrivate) {
            wrong("#/url", "url", "Like https://host/path, without a name and password in it.")
        }
        if webhook.types.isEmpty || webhook.types.count > 100 { wrong("#/types", "count", "1 to 100 types of events.") }
        for (index, type) in webhook.types.enumerated() {
            let isPlain = type.utf8.allSatisfy { (97...122).contains($0) || $0 == 46 || $0 == 42 || $0 == 95 }
            if !isPlain || !type.hasPrefix("moat.") || type.dropLast().contains("*") || type.count > 100 {
                wrong("#/types/\(index)", "type", "Like moat.tickets.opened or moat.tickets.*.")
            }
        }
        guard errors.isEmpty else {
            throw Problem.invalid("webhook.invalid", "The webhook has \(errors.count) mistake(s).", errors: errors)
        }
    }

    static func isAddress(_ url: String, allowsHTTP: Bool) -> Bool {
        let schemes = allowsHTTP ? ["https://", "http://"] : ["https://"]
        guard url.utf8.count <= 2_000, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let scheme = schemes.first(where: { url.lowercased().hasPrefix($0) })
        else { return false }
        let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return !authority.isEmpty && !authority.contains("@") && !authority.contains("\\")
    }
}
