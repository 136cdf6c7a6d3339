internal import Base

/// Raw RFC 5322 bytes to `ParsedMail`. Never fails: what cannot be understood becomes a defect, and a mail without
/// any recognisable part becomes its own text. Blocking and CPU-bound: a few milliseconds for an ordinary mail.
package struct MailParser: Sendable {
    /// Larger mails are cut here before they are parsed (defect `mail.too_large`).
    package static let maximumBytes = 64 * 1_024 * 1_024
    /// Longer text and HTML bodies are cut here (defect `body.cut`).
    package static let maximumBodyBytes = 16 * 1_024 * 1_024

    private let synthesise: @Sendable ([UInt8]) -> String

    /// `synthesise` makes an identifier from the bytes of a mail that has none: a digest's hexadecimal text.
    package init(synthesise: @escaping @Sendable ([UInt8]) -> String) { self.synthesise = synthesise }

    package func parse(raw: [UInt8]) -> ParsedMail {
        var defects: [ParsedMail.Defect] = []
        var bytes = raw
        if raw.count > Self.maximumBytes {
            bytes = Array(raw.prefix(Self.maximumBytes))
            defects.append(
                .init(code: "mail.too_large", detail: "Only the first \(Self.maximumBytes) bytes were read."))
        }
        let tree = MimeTree(parsing: bytes)
        let headers = HeaderTable(tree.headers)
        let own = headers.first("message-id").flatMap { MessageIDs.parse($0).first }
        var mail = ParsedMail(
            messageID: own ?? "\(synthesise(raw))@moat.synthetic", hasOwnMessageID: own != nil)
        mail.defects = defects
        if own == nil { mail.note("message_id.missing", "The mail has no usable Message-ID; one was made.") }
        if tree.cut { mail.note("mime.too_deep", "Parts nested too deeply or too many were left out.") }
        read(headers, into: &mail)
        var body = BodyCollector()
        if let root = tree.root { body.visit(root, .init()) }
        body.finish(into: &mail)
        if mail.text == nil, mail.html == nil, mail.attachments.isEmpty { mail.text = rescue(bytes, &mail) }
        return mail
    }

    private func read(_ headers: HeaderTable, into mail: inout ParsedMail) {
        mail.headers = headers.all
        mail.from = headers.addresses("from")
        mail.sender = headers.addresses("sender")
        mail.replyTo = headers.addresses("reply-to")
        mail.to = headers.addresses("to")
        mail.cc = headers.addresses("cc")
        mail.bcc = headers.addresses("bcc")
        mail.subject = headers.text("subject")
        mail.inReplyTo = headers.first("in-reply-to").map(MessageIDs.parse) ?? []
        mail.references = Array((headers.first("references").map(MessageIDs.parse) ?? []).suffix(100))
        if let path = headers.first("return-path") {
            let text = HeaderText.decoded(path)
            mail.returnPath =
                text == "<>" || text.isEmpty ? "" : headers.addresses("return-path").first?.address ?? text
        }
        for name in ["delivered-to", "x-original-to", "envelope-to", "x-delivered-to"] {
            for address in headers.addresses(name) where !mail.deliveredTo.contains(address.address) {
                mail.deliveredTo.append(address.address)
            }
        }
        let date = headers.text("date")
        mail.date = GMimeLibrary.date(date).map { Instant(microseconds: $0) }
        if mail.date == nil { mail.note("date.missing", "The mail has no readable Date.") }
        if mail.from.isEmpty { mail.note("from.missing", "The mail has no readable From.") }
    }

    /// Everything after the first empty line, or everything.
    private func rescue(_ bytes: [UInt8], _ mail: inout ParsedMail) -> String? {
        var start = 0
        var lineStart = 0
        for (index, byte) in bytes.enumerated() where byte == 10 {
            if bytes[lineStart..<index].allSatisfy({ $0 == 13 }) {
                start = index + 1
                break
            }
            lineStart = index + 1
        }
        let rest = bytes[start...].prefix(Self.maximumBodyBytes)
        guard rest.contains(where: { $0 > 32 }) else { return nil }
        mail.note("mime.broken", "The parts of the mail could not be told apart; its source is the text.")
        return Charset.decode(Array(rest), label: nil).text.withUnixLines
    }
}

/// Headers by lower-case name.
struct HeaderTable {
    private let raw: [(name: String, raw: [UInt8])]

    init(_ headers: [(name: String, raw: [UInt8])]) { raw = headers.map { ($0.name.lowercased(), $0.raw) } }

    var all: [MailHeader] {
        raw.map { MailHeader(name: $0.name, value: String(HeaderText.decoded($0.raw).prefix(10_000))) }
    }

    func first(_ name: String) -> [UInt8]? { raw.first { $0.name == name }?.raw }
    func text(_ name: String) -> String { first(name).map(HeaderText.decoded) ?? "" }

    func addresses(_ name: String) -> [MailAddress] {
        raw.filter { $0.name == name }.prefix(20).flatMap { GMimeLibrary.addresses(HeaderText.normalised($0.raw)) }
    }
}

/// Identifiers in angle brackets; where there are none, the words of the header.
enum MessageIDs {
    static func parse(_ raw: [UInt8]) -> [String] {
        var found: [String] = []
        var open: Int?
        for (index, byte) in raw.enumerated() {
            if byte == UInt8(ascii: "<") { open = index + 1 }
            if byte == UInt8(ascii: ">"), let start = open {
                found.append(clean(raw[start..<index]))
                open = nil
            }
        }
        if found.isEmpty {
            found = raw.split { $0 <= 32 }.map { clean($0) }.filter { $0.contains("@") }
        }
        return found.filter { !$0.isEmpty && $0.utf8.count <= 998 }
    }

    private static func clean(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.filter { $0 > 32 && $0 != 127 && $0 != 60 && $0 != 62 }, as: UTF8.self)
    }
}

extension ParsedMail {
    mutating func note(_ code: String, _ detail: String) {
        guard !defects.contains(where: { $0.code == code }), defects.count < 50 else { return }
        defects.append(Defect(code: code, detail: detail))
    }
}

extension String {
    /// With `\n` for every line end.
    var withUnixLines: String {
        utf8.contains(13) ? replacing("\r\n", with: "\n").replacing("\r", with: "\n") : self
    }
}
