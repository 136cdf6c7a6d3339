@testable import Channels
import Base
import Contracts
import ServiceKit
import Store
import TestSupport

/// The channels service without a bus: its doors over a store in memory.
final class Office: Sendable {
    let time = ManualTime()
    let store: Store
    let inbox: IntakeCalls
    let channels: ChannelCalls
    let context: CallContext

    init() async throws {
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(1))
        store = try await TestStore.open(
            service: "channels", migrations: Schema.migrations, time: time, identifiers: identifiers)
        inbox = IntakeCalls(store: store, time: time, identifiers: identifiers)
        channels = ChannelCalls(store: store, time: time)
        context = CallContext(caller: .system, store: store)
    }

    func intakes() async throws -> [Intake] { try await inbox.list(ListIntakes(), context).items }

    /// The settings as they are stored, with secrets.
    func stored(_ id: String) async throws -> ChannelSettings? {
        try await store.read { try ChannelTable.channel(id, $0) }
    }

    func mail(_ raw: [UInt8], channel: String? = nil) async throws -> Accepted {
        let blob = try await store.blobs.put(raw)
        return try await inbox.mail(IntakeMail(blob: blob, channel: channel), context)
    }
}

/// A mail's text as it comes from the wire; headers given replace the usual ones.
func rawMail(_ headers: [String: String] = [:], _ body: String = "Hello") -> [UInt8] {
    var all = [
        "From": "Ann <Ann@Example.com>", "To": "help@moat.example", "Subject": "Printer",
        "Message-ID": "<1@example.com>",
        "Date": "Mon, 23 Nov 2026 10:00:00 +0800",
    ]
    for (name, value) in headers { all[name] = value.isEmpty ? nil : value }
    let lines = all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
    return Array((lines + "\r\n" + body).utf8)
}

enum Samples {
    static let own: Set<String> = ["help@moat.example"]
    static let mailChannel = ChannelSettings(
        id: "box", kind: .mail, name: "Support",
        mail: MailSettings(
            address: "help@moat.example", displayName: "Moat 客服", imap: "imap://127.0.0.1:1143", imapUser: "help",
            imapPassword: "imap-secret", smtp: "smtp://127.0.0.1:1025", smtpUser: "help", smtpPassword: "smtp-secret"))
    static let wechatChannel = ChannelSettings(
        id: "gzh", kind: .wechat, name: "公众号",
        wechat: WeChatSettings(
            appID: "wx1234567890abcdef", token: "QDG6eK", appSecret: "app-secret",
            encodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"))

    static func ticket(_ address: String? = "li@example.com", language: String? = nil) -> Ticket {
        let now = Instant(seconds: 1_795_420_800)
        return Ticket(
            id: "0198-abc", number: 42, subject: "打印机坏了", status: .open, priority: .normal, channel: .mail,
            requester: Requester(id: "c1", name: "李雷", address: address), language: language, createdAt: now,
            updatedAt: now, version: 1)
    }

    static func message(
        _ id: String, _ kind: Message.Kind = .reply, externalID: String? = nil, automatic: Bool = false,
        channel: Channel = .mail
    ) -> Message {
        Message(
            id: id, ticket: "0198-abc", kind: kind, author: Author(kind: .agent, id: "a1", name: "安"), channel: channel,
            text: "您好，请重启。", at: Instant(seconds: 1_795_420_800), externalID: externalID, automatic: automatic)
    }

    static func event(
        _ type: EventType<TicketEvent>, _ data: TicketEvent, id: String = "e1", replayed: Bool? = nil
    ) throws -> Event {
        Event(
            id: id, source: "/moat/tickets", type: type.name, subject: "ticket/0198-abc",
            time: Instant(seconds: 1_795_420_800), data: try JSON(encoding: data), sequence: 1, replayed: replayed)
    }
}
