package import Base

/// A mail to be sent.
package struct OutgoingMail: Hashable, Sendable {
    package var messageID: String
    package var date: Instant
    package var from: MailAddress
    package var to: [MailAddress]
    package var cc: [MailAddress] = []
    /// A plus-address that leads an answer back to its ticket.
    package var replyTo: MailAddress?
    package var subject: String
    package var text: String
    package var html: String?
    package var attachments: [MailAttachment] = []
    package var inReplyTo: String?
    /// Oldest first; trimmed to the first and the last ten when written.
    package var references: [String] = []
    package var automatic: Automatic?
    /// Further headers; the ones above cannot be set here.
    package var headers: [MailHeader] = []

    package init(
        messageID: String, date: Instant, from: MailAddress, to: [MailAddress], subject: String, text: String
    ) {
        (self.messageID, self.date, self.from) = (messageID, date, from)
        (self.to, self.subject, self.text) = (to, subject, text)
    }

    /// Marks a mail that no person wrote (RFC 3834): `Auto-Submitted`, `X-Auto-Response-Suppress` and our loop
    /// header.
    package struct Automatic: Hashable, Sendable {
        /// Whether it answers a mail (`auto-replied`) or is a notice (`auto-generated`).
        package var isReply: Bool
        /// The mailbox's identifier in the loop header.
        package var loopIdentity: String

        package init(isReply: Bool, loopIdentity: String) {
            (self.isReply, self.loopIdentity) = (isReply, loopIdentity)
        }
    }
}

/// Makes the bytes of a mail: 7-bit, CRLF, lines of at most 998 bytes; the same mail gives the same bytes. Control
/// characters in any value become spaces, so no value can add a header.
package enum MailComposer {
    package static let maximumBytes = 50 * 1_024 * 1_024

    /// Throws a 422 `Problem`: `mail.address`, `mail.header`, `mail.message_id`, `mail.too_large`.
    package static func compose(_ mail: OutgoingMail) throws -> [UInt8] {
        try check(mail)
        let writer = MimeWriter()
        for (field, addresses) in [
            (MimeWriter.Field.from, [mail.from]), (.replyTo, mail.replyTo.map { [$0] } ?? []), (.to, mail.to),
            (.cc, mail.cc),
        ] {
            for address in addresses { writer.add(field, name: address.name.map(line), address: address.address) }
        }
        writer.header("Subject", line(mail.subject))
        writer.date(mail.date.seconds)
        writer.header("Message-ID", "<\(mail.messageID)>")
        if let reply = mail.inReplyTo { writer.header("In-Reply-To", "<\(reply)>") }
        let references = trimmed(mail.references)
        if !references.isEmpty { writer.header("References", references.map { "<\($0)>" }.joined(separator: " ")) }
        if let automatic = mail.automatic {
            writer.header("Auto-Submitted", automatic.isReply ? "auto-replied" : "auto-generated")
            writer.header("X-Auto-Response-Suppress", "All")
            writer.header(AutomaticMail.loopHeader, line(automatic.loopIdentity))
        }
        for header in mail.headers { writer.header(header.name, line(header.value)) }
        return writer.finish(body(of: mail))
    }

    /// The first ten and the last ten of a long list, without repetitions.
    package static func trimmed(_ references: [String]) -> [String] {
        var seen: Set<String> = []
        let unique = references.reversed().filter { seen.insert($0).inserted }.reversed()
        return unique.count <= 20 ? Array(unique) : Array(unique.prefix(10)) + Array(unique.suffix(10))
    }

    private static func body(of mail: OutgoingMail) -> MimeWriter.Part {
        let text = MimeWriter.Part.text(mail.text.withUnixLines, subtype: "plain")
        let inline = mail.attachments.filter { $0.inline && $0.contentID != nil && mail.html != nil }
        let files = mail.attachments.filter { !($0.inline && $0.contentID != nil && mail.html != nil) }
        var body = text
        if let html = mail.html {
            var rich = MimeWriter.Part.text(html.withUnixLines, subtype: "html")
            if !inline.isEmpty { rich = .multipart("related", [rich] + inline.map { .file($0) }) }
            body = .multipart("alternative", [text, rich])
        }
        return files.isEmpty ? body : .multipart("mixed", [body] + files.map { .file($0) })
    }

    private static let reserved: Set<String> = [
        "from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references",
        "auto-submitted", "content-type", "content-transfer-encoding", "content-disposition", "mime-version",
    ]

    private static func check(_ mail: OutgoingMail) throws {
        for address in [mail.from] + mail.to + mail.cc + (mail.replyTo.map { [$0] } ?? []) {
            guard isAddress(address.address) else {
                throw Problem.invalid("mail.address", "A mail address is not valid (plain ASCII, one @, no spaces).")
            }
        }
        for id in [mail.messageID] + (mail.inReplyTo.map { [$0] } ?? []) + mail.references {
            guard !id.isEmpty, id.utf8.count <= 900,
                id.utf8.allSatisfy({ $0 > 32 && $0 != 60 && $0 != 62 && $0 != 127 })
            else {
                throw Problem.invalid("mail.message_id", "A message identifier is not valid.")
            }
        }
        for header in mail.headers {
            let name = header.name
            guard !name.isEmpty, name.utf8.count <= 100, name.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 58 }),
                !reserved.contains(name.lowercased())
            else { throw Problem.invalid("mail.header", "A header's name is not valid or is set by other means.") }
        }
        let size =
            mail.text.utf8.count + (mail.html?.utf8.count ?? 0) + mail.attachments.reduce(0) { $0 + $1.bytes.count }
        guard size <= maximumBytes else {
            throw Problem.invalid("mail.too_large", "A mail may have \(maximumBytes) bytes.")
        }
    }

    /// One line without control characters.
    private static func line(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(2_000).map {
                    $0.value < 32 || $0.value == 127 || $0.value == 0x2028 ? " " : $0
                })
        ).trimmed
    }

    /// Enough of RFC 5321 that nothing can break out of the header or the SMTP command.
    package static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64, parts[1].utf8.count <= 253 else {
            return false
        }
        let local = parts[0].utf8.allSatisfy { byte in
            (byte >= 48 && byte <= 57) || (byte | 32 >= 97 && byte | 32 <= 122)
                || "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let domain = labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63
                && label.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || ($0 | 32 >= 97 && $0 | 32 <= 122) || $0 == 45 }
        }
        return local && domain
    }
}
