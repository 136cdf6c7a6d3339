internal import Contracts
internal import HTTP

/// `imaps://host`, `imap://host:143`, `smtp://host:587`, `smtps://host`; a plain scheme means plain text on this
/// machine and
/// STARTTLS elsewhere.
struct MailServerURL: Hashable, Sendable {
    let scheme: String
    let host: String
    let port: Int

    private static let ports = ["imap": 143, "imaps": 993, "smtp": 587, "smtps": 465]

    init?(_ text: String) {
        let parts = text.split(separator: "://", maxSplits: 1)
        guard parts.count == 2, let standard = MailServerURL.ports[String(parts[0])] else { return nil }
        let place = parts[1].prefix { $0 != "/" }
        let pieces = place.split(separator: ":", omittingEmptySubsequences: false)
        guard pieces.count <= 2, !pieces[0].isEmpty, !place.contains("@") else { return nil }
        let port = pieces.count == 2 ? Int(pieces[1]) : standard
        guard let port, (1...65_535).contains(port) else { return nil }
        (scheme, host, self.port) = (String(parts[0]), String(pieces[0]), port)
    }

    func server(user: String?, password: String?) -> MailServer {
        let local = host == "127.0.0.1" || host == "localhost"
        let security: MailServer.Security = scheme.hasSuffix("s") ? .implicit : local ? .none : .startTLS
        return MailServer(host: host, port: port, security: security, user: user, password: password)
    }
}

extension MailSettings {
    var imapServer: MailServer? {
        imap.flatMap(MailServerURL.init).map { $0.server(user: imapUser, password: imapPassword) }
    }

    var smtpServer: MailServer? {
        smtp.flatMap(MailServerURL.init).map { $0.server(user: smtpUser, password: smtpPassword) }
    }

    /// The domain of our address.
    var domain: String { address.split(separator: "@").last.map(String.init) ?? "localhost" }
}
