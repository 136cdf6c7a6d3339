internal import Base
internal import Contracts
internal import Crypto
internal import Mail
internal import Text

/// A parsed mail as the tickets service takes it, decided without I/O.
struct IncomingMail: Sendable {
    let mail: ParsedMail
    let verdict: AutomaticMail
    let own: Set<String>

    private static let parser = MailParser { Hex.encode(Digest.sha256($0)) }
    private static let textMaximum = 100_000
    private static let htmlMaximum = 400_000

    init(raw: [UInt8], own: Set<String>, loopIdentity: String) {
        mail = IncomingMail.parser.parse(raw: raw)
        verdict = AutomaticMail.classify(mail, ownAddresses: own, loopIdentity: loopIdentity)
        self.own = own
    }

    /// Names the message for ever: its Message-ID, or one made of its bytes.
    static func key(raw: [UInt8]) -> String { parser.parse(raw: raw).messageID }

    /// Who wrote: Reply-To of a person, else From, else the return path; nil when nobody says.
    var sender: MailAddress? {
        let replyTo = mail.replyTo.first { !own.contains($0.key) }
        return replyTo ?? mail.from.first ?? mail.sender.first ?? mail.returnPath.map { MailAddress($0) }
    }

    /// The name to the address that answers go to.
    var senderName: String? { mail.from.first?.name ?? sender?.name }

    /// Where a token of ours may stand, in the order of row 2.
    var recipients: [String] { mail.deliveredTo + mail.to.map(\.address) + mail.cc.map(\.address) }

    /// In-Reply-To, then References newest first.
    var references: [String] {
        var seen: Set<String> = []
        return (mail.inReplyTo + mail.references.reversed()).filter { seen.insert($0).inserted }
    }

    var subject: String {
        let subject = mail.subject.filter { !$0.isNewline }
        return String(subject.prefix(300))
    }

    /// The number in `[#1042]` of a subject; of several the last one, which we put there.
    var number: Int? { subject.matches(of: /\[#(\d{1,12})\]/).last.flatMap { Int($0.output.1) } }

    /// The words of the message without what it quotes; everything when nothing is left.
    var text: String {
        let whole = mail.text ?? mail.html.map(HTMLText.plainText) ?? ""
        let own = isReply ? ReplyText.strip(whole) : whole
        let words = own.allSatisfy(\.isWhitespace) ? whole : own
        return String(words.prefix(IncomingMail.textMaximum))
    }

    /// Sanitised, when it is not too large to show.
    var html: String? {
        guard let html = mail.html, html.utf8.count <= 4 << 20 else { return nil }
        let clean = HTMLSanitiser.clean(html)
        return clean.utf8.count <= IncomingMail.htmlMaximum && !clean.isEmpty ? clean : nil
    }

    var isReply: Bool { !mail.inReplyTo.isEmpty || !mail.references.isEmpty }
    var isAutomatic: Bool { verdict.kind != .human }

    /// `zh` when there are Chinese words, else `en`.
    var language: String { Language.guess(subject + text) }

    /// Nothing in it can be read: it is kept raw and becomes a ticket that says so.
    var isUnreadable: Bool {
        (mail.text ?? "").allSatisfy(\.isWhitespace) && mail.html == nil && mail.attachments.isEmpty && subject.isEmpty
    }
}

/// Which of the product's two languages a text is in.
enum Language {
    static func guess(_ text: String) -> String {
        text.unicodeScalars.prefix(2_000).contains { (0x4E00...0x9FFF).contains($0.value) } ? "zh" : "en"
    }
}
