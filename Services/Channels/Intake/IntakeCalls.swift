internal import Base
internal import Contracts
internal import Mail
internal import ServiceKit
internal import Store
internal import Text

/// The doors: a message is kept durably and acknowledged; what becomes of it is the worker's.
struct IntakeCalls: Sendable {
    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers

    /// The channel of mail that names none.
    static let pipe = "mail"

    func mail(_ request: IntakeMail, _ context: CallContext) async throws -> Accepted {
        guard try await store.blobs.exists(request.blob) else { throw Problem.notFound("blob", request.blob) }
        let channel = try await store.read { db in
            if let id = request.channel {
                guard let channel = try ChannelTable.channel(id, db) else { throw Problem.notFound("channel", id) }
                return channel.id
            }
            return try ChannelTable.all(db).first { $0.kind == .mail }?.id ?? IntakeCalls.pipe
        }
        return try await keepMail(blob: request.blob, channel: channel, recipient: request.recipient)
    }

    /// Keeps a mail whose bytes are a blob of ours already; `also` happens in the same transaction.
    func keepMail(
        blob: String, channel: String, recipient: String?,
        also: @escaping @Sendable (Transaction) throws -> Void = { _ in }
    ) async throws -> Accepted {
        let raw = try await store.blobs.get(blob)
        let mail = IncomingMail(raw: raw, own: [], loopIdentity: "")
        let (key, sender) = ("\(channel)|\(mail.mail.messageID)", mail.sender?.key)
        let id = identifiers.next()
        return try await store.write { tx in
            try also(tx)
            return try IntakeTable.keep(
                .mail(blob: blob, channel: channel, recipient: recipient), channel: .mail, key: key, id: id,
                sender: sender, raw: blob, tx)
        }
    }

    func form(_ request: SubmitForm, _ context: CallContext) async throws -> Accepted {
        try IntakeCalls.check(request)
        let key = request.key.flatMap { $0.isEmpty ? nil : $0 } ?? context.idempotencyKey ?? identifiers.next()
        let id = identifiers.next()
        return try await store.write { tx in
            try IntakeTable.keep(
                .form(request), channel: .form, key: String(key.prefix(300)), id: id,
                sender: request.email.lowercased(),
                raw: nil, tx)
        }
    }

    /// The webhook of an official account: checks the signature, keeps the message, answers `success` at once.
    func wechat(_ request: WeChatCallback, _ context: CallContext) async throws -> WeChatAnswer {
        let channel = try await store.read { try ChannelTable.channel(request.channel, $0) }
        guard let channel, channel.enabled, let settings = channel.wechat, let token = settings.token else {
            throw Problem.notFound("channel", request.channel)
        }
        let door = WeChatDoor(token: token, appID: settings.appID, encodingAESKey: settings.encodingAESKey)
        if request.method == "GET" {
            return WeChatAnswer(status: 200, type: "text/plain", body: try door.greeting(request.query))
        }
        let fields = try door.message(request.body, request.query)
        let key = try WeChatMessage(fields).key
        let id = identifiers.next()
        _ = try await store.write { tx in
            try IntakeTable.keep(
                .wechat(channel: channel.id, fields: fields), channel: .wechat, key: "\(channel.id)|\(key)", id: id,
                sender: fields["FromUserName"], raw: nil, tx)
        }
        return WeChatAnswer(status: 200, type: "text/plain", body: "success")
    }

    func list(_ request: ListIntakes, _ context: CallContext) async throws -> Page<Intake> {
        try await store.read { try IntakeTable.list(request, $0) }
    }

    private static func check(_ form: SubmitForm) throws {
        var errors: [Problem.Item] = []
        func length(_ name: String, _ text: String, _ range: ClosedRange<Int>) {
            if !range.contains(text.count) {
                errors.append(
                    .init(
                        pointer: "#/\(name)", code: "length",
                        detail: "\(range.lowerBound) to \(range.upperBound) characters."))
            }
        }
        length("name", form.name, 1...100)
        length("subject", form.subject, 1...300)
        length("text", form.text, 1...50_000)
        let parts = form.email.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count != 2 || parts[0].isEmpty || !parts[1].contains(".") || form.email.count > 254 {
            errors.append(.init(pointer: "#/email", code: "email", detail: "Not a mail address."))
        }
        guard errors.isEmpty else {
            throw Problem.invalid("form.invalid", "The form has \(errors.count) mistake(s).", errors: errors)
        }
    }
}
