internal import CGMime

/// One part of a mail as GMime found it, copied out: no C pointer leaves this file and `MimeWriter`.
struct MimeNode {
    enum Kind { case leaf, multipart, message }
    var kind: Kind
    /// Lower case.
    var type: String
    var headers: [(name: String, raw: [UInt8])] = []
    var disposition: String?
    var contentID: String?
    /// Decoded content of a leaf, source of an embedded message.
    var content: [UInt8] = []
    /// Parts of a multipart; the root part of an embedded message.
    var children: [MimeNode] = []
    /// Headers of an embedded message.
    var messageHeaders: [(name: String, raw: [UInt8])] = []

    func header(_ name: String) -> [UInt8]? { headers.first { $0.name.lowercased() == name }?.raw }
}

/// A parsed message: its headers, its root part, and whether the limits cut something off.
struct MimeTree {
    static let maximumDepth = 40
    static let maximumParts = 1_000

    var headers: [(name: String, raw: [UInt8])] = []
    var root: MimeNode?
    var parts = 0
    var cut = false

    init(parsing bytes: [UInt8]) {
        GMimeLibrary.start()
        let message = unsafe bytes.withUnsafeBufferPointer { unsafe moat_message_parse($0.baseAddress, $0.count) }
        guard let message = unsafe message else { return }
        defer { unsafe moat_unref(message) }
        headers = unsafe Self.headers(of: message)
        if let part = unsafe moat_message_part(message) { root = unsafe node(part, depth: 1) }
    }

    private mutating func node(_ part: UnsafeMutableRawPointer, depth: Int) -> MimeNode? {
        parts += 1
        guard depth <= Self.maximumDepth, parts <= Self.maximumParts else {
            cut = true
            return nil
        }
        let type =
            unsafe (cString(moat_part_type(part)) ?? "text") + "/" + (cString(moat_part_subtype(part)) ?? "plain")
        var node = MimeNode(kind: .leaf, type: type.lowercased())
        unsafe node.headers = Self.headers(of: part)
        unsafe node.disposition = cString(moat_part_disposition(part))?.lowercased()
        unsafe node.contentID = cString(moat_part_content_id(part))
        switch unsafe Int(moat_part_kind(part)) {
        case Int(MOAT_MULTIPART):
            node.kind = .multipart
            for index in unsafe 0..<max(0, moat_part_count(part)) {
                guard parts <= Self.maximumParts, let child = unsafe moat_part_at(part, index) else { break }
                if let child = unsafe self.node(child, depth: depth + 1) { node.children.append(child) }
            }
        case Int(MOAT_MESSAGE):
            node.kind = .message
            if let message = unsafe moat_part_message(part) {
                unsafe node.content = Self.content(of: message)
                unsafe node.messageHeaders = Self.headers(of: message)
                if let root = unsafe moat_message_part(message), let child = unsafe self.node(root, depth: depth + 1) {
                    node.children = [child]
                }
            }
        default:
            unsafe node.content = Self.content(of: part)
        }
        return node
    }

    private static func headers(of object: UnsafeMutableRawPointer) -> [(name: String, raw: [UInt8])] {
        unsafe (0..<min(500, max(0, moat_header_count(object)))).map { index in
            (unsafe cString(moat_header_name(object, index)) ?? "", unsafe cBytes(moat_header_raw(object, index)))
        }
    }

    private static func content(of part: UnsafeMutableRawPointer) -> [UInt8] {
        guard let stream = unsafe moat_part_content(part) else { return [] }
        defer { unsafe moat_unref(stream) }
        return unsafe Array(UnsafeBufferPointer(start: moat_content_bytes(stream), count: moat_content_length(stream)))
    }
}

/// Single values that GMime parses.
enum GMimeLibrary {
    private static let started: Bool = {
        moat_gmime_init()
        return true
    }()

    /// Initialises GMime once per process; any thread.
    static func start() { _ = started }

    /// The mailboxes of an address header, groups flattened, at most 500.
    static func addresses(_ text: String) -> [MailAddress] {
        start()
        guard let list = unsafe moat_addresses_parse(text) else { return [] }
        defer { unsafe moat_unref(list) }
        var found: [MailAddress] = []
        unsafe collect(list, depth: 0, &found)
        return found
    }

    private static func collect(_ list: UnsafeMutableRawPointer, depth: Int, _ found: inout [MailAddress]) {
        for index in unsafe 0..<max(0, moat_addresses_count(list)) where found.count < 500 {
            guard let address = unsafe moat_address_at(list, index) else { continue }
            if let members = unsafe moat_address_members(address) {
                if depth < 5 { unsafe collect(members, depth: depth + 1, &found) }
            } else if let mailbox = unsafe cString(moat_address_mailbox(address)), !mailbox.isEmpty {
                let name = unsafe cString(moat_address_name(address))?.trimmed
                found.append(MailAddress(name: name?.isEmpty == true ? nil : name, mailbox))
            }
        }
    }

    /// Microseconds since 1970 of a Date header.
    static func date(_ text: String) -> Int64? {
        start()
        var result: Int64 = 0
        return unsafe moat_date(text, &result) != 0 ? result : nil
    }

    /// A parameter of a Content-Type or Content-Disposition value.
    static func parameter(_ name: String, of value: String, disposition: Bool) -> String? {
        start()
        guard let text = unsafe moat_take_parameter(disposition ? 1 : 0, value, name) else { return nil }
        defer { unsafe moat_free(text) }
        return unsafe cString(text)
    }
}

private func cString(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text = unsafe text else { return nil }
    return unsafe String(cString: text)
}

private func cBytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
    var bytes: [UInt8] = []
    guard var text = unsafe text else { return [] }
    while unsafe text.pointee != 0 {
        unsafe bytes.append(UInt8(bitPattern: text.pointee))
        unsafe text += 1
    }
    return bytes
}
