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
            try await register(on: service, publicURL: publicURL)
        }
    }

    /// Which call is answered by whom, which feeds are followed, and what runs by itself.
    static func register(on service: Service, publicURL: String) async throws {
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
    }
}
