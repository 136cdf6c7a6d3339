@testable import Channels
import Base
import Contracts
import HTTP
import ServiceKit
import Store
import TestSupport
import Testing

/// Against a real receiver that believes nothing but the official library.
@Suite(.timeLimit(.minutes(4))) struct WebhookTests {
    private static func hook(_ url: String, _ types: [String] = ["moat.tickets.*"]) -> SaveWebhook {
        SaveWebhook(name: "ERP", url: url, types: types)
    }

    private static func log(_ webhook: String, _ caller: BusCaller) async throws -> [WebhookDelivery] {
        try await caller.call(ChannelsAPI.deliveries, ListDeliveries(webhook: webhook), as: .system).items
    }

    @Test func `an event arrives once, signed so that the official library believes it`() async throws {
        let (live, receiver) = (try await LiveHouse(privateWebhooks: true), try await WebhookReceiver.start())
        try await live.run { caller in
            let saved = try await caller.call(
                ChannelsAPI.saveWebhook, WebhookTests.hook(receiver.url("/well")), as: .system)
            try receiver.trust(try #require(saved.secret))
            try await live.reply("m7", to: "li@example.org")
            try await eventually("it is delivered") {
                try await WebhookTests.log(saved.webhook.id, caller).contains { $0.state == .delivered }
            }
            let hits = try await receiver.hits()
            #expect(hits.count == 1 && hits.first?.believed == true)
            #expect(hits.first?.body["type"]?.string == TicketsAPI.replied.name)
            #expect(hits.first?.body["data"]?["object"]?["message"]?["id"]?.string == "m7")
            let log = try await WebhookTests.log(saved.webhook.id, caller)
            #expect(log.count == 1 && log.first?.status == 200 && log.first?.attempts == 1)
            // Asked for once more it is the same message.
            _ = try await caller.call(
                ChannelsAPI.replayDelivery,
                ReplayDelivery(webhook: saved.webhook.id, delivery: try #require(log.first?.id)), as: .system)
            try await eventually("it came again") { try await receiver.hits().count == 2 }
            let again = try await receiver.hits()
            #expect(Set(again.map(\.id)).count == 1 && again.allSatisfy(\.believed))
            // Nothing shows the secret again.
            let all = try await caller.call(ChannelsAPI.webhooks, Empty(), as: .system)
            #expect(!(try JSON(encoding: all).text.contains("whsec_")))
        }
    }

    @Test func `a receiver that fails is tried again, one that is gone is left alone`() async throws {
        let (live, receiver) = (try await LiveHouse(privateWebhooks: true), try await WebhookReceiver.start())
        try await live.run { caller in
            func add(_ path: String) async throws -> Webhook {
                try await caller.call(ChannelsAPI.saveWebhook, WebhookTests.hook(receiver.url(path)), as: .system)
                    .webhook
            }
            let (gone, elsewhere, later) = (
                try await add("/gone"), try await add("/elsewhere"), try await add("/later")
            )
            try await live.reply("m8", to: "li@example.org")
            try await eventually("the one that is gone is switched off") {
                try await caller.call(ChannelsAPI.webhook, ByID(id: gone.id), as: .system).problem == "gone"
            }
            try await eventually("the one that failed got it after all") {
                try await WebhookTests.log(later.id, caller).first?.state == .delivered
            }
            let log = try await WebhookTests.log(later.id, caller)
            #expect(log.first?.attempts == 2)
            let paths = try await receiver.hits()
            #expect(Set(paths.filter { $0.path == "/later" }.map(\.id)).count == 1)
            // A redirect is not followed: it could lead anywhere.
            #expect(!paths.contains { $0.path == "/well" })
            let redirected = try await WebhookTests.log(elsewhere.id, caller).first
            #expect(redirected?.state == .waiting && redirected?.status == 302 && redirected?.nextAttemptAt != nil)
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "169.254.169.254"])
    func `what lies in one's own network is not told, whatever its name`(host: String) async throws {
        let receiver = try await WebhookReceiver.start()
        let store = try await TestStore.open(
            service: "channels", migrations: Schema.migrations, time: SystemTime(),
            identifiers: .uuidV7(time: SystemTime(), randomness: .system))
        let time = SystemTime()
        let hook = Webhook(
            id: "h", name: "h", url: "http://\(host):\(receiver.port)/well", types: ["moat.tickets.*"],
            createdAt: time.now())
        let delivery = WebhookDelivery(
            id: "msg_1", webhook: "h", type: "moat.tickets.opened", subject: "ticket/1", createdAt: time.now())
        try await store.write { tx in
            try WebhookTable.save(hook, [WebhookSecret(secret: WebhookSignature.newSecret())], tx)
            try WebhookTable.add(delivery, event: "e", payload: "{}", tx)
        }
        let timer = Timer(kind: WebhookSender.timerKind, reference: "msg_1", due: time.now())
        func fire(_ allows: Bool) async throws -> WebhookDelivery? {
            try await WebhookSender(store: store, time: time, client: try HTTPClient(), allowsPrivate: allows).fire(
                timer)
            return try await store.read { try WebhookTable.delivery("msg_1", $0)?.delivery }
        }
        let refused = try await fire(false)
        #expect(refused?.state == .waiting && refused?.error == "cannotConnect" && refused?.attempts == 1)
        #expect(try await receiver.hits().isEmpty)
        if ["127.0.0.1", "localhost", "0.0.0.0"].contains(host) {
            // The same address is told when that is allowed: it was the refusal that kept it out.
            #expect(try await fire(true)?.state == .delivered)
            #expect(try await receiver.hits().count == 1)
        }
        await store.close()
    }

    @Test func `what nobody may keep any longer goes from the log, too`() async throws {
        let time = ManualTime()
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(1))
        let store = try await TestStore.open(
            service: "channels", migrations: Schema.migrations, time: time, identifiers: identifiers)
        let feed = WebhookFeed(identifiers: identifiers)
        @Sendable func event(_ id: String, _ type: String, _ data: JSON) -> Event {
            Event(
                id: id, source: "/moat/tickets", type: type, subject: "ticket/1", time: time.now(), data: data,
                sequence: 1)
        }
        try await store.write { tx in
            let hook = Webhook(id: "h", name: "h", url: "https://x", types: ["moat.*"], createdAt: tx.now)
            try WebhookTable.save(hook, [WebhookSecret(secret: "whsec_AAAA")], tx)
            let said = event("e1", "moat.tickets.opened", ["text": "my card is 4111"])
            for _ in 1...2 { try feed.apply(said, tx) }
        }
        func payloads() async throws -> [String] {
            try await store.read {
                try $0.rows("SELECT payload FROM webhook_deliveries").map { try $0.string("payload") }
            }
        }
        #expect(try await payloads().count == 1)
        try await store.write { try feed.apply(event("e2", TicketsAPI.redacted.name, [:]), $0) }
        let left = try await payloads()
        #expect(left.count == 2 && !left.contains { $0.contains("4111") })
        await store.close()
    }

    @Test func `after a day without success a webhook switches itself off and says so`() async throws {
        let time = ManualTime()
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(1))
        let store = try await TestStore.open(
            service: "channels", migrations: Schema.migrations, time: time, identifiers: identifiers)
        let sender = WebhookSender(
            store: store, time: time, client: try HTTPClient(), allowsPrivate: false, randomness: .seeded(2))
        try await store.write { tx in
            let hook = Webhook(
                id: "h", name: "h", url: "http://127.0.0.1:9/", types: ["moat.tickets.*"], createdAt: tx.now)
            try WebhookTable.save(hook, [WebhookSecret(secret: "whsec_AAAA")], tx)
            let delivery = WebhookDelivery(
                id: "msg_1", webhook: "h", type: "moat.tickets.opened", subject: "ticket/1", createdAt: tx.now)
            try WebhookTable.add(delivery, event: "e", payload: "{}", tx)
        }
        let timer = Timer(kind: WebhookSender.timerKind, reference: "msg_1", due: time.now())
        for attempt in 1...WebhookSchedule.attemptsMaximum {
            try await sender.fire(timer)
            let kept = try await store.read { try WebhookTable.delivery("msg_1", $0)?.delivery }
            #expect(kept?.attempts == attempt)
            if let next = kept?.nextAttemptAt { time.advance(by: next - time.now()) }
        }
        let (hook, kept) = try await store.read {
            (try WebhookTable.webhook("h", $0), try WebhookTable.delivery("msg_1", $0)?.delivery)
        }
        #expect(kept?.state == .failed && !hook.enabled && hook.problem == "failing")
        let events = try await store.feed(after: 0, limit: 10).events
        #expect(events.map(\.type) == [ChannelsAPI.webhookDisabled.name])
        await store.close()
    }
}
