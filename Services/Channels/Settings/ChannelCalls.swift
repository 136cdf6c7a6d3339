internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about channels. Secrets go in and never come out.
struct ChannelCalls: Sendable {
    let store: Store
    let time: any TimeSource

    func list(_ request: Empty, _ context: CallContext) async throws -> Page<ChannelSettings> {
        Page(items: try await store.read { try ChannelTable.all($0) }.map(\.withoutSecrets))
    }

    /// Secrets that are left out stay as they are. A version that is given (`If-Match`) must be the current one.
    func save(_ request: ChannelSettings, _ context: CallContext) async throws -> ChannelSettings {
        try request.validate()
        return try await context.write { tx in
            var channel = request
            let known = try ChannelTable.channel(channel.id, tx)
            guard request.version == 0 || request.version == known?.version else {
                throw Problem.stale("channel", expected: request.version, actual: known?.version ?? 0)
            }
            if let known {
                guard known.kind == channel.kind else {
                    throw Problem.conflict("channel.kind", "A channel keeps its kind: add another one.")
                }
                channel.keepSecrets(of: known)
                channel.version = known.version
            }
            channel.version += 1
            (channel.problem, channel.checkedAt) = (nil, nil)
            try ChannelTable.save(channel, tx)
            // At once, with the settings of now.
            try tx.cancelTimers(kind: MailboxPoller.timerKind, reference: channel.id)
            try MailboxPoller.plan(tx)
            return channel.withoutSecrets
        }
    }
}

extension ChannelSettings {
    /// Without passwords, tokens and keys.
    var withoutSecrets: ChannelSettings {
        var copy = self
        copy.mail?.imapPassword = nil
        copy.mail?.smtpPassword = nil
        copy.wechat?.token = nil
        copy.wechat?.appSecret = nil
        copy.wechat?.encodingAESKey = nil
        return copy
    }

    fileprivate mutating func keepSecrets(of known: ChannelSettings) {
        if mail?.imapPassword == nil { mail?.imapPassword = known.mail?.imapPassword }
        if mail?.smtpPassword == nil { mail?.smtpPassword = known.mail?.smtpPassword }
        if wechat?.token == nil { wechat?.token = known.wechat?.token }
        if wechat?.appSecret == nil { wechat?.appSecret = known.wechat?.appSecret }
        if wechat?.encodingAESKey == nil { wechat?.encodingAESKey = known.wechat?.encodingAESKey }
    }

    fileprivate func validate() throws {
        var errors: [Problem.Item] = []
        func wrong(_ pointer: String, _ detail: String) {
            errors.append(.init(pointer: pointer, code: "invalid", detail: detail))
        }
        if id.isEmpty || id.count > 60 || !id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) {
            wrong("#/id", "An id has 1 to 60 letters, digits and dashes.")
        }
        if name.isEmpty || name.count > 100 { wrong("#/name", "A name has 1 to 100 characters.") }
        if kind == .mail {
            if mail?.address.contains("@") != true { wrong("#/mail/address", "Give the mail address of the channel.") }
            if let seconds = mail?.pollSeconds, !(1...86_400).contains(seconds) {
                wrong("#/mail/pollSeconds", "1 to 86,400 seconds.")
            }
            if let imap = mail?.imap, MailServerURL(imap) == nil {
                wrong("#/mail/imap", "Like imaps://host or imap://host:port.")
            }
            if let smtp = mail?.smtp, MailServerURL(smtp) == nil {
                wrong("#/mail/smtp", "Like smtps://host or smtp://host:port.")
            }
        }
        if kind == .wechat, wechat?.appID.isEmpty != false { wrong("#/wechat/appID", "Give the AppID of the account.") }
        guard errors.isEmpty else {
            throw Problem.invalid("channel.invalid", "The channel has \(errors.count) mistake(s).", errors: errors)
        }
    }
}
