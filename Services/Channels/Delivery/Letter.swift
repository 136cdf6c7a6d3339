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

    /// Who gets a copy: customers with a mail address.
    var copies: [MailAddress] {
        (message.cc ?? []).compactMap { customer in
            guard let address = customer.address, address.contains("@"), address != message.address else { return nil }
            return MailAddress(name: customer.name, address)
        }
    }

    private static let replyMarks = ["re:", "re：", "回复:", "回复：", "答复:", "答复：", "回覆:", "回覆：", "aw:", "sv:"]

    /// A subject without the marks that mail programs put before it and the numbers that we put behind it.
    static func bare(_ subject: String) -> String {
        var rest = Substring(subject.replacing(/\[#\d{1,12}\]/, with: ""))
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard let mark = replyMarks.first(where: { rest.lowercased().hasPrefix($0) }) else { break }
            rest = rest.dropFirst(mark.count)
        }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    private var subject: String {
        let bare = Letter.bare(message.subject)
        return message.isSide ?? false ? bare : "Re: \(bare) [#\(message.number)]"
    }

    func mail(files: [String: [UInt8]], at now: Instant) -> OutgoingMail {
        let address = channel.mail?.address ?? ""
        let house = channel.mail?.displayName ?? channel.name
        let name = message.authorName.isEmpty || message.automatic ? house : "\(message.authorName) (\(house))"
        var mail = OutgoingMail(
            messageID: messageID, date: now, from: MailAddress(name: name, address),
            to: [MailAddress(name: message.requesterName, message.address)],
            subject: subject, text: message.text)
        if !message.ticket.isEmpty {
            mail.replyTo = MailAddress(name: house, tokens.address(address, ticket: message.ticket))
        }
        mail.cc = copies
        mail.references = thread.compactMap(\.externalID)
        mail.inReplyTo = thread.last { $0.kind == .incoming }?.externalID ?? mail.references.last
        mail.attachments = message.attachments.compactMap { file in
            files[file.id].map { MailAttachment(filename: file.name, contentType: file.type, bytes: $0) }
        }
        if message.automatic { mail.automatic = .init(isReply: !message.isSurvey, loopIdentity: channel.id) }
        return mail
    }
}
