package import Base
internal import CCurl

/// Reads one mailbox of an IMAP server. Calls of one client are made one after another.
package final class IMAPClient: Sendable {
    /// What is in a mailbox after a given UID.
    package struct Listing: Sendable, Equatable {
        /// Changes when the server has renumbered: then all UIDs known before mean nothing.
        package var uidValidity: Int
        /// Ascending.
        package var uids: [Int]
    }

    package let server: MailServer
    private let timeout: Instant.Span
    private let loop: CurlLoop

    package init(_ server: MailServer, timeout: Instant.Span = .seconds(60)) throws(HTTPError) {
        (self.server, self.timeout) = (server, timeout)
        loop = try CurlLoop(limit: 64, connections: 1, perHost: 1)
    }

    /// The UIDs above `uid`, by a new session, so that the server shows its present state. Throws `HTTPError`.
    package func list(_ mailbox: String = "INBOX", after uid: Int = 0) async throws -> Listing {
        var order = try order(mailbox, "")
        order.texts.append((CURLOPT_CUSTOMREQUEST, "UID SEARCH UID \(uid + 1):*"))
        order.numbers.append((CURLOPT_FRESH_CONNECT, 1))
        let reply = try await run(order)
        guard let validity = reply.lines.lazy.compactMap(Self.uidValidity).first else {
            throw HTTPError(.badReply, "the server does not tell UIDVALIDITY")
        }
        // `n:*` always contains the last message, also when its UID is below n.
        let uids = reply.lines.filter { $0.uppercased().hasPrefix("* SEARCH") }
            .flatMap { $0.split(separator: " ").dropFirst(2).compactMap { Int($0) } }
        return Listing(uidValidity: validity, uids: Set(uids).filter { $0 > uid }.sorted())
    }

    /// The message as it is stored, marked \Seen by that; nil when it has gone or the mailbox was renumbered.
    package func fetch(
        _ uid: Int, in mailbox: String = "INBOX", uidValidity: Int, maximumSize: Int = 50 << 20
    ) async throws -> [UInt8]? {
        var order = try order(mailbox, ";UIDVALIDITY=\(uidValidity)/;UID=\(uid)")
        order.maximumBody = maximumSize
        let reply = try await loop.perform(order)
        // 78: not there. libcurl says so for a UID that is unknown and for another UIDVALIDITY.
        if reply.result == 78 { return nil }
        if let failure = reply.failure { throw failure }
        return reply.body
    }

    /// Adds a flag (`\Seen`, `\Flagged`, `$Forwarded`).
    package func mark(_ uid: Int, _ flag: String = "\\Seen", in mailbox: String = "INBOX") async throws {
        guard flag.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 40 && $0 != 41 && $0 != 34 }) else {
            throw HTTPError(.badRequest, "not a flag")
        }
        try await command("UID STORE \(uid) +FLAGS (\(flag))", mailbox)
    }

    /// Moves a message to another mailbox (RFC 6851).
    package func move(_ uid: Int, from mailbox: String = "INBOX", to other: String) async throws {
        try await command("UID MOVE \(uid) \(try Self.quoted(other))", mailbox)
    }

    /// Deletes this message only (RFC 4315), whatever else is marked as deleted.
    package func delete(_ uid: Int, in mailbox: String = "INBOX") async throws {
        try await command("UID STORE \(uid) +FLAGS (\\Deleted)", mailbox)
        try await command("UID EXPUNGE \(uid)", mailbox)
    }

    /// Makes a mailbox; does nothing when it is there.
    package func create(_ mailbox: String) async throws {
        var order = try server.order("imap", path: "")
        order.timeout = timeout
        order.texts.append((CURLOPT_CUSTOMREQUEST, "LIST \"\" \(try Self.quoted(mailbox))"))
        let known = try await run(order)
        guard !known.lines.contains(where: { $0.uppercased().hasPrefix("* LIST") }) else { return }
        order.texts.removeLast()
        order.texts.append((CURLOPT_CUSTOMREQUEST, "CREATE \(try Self.quoted(mailbox))"))
        _ = try await run(order)
    }

    private func command(_ text: String, _ mailbox: String) async throws {
        var order = try order(mailbox, "")
        order.texts.append((CURLOPT_CUSTOMREQUEST, text))
        _ = try await run(order)
    }

    private func run(_ order: CurlOrder) async throws -> CurlReply {
        let reply = try await loop.perform(order)
        if let failure = reply.failure { throw failure }
        return reply
    }

    private func order(_ mailbox: String, _ rest: String) throws(HTTPError) -> CurlOrder {
        _ = try Self.quoted(mailbox)
        var order = try server.order("imap", path: PercentCoding.encode(mailbox) + rest)
        order.timeout = timeout
        // One line of the server may name many thousand messages.
        order.numbers.append((CURLOPT_BUFFERSIZE, 512 * 1024))
        return order
    }

    private static func quoted(_ mailbox: String) throws(HTTPError) -> String {
        guard !mailbox.isEmpty, mailbox.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) else {
            throw HTTPError(.badRequest, "the mailbox's name is not printable ASCII (modified UTF-7)")
        }
        return "\"" + mailbox.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
    }

    private static func uidValidity(_ line: String) -> Int? {
        let upper = line.uppercased()
        guard upper.hasPrefix("* OK"), let mark = upper.firstRange(of: "[UIDVALIDITY ") else { return nil }
        return Int(upper[mark.upperBound...].prefix { $0.isNumber })
    }
}
