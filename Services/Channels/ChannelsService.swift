internal import Base
internal import Contracts
internal import HTTP
internal import ServiceKit
internal import Store

/// The channels service: messages come in, are made uniform, and answers go out.
@main
struct ChannelsService {
    static func main() async {
        await Service.main(ChannelsAPI.service, migrations: Schema.migrations) { service, settings in
            let publicURL = settings.string("PUBLIC_URL", default: "http://127.0.0.1:8080")
            try await register(
                on: service, publicURL: publicURL,
                allowsPrivateWebhooks: settings.bool("WEBHOOKS_PRIVATE", default: false))
        }
    }

    /// Which call is answered by whom, which feeds are followed, and what runs by itself.
    static func register(
        on service: Service, publicURL: String, allowsPrivateWebhooks: Bool = false
    ) async throws {
        let secrets = try await ChannelSecrets.load(from: service.store)
        let tokens = TicketAddress(secret: secrets.addressing)
        let channels = ChannelCalls(store: service.store, time: service.time)
        service.answer(ChannelsAPI.list, channels.list)
        service.answer(ChannelsAPI.save, channels.save)

        let inbox = IntakeCalls(store: service.store, time: service.time, identifiers: service.identifiers)
        service.answer(ChannelsAPI.intakeMail, inbox.mail)
        service.answer(ChannelsAPI.submitForm, inbox.form)
        service.answer(ChannelsAPI.wechat, inbox.wechat)
        service.answer(ChannelsAPI.intakes, inbox.list)

        let worker = IntakeWorker(
            store: service.store, time: service.time, caller: service.caller, tokens: tokens, log: service.log)
        service.onTimer(IntakeWorker.timerKind, calling: worker.fire)

        let poller = MailboxPoller(store: service.store, time: service.time, inbox: inbox, log: service.log)
        try await service.store.write { try MailboxPoller.plan($0) }
        service.onTimer(MailboxPoller.timerKind, calling: poller.fire)

        let delivery = Delivery(
            store: service.store, time: service.time, caller: service.caller, tokens: tokens, publicURL: publicURL,
            senders: Senders(
                mail: MailSender(),
                wechat: WeChatSender(
                    client: try HTTPClient(), tokens: WeChatTokens(store: service.store, time: service.time))))
        service.react(to: TicketsAPI.self, consumer: "delivery", types: OutgoingMessage.types, perform: delivery.queue)
        service.onTimer(Delivery.timerKind, calling: delivery.fire)
        let erasure = Erasure(store: service.store)
        service.react(to: TicketsAPI.self, consumer: "erasure", types: Erasure.types, perform: erasure.apply)
        try answerWebhooks(on: service, allowsPrivateWebhooks)
    }

    /// Webhooks and letters: what goes to programs, and to the house's own people.
    private static func answerWebhooks(on service: Service, _ allowsPrivate: Bool) throws {
        service.answer(ChannelsAPI.sendLetter, LetterCalls(identifiers: service.identifiers).send)
        let calls = WebhookCalls(
            store: service.store, identifiers: service.identifiers, allowsPrivate: allowsPrivate)
        service.answer(ChannelsAPI.webhooks, calls.list)
        service.answer(ChannelsAPI.webhook, calls.get)
        service.answer(ChannelsAPI.saveWebhook, calls.save)
        service.answer(ChannelsAPI.removeWebhook, calls.remove)
        service.answer(ChannelsAPI.deliveries, calls.deliveries)
        service.answer(ChannelsAPI.replayDelivery, calls.replay)
        service.answer(ChannelsAPI.testWebhook, calls.test)
        let sender = WebhookSender(
            store: service.store, time: service.time, client: try HTTPClient(), allowsPrivate: allowsPrivate)
        service.onTimer(WebhookSender.timerKind, calling: sender.fire)
        let feed = WebhookFeed(identifiers: service.identifiers)
        service.follow(TicketsAPI.self, consumer: "webhooks", apply: feed.apply)
        service.follow(CustomersAPI.self, consumer: "webhooks", apply: feed.apply)
        service.follow(KnowledgeAPI.self, consumer: "webhooks", apply: feed.apply)
    }
}
