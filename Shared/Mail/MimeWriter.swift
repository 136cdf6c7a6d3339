internal import CGMime

/// Builds a message with GMime. Used by one caller, from one thread, for one message.
@safe final class MimeWriter {
    indirect enum Part {
        case text(String, subtype: String)
        case file(MailAttachment)
        case multipart(String, [Part])
    }

    enum Field { case from, replyTo, to, cc }

    private let message: UnsafeMutableRawPointer?
    private var identity = ""
    private var multiparts = 0

    init() {
        GMimeLibrary.start()
        unsafe message = moat_message_new()
    }

    deinit { if let message = unsafe message { unsafe moat_unref(message) } }

    func add(_ field: Field, name: String?, address: String) {
        let type: Int32 =
            switch field {
            case .from: MOAT_FROM
            case .replyTo: MOAT_REPLY_TO
            case .to: MOAT_TO
            case .cc: MOAT_CC
            }
        unsafe moat_mailbox_add(message, type, name, address)
    }

    func header(_ name: String, _ value: String) {
        if name == "Message-ID" { identity = value }
        unsafe moat_header_append(message, name, value)
    }

    func date(_ seconds: Int64) { unsafe moat_date_append(message, seconds) }

    /// The bytes of the message with this body.
    func finish(_ body: Part) -> [UInt8] {
        let part = unsafe make(body)
        unsafe moat_message_set_part(message, part)
        unsafe moat_unref(part)
        guard let stream = unsafe moat_message_write(message) else { return [] }
        defer { unsafe moat_unref(stream) }
        return unsafe Array(UnsafeBufferPointer(start: moat_content_bytes(stream), count: moat_content_length(stream)))
    }

    private func make(_ part: Part) -> UnsafeMutableRawPointer? {
        switch part {
        case .text(let text, let subtype):
            let bytes = Array(text.utf8)
            // Mostly Latin text stays readable in its source.
            let high = bytes.count { $0 >= 0x80 }
            let made = unsafe leaf("text", subtype, bytes, base64: high * 4 > bytes.count)
            unsafe moat_part_set_parameter(made, "charset", "utf-8")
            return unsafe made
        case .file(let file):
            let type = file.contentType.split(separator: "/").map(String.init)
            let isType =
                type.count == 2 && type[0] != "multipart" && type[0] != "message" && type.allSatisfy(Self.isToken)
            let made = unsafe leaf(
                isType ? type[0] : "application", isType ? type[1] : "octet-stream", file.bytes, base64: true)
            let id = file.contentID?.filter { $0.isASCII && !$0.isWhitespace && $0 != "<" && $0 != ">" }
            unsafe moat_part_set_disposition(
                made, file.inline && id != nil ? "inline" : "attachment", Filename.safe(file.filename))
            if let id, !id.isEmpty { unsafe moat_part_set_content_id(made, id) }
            return unsafe made
        case .multipart(let subtype, let parts):
            multiparts += 1
            // Neither quoted-printable nor base64 text can contain "=_".
            let boundary = "=_moat_\(multiparts)_\(String(Self.hash(identity), radix: 36))"
            let made = unsafe moat_multipart_new(subtype, boundary)
            for part in parts {
                let child = unsafe make(part)
                unsafe moat_multipart_add(made, child)
                unsafe moat_unref(child)
            }
            return unsafe made
        }
    }

    private func leaf(_ type: String, _ subtype: String, _ bytes: [UInt8], base64: Bool) -> UnsafeMutableRawPointer? {
        unsafe bytes.withUnsafeBufferPointer {
            unsafe moat_part_new(type, subtype, $0.baseAddress, $0.count, base64 ? 1 : 0)
        }
    }

    private static func isToken(_ text: String) -> Bool {
        text.utf8.allSatisfy {
            ($0 >= 48 && $0 <= 57) || ($0 | 32 >= 97 && $0 | 32 <= 122) || [43, 45, 46, 95].contains($0)
        }
    }

    /// FNV-1a.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
