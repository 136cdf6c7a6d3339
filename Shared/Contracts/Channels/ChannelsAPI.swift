package import Base

/// What the channels service answers.
package enum ChannelsAPI: ServiceAPI {
    package static let service = "channels"

    package static let intakeMail = Call<IntakeMail, Accepted>(
        "channels.intake.mail", allow: [.services, .agents], "Take a raw RFC 5322 message.")
    package static let submitForm = Call<SubmitForm, Accepted>(
        "channels.intake.form", allow: .anyone, "A request from the web form.")
    package static let wechat = Call<WeChatCallback, WeChatAnswer>(
        "channels.intake.wechat", allow: [.services, .anyone], "The WeChat official-account webhook (requirements 4.1)."
    )
    package static let list = Call<Empty, Page<ChannelSettings>>(
        "channels.list", allow: .staff, "List the channels; secrets are left out.")
    package static let save = Call<ChannelSettings, ChannelSettings>(
        "channels.save", allow: [.admins, .services], "Add or change a channel.")
    package static let intakes = Call<ListIntakes, Page<Intake>>(
        "channels.intakes", allow: [.agents], "What came in and what became of it.")

    package static let received = EventType<Intake>("moat.channels.received")
    package static let delivered = EventType<DeliveryReport>("moat.channels.delivered")
    package static let failed = EventType<DeliveryReport>("moat.channels.failed")
}

/// The message as a blob of the channels service (write it with `ChannelsAPI.writeBlob` first).
package struct IntakeMail: Codable, Hashable, Sendable {
    package var blob: String
    /// The channel id; the first mail channel when nil.
    package var channel: String?
    /// Envelope recipient, when the MTA knows it.
    package var recipient: String?

    package init(blob: String, channel: String? = nil, recipient: String? = nil) {
        (self.blob, self.channel, self.recipient) = (blob, channel, recipient)
    }
}

/// Kept durably; `intake` names it. `ticket` is known when it was worked off at once.
package struct Accepted: Codable, Hashable, Sendable {
    package var intake: String
    package var duplicate: Bool
    package var ticket: String?
    package var number: Int?

    package init(intake: String, duplicate: Bool, ticket: String? = nil, number: Int? = nil) {
        (self.intake, self.duplicate, self.ticket, self.number) = (intake, duplicate, ticket, number)
    }
}

package struct SubmitForm: Codable, Hashable, Sendable {
    package var name: String
    package var email: String
    package var subject: String
    package var text: String
    package var phone: String?
    package var language: String?
    /// A key made by the page, so that a double click is one request.
    package var key: String?

    package init(
        name: String, email: String, subject: String, text: String, phone: String? = nil, language: String? = nil,
        key: String? = nil
    ) {
        (self.name, self.email, self.subject, self.text) = (name, email, subject, text)
        (self.phone, self.language, self.key) = (phone, language, key)
    }
}

/// The raw HTTP request: `method` GET (URL check) or POST (message).
package struct WeChatCallback: Codable, Hashable, Sendable {
    package var channel: String
    package var method: String
    package var query: [String: String]
    package var body: String

    package init(channel: String, method: String, query: [String: String], body: String) {
        (self.channel, self.method, self.query, self.body) = (channel, method, query, body)
    }
}

/// The HTTP answer.
package struct WeChatAnswer: Codable, Hashable, Sendable {
    package var status: Int
    package var type: String
    package var body: String

    package init(status: Int, type: String, body: String) {
        (self.status, self.type, self.body) = (status, type, body)
    }
}

