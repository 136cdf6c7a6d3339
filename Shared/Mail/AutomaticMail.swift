/// What kind of sender wrote a mail, by its headers and reports (RFC 3834, RFC 3464, and what mail systems really
/// send). Automatic mail is stored but does not reopen, does not count as the customer's words, and is never
/// answered by robots.
package struct AutomaticMail: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case human
        /// An out-of-office note or another answer of a robot.
        case autoReply
        /// A notice that no person wrote.
        case notice
        /// A mailing list or newsletter.
        case bulk
        /// A mail of ours could not be delivered, or not yet.
        case bounce
        /// A mail of ours that came back to us.
        case ownLoop
    }

    /// A mail of ours and what became of it.
    package struct Bounce: Hashable, Sendable, Codable {
        package var originalMessageID: String?
        package var recipients: [DeliveryStatus]
        /// Status 5.x.x: do not mail this address again. Otherwise (4.x.x, delayed) it may still arrive.
        package var isPermanent: Bool
    }

    package var kind: Kind
    /// Whether a robot of ours may answer.
    package var mayAnswer: Bool
    /// Why, as stable codes: `auto-submitted`, `list-id`, `null-sender`, …
    package var reasons: [String]
    package var bounce: Bounce?

    /// The header that every automatic mail of ours carries, with the mailbox's identifier as value.
    package static let loopHeader = "X-Moat-Loop"

    /// `ownAddresses` are our mailboxes (any case); plus tags are ignored when they are compared. When it is empty,
    /// the question whether the mail is addressed to us is not asked. `loopIdentity` is our value of the loop header.
    package static func classify(
        _ mail: ParsedMail, ownAddresses: Set<String> = [], loopIdentity: String? = nil
    ) -> AutomaticMail {
        let signs = Signs(mail, own: ownAddresses, loopIdentity: loopIdentity)
        let bounce = signs.bounce()
        let kind: Kind =
            if signs.isOwnLoop {
                .ownLoop
            } else if bounce != nil {
                .bounce
            } else if signs.isAutoReply {
                .autoReply
            } else if signs.isBulk {
                .bulk
            } else if signs.isNotice {
                .notice
            } else {
                .human
            }
        return AutomaticMail(
            kind: kind, mayAnswer: kind == .human && signs.reasons.isEmpty, reasons: signs.reasons, bounce: bounce)
    }
}

/// What the headers say.
private struct Signs {
    private let mail: ParsedMail
    private let sender: String
    private let autoSubmitted: String
    private let precedence: String
    let isOwnLoop: Bool
    private(set) var reasons: [String] = []

    init(_ mail: ParsedMail, own: Set<String>, loopIdentity: String?) {
        self.mail = mail
        sender = mail.from.first?.key ?? ""
        autoSubmitted = Self.word(mail.header("auto-submitted"))
        precedence = Self.word(mail.header("precedence") ?? mail.header("x-precedence"))
        let loops = mail.headers.filter { $0.name.lowercased() == AutomaticMail.loopHeader.lowercased() }
        isOwnLoop = loops.contains { loopIdentity == nil || $0.value == loopIdentity }
        let bare = Set(own.map { Self.withoutTag($0) })
        let named =
            (mail.to + mail.cc).map { Self.withoutTag($0.address) } + mail.deliveredTo.map { Self.withoutTag($0) }
        let suppress = (mail.header("x-auto-response-suppress") ?? "").lowercased()
        let checks: [(String, Bool)] = [
            ("own-loop", isOwnLoop),
            ("auto-submitted", isAutoSubmitted),
            ("precedence", ["bulk", "list", "junk", "auto_reply"].contains(precedence)),
            ("list", mail.header("list-id") != nil || mail.header("list-unsubscribe") != nil),
            ("null-sender", mail.returnPath?.isEmpty == true),
            ("robot-sender", Self.isRobot(sender)),
            ("own-sender", bare.contains(Self.withoutTag(sender))),
            ("response-suppressed", ["all", "oof", "autoreply"].contains { suppress.contains($0) }),
            ("auto-reply-header", hasAutoReplyHeader),
            ("auto-reply-subject", hasAutoReplySubject),
            ("delivery-report", isDeliveryReport),
            ("not-addressed", !bare.isEmpty && !named.contains { bare.contains($0) }),
            ("no-sender", sender.isEmpty),
        ]
        reasons = checks.filter(\.1).map(\.0)
    }

