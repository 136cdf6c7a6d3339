/// One broker of `BUS_URL`: `nats://user:password@host:4222` or `nats://token@host`.
struct Endpoint: Hashable, Sendable {
    var host: String
    var port: Int
    var user: String?
    var password: String?
    var token: String?

    /// Where it is, without secrets.
    var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Parses a comma separated list; throws `.protocolViolation` naming the wrong part. Entries without
    /// credentials use those of the first that has some.
    static func list(_ text: String) throws(BusError) -> [Endpoint] {
        var found: [Endpoint] = []
        for part in text.split(separator: ",") {
            let part = part.trimmingBlanks
            if part.isEmpty { continue }
            found.append(try Endpoint(part))
        }
        if found.isEmpty { throw BusError(.protocolViolation, "BUS_URL names no broker") }
        if let known = found.first(where: \.hasCredentials) {
            for index in found.indices where !found[index].hasCredentials { found[index].borrow(from: known) }
        }
        return found
    }

    init(_ text: some StringProtocol) throws(BusError) {
        var rest = Substring(text)
        if let scheme = rest.firstRange(ofASCII: "://") {
            let name = rest[..<scheme.lowerBound]
            guard name == "nats" || name == "tcp" else {
                throw BusError(.protocolViolation, "a bus URL starts with nats://, not \(name)://")
            }
            rest = rest[scheme.upperBound...]
        }
        if let slash = rest.firstIndex(of: "/") { rest = rest[..<slash] }
        if let at = rest.lastIndex(of: "@") {
            let secret = rest[..<at]
            rest = rest[rest.index(after: at)...]
            if let colon = secret.firstIndex(of: ":") {
                user = try Self.plain(secret[..<colon])
                password = try Self.plain(secret[secret.index(after: colon)...])
            } else {
                token = try Self.plain(secret)
            }
        }
        var digits: Substring?
        if rest.first == "[", let end = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            let after = rest[rest.index(after: end)...]
            if after.first == ":" { digits = after.dropFirst() } else if !after.isEmpty { digits = after }
        } else if let colon = rest.lastIndex(of: ":") {
            host = String(rest[..<colon])
            digits = rest[rest.index(after: colon)...]
        } else {
            host = String(rest)
        }
        guard !host.isEmpty, let number = Int(digits ?? "4222"), (1...65_535).contains(number) else {
            throw BusError(.protocolViolation, "a bus URL needs a host and a port from 1 to 65535")
        }
        port = number
    }

    var hasCredentials: Bool { user != nil || token != nil }

    /// Takes over the credentials of another entry of the list.
    mutating func borrow(from other: Endpoint) { (user, password, token) = (other.user, other.password, other.token) }

    private static func plain(_ text: Substring) throws(BusError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { throw BusError(.protocolViolation, "a bus URL has a broken % escape") }
            bytes.append(value)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return rest
    }

    fileprivate func firstRange(ofASCII text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