/// A mailbox, an official account or the form. Secrets are written, never read back.
package struct ChannelSettings: Codable, Hashable, Sendable {
    package var id: String
    package var kind: Channel
    package var name: String
    package var enabled: Bool = true
    package var mail: MailSettings?
    package var wechat: WeChatSettings?
    package var version: Int = 0
    /// The last trouble in a sentence, nil when all is well.
    package var problem: String?
    package var checkedAt: Instant?

    package init(
        id: String, kind: Channel, name: String, enabled: Bool = true, mail: MailSettings? = nil,
        wechat: WeChatSettings? = nil, version: Int = 0, problem: String? = nil, checkedAt: Instant? = nil
    ) {
        (self.id, self.kind, self.name, self.enabled) = (id, kind, name, enabled)
        (self.mail, self.wechat, self.version, self.problem) = (mail, wechat, version, problem)
        self.checkedAt = checkedAt
    }
}

package struct MailSettings: Codable, Hashable, Sendable {
    /// Our address, `support@example.com`.
    package var address: String
    package var displayName: String?
    /// `imap://host:port` or `imaps://host`; nil when mail is piped in.
    package var imap: String?
    package var imapUser: String?
    package var imapPassword: String?
    package var folder: String?
    /// `smtp://host:port` or `smtps://host`.
    package var smtp: String?
    package var smtpUser: String?
    package var smtpPassword: String?
    /// Seconds between polls, at least 1.
    package var pollSeconds: Int?

    package init(
        address: String, displayName: String? = nil, imap: String? = nil, imapUser: String? = nil,
        imapPassword: String? = nil, folder: String? = nil, smtp: String? = nil, smtpUser: String? = nil,
        smtpPassword: String? = nil, pollSeconds: Int? = nil
    ) {
        (self.address, self.displayName, self.imap, self.imapUser) = (address, displayName, imap, imapUser)
        (self.imapPassword, self.folder, self.smtp, self.smtpUser) = (imapPassword, folder, smtp, smtpUser)
        (self.smtpPassword, self.pollSeconds) = (smtpPassword, pollSeconds)
    }
}

package struct WeChatSettings: Codable, Hashable, Sendable {
    package var appID: String
    package var token: String?
    package var appSecret: String?
    package var encodingAESKey: String?
    /// `https://api.weixin.qq.com` unless tested.
    package var api: String?

    package init(
        appID: String, token: String? = nil, appSecret: String? = nil, encodingAESKey: String? = nil,
        api: String? = nil
    ) {
        (self.appID, self.token, self.appSecret, self.encodingAESKey) = (appID, token, appSecret, encodingAESKey)
        self.api = api
    }
}

/// One message at the door, kept whatever becomes of it.
package struct Intake: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case waiting, done, failed }
    package var id: String
    package var channel: Channel
    package var key: String
    package var state: State
    package var receivedAt: Instant
    package var attempts: Int = 0
    package var ticket: String?
    package var problem: String?
    package var raw: String?

    package init(
        id: String, channel: Channel, key: String, state: State, receivedAt: Instant, attempts: Int = 0,
        ticket: String? = nil, problem: String? = nil, raw: String? = nil
    ) {
        (self.id, self.channel, self.key, self.state) = (id, channel, key, state)
        (self.receivedAt, self.attempts, self.ticket, self.problem) = (receivedAt, attempts, ticket, problem)
        self.raw = raw
    }
}

package struct ListIntakes: Codable, Hashable, Sendable {
    package var state: Intake.State?
    package var limit: Int?
    package var after: String?

    package init(state: Intake.State? = nil, limit: Int? = nil, after: String? = nil) {
        (self.state, self.limit, self.after) = (state, limit, after)
    }
}

/// What became of an outgoing message.
package struct DeliveryReport: Codable, Hashable, Sendable {
    package var ticket: String
    package var message: String
    package var channel: Channel
    /// The Message-ID or provider id it went out with.
    package var externalID: String?
    package var error: String?
    package var attempts: Int

    package init(
        ticket: String, message: String, channel: Channel, externalID: String? = nil, error: String? = nil,
        attempts: Int
    ) {
        (self.ticket, self.message, self.channel, self.externalID) = (ticket, message, channel, externalID)
        (self.error, self.attempts) = (error, attempts)
    }
}
