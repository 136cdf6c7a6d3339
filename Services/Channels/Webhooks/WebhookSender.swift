internal import Base
internal import Contracts
internal import HTTP
internal import ServiceKit
internal import Store

/// Sends what waits for a webhook, one try at a time; a durable timer brings it back until it is delivered or the day
/// is over.
struct WebhookSender: Sendable {
    static let timerKind = "webhook"
    /// Tries of one webhook at the same time: a slow receiver holds up nobody else.
    private static let besideMaximum = 4
    private static let timeout = Instant.Span.seconds(15)
    private static let answerMaximum = 64 << 10

    let store: Store
    let time: any TimeSource
    let client: HTTPClient
    /// Whether addresses of one's own network may be told, too.
    let allowsPrivate: Bool
    let randomness: Randomness
    private let busy = Locked<[String: Int]>([:])

    init(
        store: Store, time: any TimeSource, client: HTTPClient, allowsPrivate: Bool, randomness: Randomness = .system
    ) {
        (self.store, self.time, self.client) = (store, time, client)
        (self.allowsPrivate, self.randomness) = (allowsPrivate, randomness)
    }

    private struct Work: Sendable {
        var delivery: WebhookDelivery
        var payload: String
        var webhook: Webhook
        var secrets: [String]
    }

    private struct Answer: Sendable {
        var status: Int?
        var error: String?
        var retryAfter: Int?
        var milliseconds: Int
    }

    func fire(_ timer: Timer) async throws {
        let reference = timer.reference
        let found = try await store.read { db -> Work? in
            guard let (delivery, payload) = try WebhookTable.delivery(reference, db), delivery.state == .waiting else {
                return nil
            }
            let webhook = try WebhookTable.webhook(delivery.webhook, db)
            let secrets = WebhookSecret.signing(try WebhookTable.secrets(of: webhook.id, db), at: db.now)
            return Work(delivery: delivery, payload: payload, webhook: webhook, secrets: secrets)
        }
        guard let work = found else { return }
        guard work.webhook.enabled else { return try await end(work.delivery, "The webhook is switched off.") }
        guard enter(work.webhook.id) else {
            return try await store.write { tx in
                try tx.schedule(Timer(kind: WebhookSender.timerKind, reference: reference, due: tx.now + .seconds(1)))
            }
        }
        defer { leave(work.webhook.id) }
        let answer = await send(work)
        try Task.checkCancellation()
        try await keep(answer, of: work.delivery)
    }

    private func enter(_ webhook: String) -> Bool {
        busy.withLock { busy in
            guard busy[webhook, default: 0] < WebhookSender.besideMaximum else { return false }
            busy[webhook, default: 0] += 1
            return true
        }
    }

    private func leave(_ webhook: String) {
        busy.withLock { busy in busy[webhook] = busy[webhook].flatMap { $0 > 1 ? $0 - 1 : nil } }
    }

    private func send(_ work: Work) async -> Answer {
        let began = time.now()
        let body = Array(work.payload.utf8)
        var request = HTTPClient.Request(
            "POST", work.webhook.url,
            headers: [
                "Content-Type": "application/json", "User-Agent": "Moat-Webhooks",
                "webhook-id": work.delivery.id, "webhook-timestamp": String(began.seconds),
                "webhook-signature": WebhookSignature.header(
                    work.secrets, id: work.delivery.id, seconds: began.seconds, body: body),
            ], body: body)
        request.timeout = WebhookSender.timeout
        request.maximumBody = WebhookSender.answerMaximum
        // Looked at after the name is resolved, for the very address that is connected to.
        request.onlyPublicAddresses = !allowsPrivate
        func took() -> Int { Int((time.now() - began).microseconds / 1_000) }
        do {
            let answer = try await client.send(request)
            return Answer(
                status: answer.status, error: nil, retryAfter: answer.headers["Retry-After"].flatMap(Int.init),
                milliseconds: took())
        } catch let error as HTTPError {
            return Answer(error: error.code.rawValue, milliseconds: took())
        } catch {
            return Answer(error: "failed", milliseconds: took())
        }
    }

    private func end(_ delivery: WebhookDelivery, _ reason: String) async throws {
        try await store.write { tx in
            var delivery = delivery
            (delivery.state, delivery.error, delivery.nextAttemptAt) = (.failed, reason, nil)
            try WebhookTable.save(delivery, tx)
        }
    }

    /// Writes down what came of a try and plans the next.
    private func keep(_ answer: Answer, of tried: WebhookDelivery) async throws {
        let chance = Double(randomness.below(1_000)) / 1_000
        try await store.write { tx in
            guard var delivery = try WebhookTable.delivery(tried.id, tx)?.delivery, delivery.state == .waiting else {
                return
            }
            var webhook = try WebhookTable.webhook(delivery.webhook, tx)
            delivery.attempts += 1
            (delivery.lastAttemptAt, delivery.nextAttemptAt) = (tx.now, nil)
            (delivery.status, delivery.milliseconds) = (answer.status, answer.milliseconds)
            delivery.error = answer.error
            let outcome = answer.status.map(WebhookSchedule.outcome) ?? .again
            switch outcome {
            case .delivered:
                delivery.state = .delivered
                (webhook.lastSuccessAt, webhook.problem) = (tx.now, nil)
                try WebhookTable.note(webhook, tx)
                try WebhookTable.tidy(webhook.id, tx)
            case .gone:
                delivery.state = .failed
                try WebhookSender.switchOff(&webhook, "gone", tx)
            case .again:
                let next = WebhookSchedule.next(
                    after: delivery.attempts, first: delivery.createdAt, now: tx.now, retryAfter: answer.retryAfter,
                    chance: chance)
                if let next {
                    delivery.nextAttemptAt = next
                    try tx.schedule(Timer(kind: WebhookSender.timerKind, reference: delivery.id, due: next))
                } else {
                    delivery.state = .failed
                    // Nothing got through for as long as this was tried.
                    if webhook.enabled, webhook.lastSuccessAt.map({ $0 < delivery.createdAt }) ?? true {
                        try WebhookSender.switchOff(&webhook, "failing", tx)
                    }
                }
            }
            try WebhookTable.save(delivery, tx)
        }
    }

    private static func switchOff(_ webhook: inout Webhook, _ reason: String, _ tx: Transaction) throws {
        (webhook.enabled, webhook.problem) = (false, reason)
        webhook.version += 1
        try WebhookTable.note(webhook, tx)
        _ = try tx.append(
            EventDraft(
                ChannelsAPI.webhookDisabled, subject: "webhook/\(webhook.id)", data: webhook,
                actor: Actor(.service(ChannelsAPI.service))))
    }
}
