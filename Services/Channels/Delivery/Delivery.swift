internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Takes answers from the tickets feed and delivers them: kept first, then sent, tried again for a day.
struct Delivery: Sendable {
    static let timerKind = "deliver"
    /// How long a passing failure is tried again.
    private static let patience = Instant.Span.hours(24)

    let store: Store
    let time: any TimeSource
    let caller: BusCaller
    let tokens: TicketAddress
    let publicURL: String
    let senders: Senders

    /// Keeps what an event sends out, once.
    func queue(_ event: Event) async throws {
        guard let message = OutgoingMessage(event, publicURL: publicURL) else { return }
        try await store.write { try Delivery.keep(message, $0) }
    }

    static func keep(_ message: OutgoingMessage, _ tx: Transaction) throws {
        let added = try tx.execute(
            """
            INSERT INTO outgoing (message, ticket, channel, state, attempts, queued_at, payload) VALUES
            (\(message.id), \(message.ticket), \(message.channel), 'queued', 0, \(tx.now), \(json: message))
            ON CONFLICT DO NOTHING
            """)
        if added > 0 { try tx.schedule(Timer(kind: timerKind, reference: message.id, due: tx.now)) }
    }

    /// One try. A passing failure is thrown: the timer comes back later.
    func fire(_ timer: Timer) async throws {
        guard let (message, since) = try await store.read({ try Delivery.waiting(timer.reference, $0) }) else { return }
        do {
            let externalID = try await send(message)
            try await finish(message, externalID, error: nil)
        } catch let failure as DeliveryFailure {
            guard failure.isPermanent || time.now() - since > Delivery.patience else {
                try await note(message, failure.reason)
                throw failure
            }
            try await finish(message, nil, error: failure.reason)
        }
    }

    private static func waiting(_ id: String, _ db: Reader) throws -> (OutgoingMessage, Instant)? {
        guard
            let row = try db.first("SELECT payload, queued_at FROM outgoing WHERE message = \(id) AND state = 'queued'")
        else { return nil }
        return (try row.decode(OutgoingMessage.self, "payload"), try row.instant("queued_at"))
    }

    private func send(_ message: OutgoingMessage) async throws -> String? {
        switch message.channel {
        case .wechat:
            let channel = try await store.read { db in
                try ChannelTable.all(db).first { $0.kind == .wechat && $0.enabled && $0.wechat?.appSecret != nil }
            }
            guard let settings = channel?.wechat else {
                throw DeliveryFailure(isPermanent: false, reason: "No enabled WeChat channel with an AppSecret")
            }
            try await senders.wechat.send(message.text, to: message.address, settings)
            return nil
        default:
            return try await mail(message)
        }
    }

    private func mail(_ message: OutgoingMessage) async throws -> String {
        guard message.address.contains("@") else {
            throw DeliveryFailure(isPermanent: true, reason: "The customer has no mail address on this ticket")
        }
        guard let channel = try await store.read({ try ChannelTable.outgoingMail($0) }) else {
            throw DeliveryFailure(isPermanent: false, reason: "No enabled mail channel with an SMTP server")
        }
        let me = Caller.service(ChannelsAPI.service)
        let messages =
            message.isSide ?? false
            ? []
            : try await caller.call(
                TicketsAPI.messages, ListMessages(ticket: message.ticket, limit: 100), as: me
            ).items
        var files: [String: [UInt8]] = [:]
        for file in message.attachments where files[file.id] == nil {
            do {
                files[file.id] = try await caller.loadBlob(file.id, of: TicketsAPI.self, as: me)
            } catch let problem as Problem where problem.status == 404 {
                throw DeliveryFailure(isPermanent: true, reason: "The attachment \(file.name) is not there")
            }
        }
        let thread = messages.filter { $0.id != message.id && $0.externalID != nil && $0.channel == .mail }
        let letter = Letter(message: message, channel: channel, thread: thread, tokens: tokens)
        return try await senders.mail.send(letter, files: files, at: time.now())
    }

    private func note(_ message: OutgoingMessage, _ reason: String) async throws {
        try await store.write { tx in
            try tx.execute(
                "UPDATE outgoing SET attempts = attempts + 1, error = \(reason) WHERE message = \(message.id)")
        }
    }

    private func finish(_ message: OutgoingMessage, _ externalID: String?, error: String?) async throws {
        try await store.write { tx in
            let changed = try tx.execute(
                """
                UPDATE outgoing SET state = \(error == nil ? "sent" : "failed"), attempts = attempts + 1,
                    external_id = \(externalID), error = \(error) WHERE message = \(message.id) AND state = 'queued'
                """)
            guard changed > 0, !message.isSurvey else { return }
            let attempts =
                try tx.first("SELECT attempts FROM outgoing WHERE message = \(message.id)")?.int("attempts") ?? 1
            let report = DeliveryReport(
                ticket: message.ticket, message: message.id, channel: message.channel, externalID: externalID,
                error: error, attempts: attempts)
            _ = try tx.append(
                EventDraft(
                    error == nil ? ChannelsAPI.delivered : ChannelsAPI.failed, subject: "message/\(message.id)",
                    data: report, actor: Actor(.service(ChannelsAPI.service))))
        }
    }
}

/// The ways out.
struct Senders: Sendable {
    let mail: MailSender
    let wechat: WeChatSender
}
