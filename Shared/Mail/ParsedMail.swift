package import Base

/// One mail as it could be understood; what could not is named in `defects`. Keep the raw bytes beside it.
package struct ParsedMail: Hashable, Sendable {
    /// Without angle brackets. Made from the content when the mail has none, see `hasOwnMessageID`.
    package var messageID: String
    package var hasOwnMessageID: Bool
    package var from: [MailAddress] = []
    package var sender: [MailAddress] = []
    package var replyTo: [MailAddress] = []
    package var to: [MailAddress] = []
    package var cc: [MailAddress] = []
    package var bcc: [MailAddress] = []
    /// The envelope sender if the mail names it; an empty string is the null sender `<>` of automatic mail.
    package var returnPath: String?
    /// From Delivered-To, X-Original-To, Envelope-To and X-Delivered-To, in this order.
    package var deliveredTo: [String] = []
    package var subject = ""
    package var date: Instant?
    package var inReplyTo: [String] = []
    /// Oldest first, at most 100 (the newest are kept).
    package var references: [String] = []
    /// The plain text body; nil when there is only HTML.
    package var text: String?
    package var html: String?
    package var attachments: [MailAttachment] = []
    /// Recipients' states of a delivery status notification (RFC 3464).
    package var deliveryStatuses: [DeliveryStatus] = []
    /// The returned mail's identifier, when a notification carries it.
    package var returnedMessageID: String?
    /// `report-type` of a multipart/report.
    package var reportType: String?
    /// All headers of the top level in order, decoded; at most 500.
    package var headers: [MailHeader] = []
    package var defects: [Defect] = []

    package init(messageID: String, hasOwnMessageID: Bool) {
        (self.messageID, self.hasOwnMessageID) = (messageID, hasOwnMessageID)
    }

    /// The first header of a name, case ignored.
    package func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }

    /// Something that was not as it should be: a stable code and a sentence.
    package struct Defect: Hashable, Sendable, Codable {
        package var code: String
        package var detail: String
    }
}

/// A decoded header.
package struct MailHeader: Hashable, Sendable, Codable {
    package var name: String
    package var value: String
    package init(name: String, value: String) { (self.name, self.value) = (name, value) }
}

/// A mailbox with its decoded display name.
package struct MailAddress: Hashable, Sendable, Codable {
    package var name: String?
    /// As written, for example `Ann@Example.com`.
    package var address: String
    /// What identities are compared by: lower case.
    package var key: String { address.lowercased() }

    package init(name: String? = nil, _ address: String) { (self.name, self.address) = (name, address) }
}

/// A file that came with a mail; its bytes are decoded.
package struct MailAttachment: Hashable, Sendable {
    package var filename: String
    /// Lower case, `type/subtype`.
    package var contentType: String
    package var bytes: [UInt8]
    /// Without angle brackets.
    package var contentID: String?
    /// Shown inside the HTML body rather than offered as a file.
    package var inline: Bool

    package init(
        filename: String, contentType: String, bytes: [UInt8], contentID: String? = nil, inline: Bool = false
    ) {
        (self.filename, self.contentType, self.bytes) = (filename, contentType, bytes)
        (self.contentID, self.inline) = (contentID, inline)
    }
}

/// What became of one recipient (RFC 3464).
package struct DeliveryStatus: Hashable, Sendable, Codable {
    package var finalRecipient: String?
    /// failed, delayed, delivered, relayed or expanded.
    package var action: String?
    /// Like `5.1.1`.
    package var status: String?
    package var diagnostic: String?

    package init(finalRecipient: String? = nil, action: String? = nil, status: String? = nil, diagnostic: String? = nil)
    {
        (self.finalRecipient, self.action, self.status, self.diagnostic) = (finalRecipient, action, status, diagnostic)
    }
}
