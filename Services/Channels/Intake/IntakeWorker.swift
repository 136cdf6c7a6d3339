internal import Base
internal import Contracts
internal import Mail
internal import ServiceKit
internal import Store

/// Turns kept messages into parts of tickets: who wrote, then the ticket. Safe to repeat: every step carries the
/// intake's id.
struct IntakeWorker: Sendable {
    static let timerKind = "intake"
    /// Mails of one sender in an hour before the rest are muted (row 4).
    private static let hourlyMaximum = 60

    let store: Store
    let time: any TimeSource
    let caller: BusCaller
    let tokens: TicketAddress
    let log: Log

    private var me: Caller { .service(ChannelsAPI.service) }

    /// Works one intake off; the timer tries again when a service is away.
    func fire(_ timer: Timer) async throws {
        guard let (intake, payload) = try await store.read({ try IntakeTable.intake(timer.reference, $0) }),
            intake.state == .waiting
        else { return }
        do {
            let message = try await self.message(of: intake, payload)
            guard let message else { return try await finish(intake, .done, nil, nil) }
            let result = try await caller.call(
                TicketsAPI.intake, message, as: me, CallOptions(idempotencyKey: "intake:\(intake.id)"))
            try await finish(intake, .done, result, nil)
        } catch let problem as Problem where problem.status < 500 && problem.status != 429 {
            log.error("intake failed", ["intake": .string(intake.id), "code": .string(problem.code)])
            try await finish(intake, .failed, nil, problem.detail ?? problem.code)
        }
    }

    private func finish(_ intake: Intake, _ state: Intake.State, _ result: IntakeResult?, _ problem: String?)
        async throws
    {
        try await store.write { tx in
            let isFirst = try IntakeTable.finish(
                intake.id, state, ticket: result?.ticket, number: result?.number, problem: problem, tx)
            guard isFirst else { return }
            var after = intake
            (after.state, after.ticket, after.problem) = (state, result?.ticket, problem)
            _ = try tx.append(
                EventDraft(
                    ChannelsAPI.received, subject: "intake/\(intake.id)", data: after,
                    actor: Actor(.service(ChannelsAPI.service))))
        }
    }

    /// Nil for what is no message at all (a WeChat event, our own mail coming back).
    private func message(of intake: Intake, _ payload: IntakePayload) async throws -> IntakeMessage? {
        switch payload {
        case .mail(let blob, let channel, let recipient):
            return try await mail(intake, blob: blob, channel: channel, recipient: recipient)
        case .form(let form):
            let requester = try await requester(
                Identity(kind: .email, value: form.email), name: form.name, language: form.language, address: form.email
            )
            if let phone = form.phone, !phone.isEmpty {
                let identity = Identity(kind: .phone, value: phone)
                _ = try? await caller.call(
                    CustomersAPI.addIdentity, AddIdentity(customer: requester.id, identity: identity), as: me)
            }
            return IntakeMessage(
                channel: .form, key: intake.key, requester: requester, subject: form.subject, text: form.text,
                at: intake.receivedAt, language: form.language ?? Language.guess(form.subject + form.text))
        case .wechat(let channel, let fields):
            let message = try WeChatMessage(fields)
            guard let text = message.text else { return nil }
            let appID = try await store.read { try ChannelTable.channel(channel, $0)?.wechat?.appID } ?? ""
            let identity = Identity(kind: .wechat, value: "\(message.openID)@\(appID)", verified: true)
            let requester = try await requester(identity, name: nil, language: "zh", address: message.openID)
            return IntakeMessage(
                channel: .wechat, key: intake.key, requester: requester, text: text, at: message.at,
                externalID: message.key, language: Language.guess(text), continuous: true)
        }
    }

    private func mail(_ intake: Intake, blob: String, channel: String, recipient: String?) async throws
        -> IntakeMessage?
    {
        let raw = try await store.blobs.get(blob)
        let own = try await store.read { db in
            Set(try ChannelTable.all(db).compactMap { $0.mail?.address.lowercased() })
        }
        let mail = IncomingMail(raw: raw, own: own, loopIdentity: channel)
        if mail.verdict.kind == .ownLoop { return nil }
        let sender = mail.sender ?? MailAddress("unknown-sender@invalid.example")
        let requester = try await requester(
            Identity(kind: .email, value: sender.key), name: mail.senderName, language: mail.language,
            address: sender.key)
        let since = intake.receivedAt - .hours(1)
        let recent = try await store.read { try IntakeTable.count(sender: sender.key, since: since, $0) }
        let attachments = try await attachments(of: mail, intake)
        let bounced = mail.verdict.bounce.flatMap { $0.isPermanent ? $0.originalMessageID : nil }
        return IntakeMessage(
            channel: .mail, key: intake.key, requester: requester,
            subject: mail.subject.isEmpty ? nil : mail.subject,
            text: mail.isUnreadable ? IntakeWorker.unreadable : mail.text, html: mail.html, attachments: attachments,
            at: intake.receivedAt, externalID: mail.mail.messageID,
            ticket: tokens.ticket(in: [recipient].compactMap { $0 } + mail.recipients), references: mail.references,
            number: mail.number, automatic: mail.isAutomatic || recent > IntakeWorker.hourlyMaximum,
            bounceOf: bounced, language: mail.language, raw: try await keepRaw(raw, intake))
    }

    private static let unreadable =
        "This message could not be read; its source is kept. / 这封邮件无法解析，原文已保留。"

    private func requester(
        _ identity: Identity, name: String?, language: String?, address: String
    ) async throws -> Requester {
        let request = IdentifyCustomer(identity: identity, name: name, language: language)
        let customer: Customer
        do {
            customer = try await caller.call(CustomersAPI.identify, request, as: me)
        } catch let problem as Problem where problem.code.hasPrefix("identity.") {
            // Odd senders (`root@localhost`) are customers, too, by what they call themselves.
            var odd = request
            let value = String(decoding: identity.value.utf8.prefix(250), as: UTF8.self)
            odd.identity = Identity(kind: .other, value: "\(identity.kind.rawValue):\(value)")
            customer = try await caller.call(CustomersAPI.identify, odd, as: me)
        }
        return Requester(id: customer.id, name: customer.name, tier: customer.tier.rawValue, address: address)
    }

    /// Attachments move into the tickets service, which owns them from now on.
    private func attachments(of mail: IncomingMail, _ intake: Intake) async throws -> [Attachment] {
        var attachments: [Attachment] = []
        for (index, file) in mail.mail.attachments.enumerated() where !file.bytes.isEmpty {
            let hash = try await caller.storeBlob(
                file.bytes, in: TicketsAPI.self, upload: "\(intake.id)-\(index)", as: me)
            attachments.append(
                Attachment(
                    id: hash, name: String(file.filename.prefix(200)), type: file.contentType, size: file.bytes.count,
                    contentID: file.contentID, inline: file.inline))
        }
        return attachments
    }

    private func keepRaw(_ raw: [UInt8], _ intake: Intake) async throws -> String {
        try await caller.storeBlob(raw, in: TicketsAPI.self, upload: "\(intake.id)-raw", as: me)
    }
}
