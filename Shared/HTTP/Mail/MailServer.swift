internal import CCurl

/// Where and how a mail server is reached.
package struct MailServer: Sendable {
    package enum Security: String, Sendable, Codable {
        /// Plain text; for a server on the same machine.
        case none
        /// Starts plain and must change to TLS before anything else is said.
        case startTLS
        /// TLS from the first byte (ports 465, 993).
        case implicit
    }

    package var host: String
    package var port: Int
    package var security: Security
    package var user: String?
    package var password: String?
    /// A file of certificates that are trusted instead of the system's; for a server with its own authority.
    package var authorityFile: String?

    package init(
        host: String, port: Int, security: Security, user: String? = nil, password: String? = nil,
        authorityFile: String? = nil
    ) {
        (self.host, self.port, self.security) = (host, port, security)
        (self.user, self.password, self.authorityFile) = (user, password, authorityFile)
    }

    /// A transfer to `path` on this server by `scheme` (`smtp`, `imap`).
    func order(_ scheme: String, path: String) throws(HTTPError) -> CurlOrder {
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") && $0 != 64 }) else {
            throw HTTPError(.badRequest, "the mail server's name is not a host name")
        }
        let name = security == .implicit ? scheme + "s" : scheme
        let place = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        var order = CurlOrder(url: "\(name)://\(place):\(port)/\(path)", schemes: "\(scheme),\(scheme)s")
        if security == .startTLS { order.numbers.append((CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))) }
        if let user { order.texts.append((CURLOPT_USERNAME, user)) }
        if let password { order.texts.append((CURLOPT_PASSWORD, password)) }
        if let authorityFile { order.texts.append((CURLOPT_CAINFO, authorityFile)) }
        return order
    }
}
