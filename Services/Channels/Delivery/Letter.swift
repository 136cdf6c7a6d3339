internal import Base
internal import Contracts
internal import Mail

/// An answer as a mail: threaded, from our address, leading answers back (requirements 4.6).
struct Letter: Sendable {
    let message: OutgoingMessage
    let channel: ChannelSettings
    /// Messages of the ticket with a Message-ID, oldest first.
    let thread: [Message]
    let tokens: TicketAddress

    /// The Message-ID is made of the message's id: a second try is the same mail.
    var messageID: String { "\(message.id)@\(channel.mail?.domain ?? "localhost")" }

    func mail(files: [String: [UInt8]], at now: Instant) -> OutgoingMail {
        let address = channel.mail?.address ?? ""
        let house = channel.mail?.displayName ?? channel.name
        let name = message.authorName.isEmpty || message.automatic ? house : "\(message.authorName) (\(house))"
        let subject = message.subject.lowercased().hasPrefix("re:") ? message.subject : "Re: \(message.subject)"
        var mail = OutgoingMail(
            messageID: messageID, date: now, from: MailAddress(name: name, address),
            to: [MailAddress(name: message.requesterName, message.address)],
            subject: "\(subject) [#\(message.number)]", text: message.text)
        mail.replyTo = MailAddress(name: house, tokens.address(address, ticket: message.ticket))
        mail.references = thread.compactMap(\.externalID)
        mail.inReplyTo = thread.last { $0.kind == .incoming }?.externalID ?? mail.references.last
        mail.attachments = message.attachments.compactMap { file in
            files[file.id].map { MailAttachment(filename: file.name, contentType: file.type, bytes: $0) }
        }
        if message.automatic { mail.automatic = .init(isReply: !message.isSurvey, loopIdentity: channel.id) }
        return mail
    }
}
