package import Base
internal import CCurl

/// Sends finished mails to one SMTP server.
package final class SMTPClient: Sendable {
    /// Why a mail was not taken. Temporary: try again later; permanent: the same mail will never be taken.
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        package enum Kind: String, Sendable { case temporary, permanent }
        package let kind: Kind
        /// The server's code, or 0 when it did not get to answer.
        package let code: Int
        /// The server's line, or what went wrong on the way.
        package let reply: String
        package var description: String { "smtp.\(kind.rawValue): \(reply)" }
    }

    package let server: MailServer
    private let helloName: String
    private let timeout: Instant.Span
    private let loop: CurlLoop

    /// `helloName` is what this machine calls itself in EHLO.
    package init(
        _ server: MailServer, helloName: String = "localhost", timeout: Instant.Span = .seconds(60)
    ) throws(HTTPError) {
        (self.server, self.helloName, self.timeout) = (server, helloName, timeout)
        loop = try CurlLoop(limit: 256, connections: 4, perHost: 4)
    }

    /// Hands the mail over and returns the server's reply (`250 2.0.0 Ok: queued as …`). An empty sender is the null
    /// reverse-path of automatic mail. Line ends become CRLF. Throws `Failure`, or `CancellationError`; all recipients
    /// or none are accepted.
    @discardableResult
    package func send(from sender: String, to recipients: [String], data: [UInt8]) async throws -> String {
        guard !recipients.isEmpty, (recipients + [sender]).allSatisfy(Self.isPlain),
            recipients.allSatisfy({ !$0.isEmpty })
        else { throw Failure(kind: .permanent, code: 0, reply: "an address contains what no address may") }
        let reply: CurlReply
        do {
            var order = try server.order("smtp", path: PercentCoding.encode(helloName))
            order.upload = Self.lines(data)
            order.numbers += [(CURLOPT_UPLOAD, 1)]
            order.texts.append((CURLOPT_MAIL_FROM, "<\(sender)>"))
            order.lists = [(CURLOPT_MAIL_RCPT, recipients.map { "<\($0)>" })]
            order.timeout = timeout
            reply = try await loop.perform(order)
        } catch let error as HTTPError {
            throw Failure(kind: error.code == .busy ? .temporary : .permanent, code: 0, reply: error.message)
        }
        let last = reply.lines.last ?? ""
        guard let failure = reply.failure else { return last }
        // libcurl says goodbye after a refusal: the last line of all is not the one that counts.
        throw Self.failure(failure, reply.code, reply.lines.last { $0.hasPrefix(String(reply.code)) } ?? last)
    }

    /// A refused name and password is a matter of settings, not of this mail: temporary.
    private static func failure(_ error: HTTPError, _ code: Int, _ last: String) -> Failure {
        let isPermanent = (500...599).contains(code) && error.code != .authentication && error.code != .insecure
        let isReply = (400...599).contains(code)
        return Failure(
            kind: isPermanent ? .permanent : .temporary, code: isReply ? code : 0, reply: isReply ? last : error.message
        )
    }

    private static func isPlain(_ address: String) -> Bool {
        !address.utf8.contains { $0 <= 32 || $0 == 127 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
    }

    /// Bare line feeds and returns become CRLF, as RFC 5321 wants it.
    private static func lines(_ data: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(data.count + data.count / 32)
        var last: UInt8 = 0
        for byte in data {
            if byte == 10 {
                if last != 13 { out.append(13) }
            } else if last == 13 {
                out.append(10)
            }
            out.append(byte)
            last = byte
        }
        if last == 13 { out.append(10) }
        return out
    }
}