    var isAutoReply: Bool {
        autoSubmitted == "auto-replied" || hasAutoReplyHeader || hasAutoReplySubject || precedence == "auto_reply"
    }
    var isBulk: Bool { reasons.contains("list") || ["bulk", "list", "junk"].contains(precedence) }
    var isNotice: Bool {
        isAutoSubmitted || isDeliveryReport || reasons.contains("null-sender") || Self.isRobot(sender)
    }

    private var isAutoSubmitted: Bool { !autoSubmitted.isEmpty && autoSubmitted != "no" }

    private var hasAutoReplyHeader: Bool {
        ["x-autoreply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-mail-autoreply"].contains { name in
            mail.header(name).map { $0.lowercased() != "no" } ?? false
        }
    }

    private var hasAutoReplySubject: Bool {
        let subject = mail.subject.lowercased()
        return [
            "automatic reply", "auto reply:", "autoreply:", "auto-reply:", "auto:", "out of office", "自动回复", "自動回覆",
            "自动答复",
            "abwesenheitsnotiz", "automatische antwort", "réponse automatique", "respuesta automática", "自動応答",
        ].contains { subject.hasPrefix($0) }
    }

    private var isDeliveryReport: Bool { mail.reportType == "delivery-status" || !mail.deliveryStatuses.isEmpty }

    /// A delivery report that tells of a failure or a delay; without a report, the mail of a mailer daemon that says
    /// so.
    func bounce() -> AutomaticMail.Bounce? {
        if isDeliveryReport {
            let troubled = mail.deliveryStatuses.filter { status in
                let code = status.status?.first
                return status.action == "failed" || status.action == "delayed"
                    || (status.action == nil && (code == "5" || code == "4"))
            }
            guard !troubled.isEmpty || mail.deliveryStatuses.isEmpty else { return nil }
            return .init(
                originalMessageID: mail.returnedMessageID, recipients: troubled,
                isPermanent: troubled.contains { $0.action != "delayed" && $0.status?.first != "4" })
        }
        let isDaemon = sender.hasPrefix("mailer-daemon@") || sender.hasPrefix("postmaster@")
        let isNullSender = mail.returnPath?.isEmpty == true
        guard isDaemon || (isNullSender && autoSubmitted != "auto-replied"), hasBounceSubject else { return nil }
        let status = Self.statusCode(in: mail.text ?? mail.html ?? "")
        let failed = mail.header("x-failed-recipients")?.split(separator: ",").map { String($0).trimmed } ?? []
        return .init(
            originalMessageID: mail.returnedMessageID ?? mail.inReplyTo.first ?? mail.references.last,
            recipients: failed.map { DeliveryStatus(finalRecipient: $0, action: "failed", status: status) },
            isPermanent: status.map { $0.first == "5" } ?? !failed.isEmpty)
    }

    private var hasBounceSubject: Bool {
        let subject = mail.subject.lowercased()
        return [
            "undeliver", "delivery status notification", "delivery failure", "delivery has failed",
            "mail delivery failed",
            "returned mail", "failure notice", "mail system error", "not delivered", "退信", "无法投递", "投递失败", "未送达",
            "无法送达", "unzustellbar",
        ].contains { subject.contains($0) }
    }

    private static func isRobot(_ address: String) -> Bool {
        let local = address.prefix { $0 != "@" }.filter { $0 != "-" && $0 != "_" && $0 != "." }
        return ["mailerdaemon", "postmaster", "noreply", "donotreply", "bounce", "bounces"].contains(local)
            || local.hasPrefix("noreply+") || local.hasPrefix("bounce+")
    }

    private static func word(_ value: String?) -> String {
        (value ?? "").prefix { $0 != ";" && $0 != " " && $0 != "(" }.lowercased()
    }

    private static func withoutTag(_ address: String) -> String {
        let parts = address.lowercased().split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return address.lowercased() }
        return parts[0].prefix { $0 != "+" } + "@" + parts[1]
    }

    /// The first `5.1.1`-like code of a text.
    private static func statusCode(in text: String) -> String? {
        for word in text.prefix(20_000).split(whereSeparator: { !$0.isASCII || !($0.isNumber || $0 == ".") }) {
            let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
            guard numbers.count == 3, numbers[0] == "5" || numbers[0] == "4",
                numbers.dropFirst().allSatisfy({ (1...3).contains($0.count) })
            else { continue }
            return String(word)
        }
        return nil
    }
}
