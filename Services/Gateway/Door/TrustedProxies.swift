/// The edges that say truly whom they speak for: addresses with commas between them; `private` stands for all of one's
/// own network (RFC 1918, RFC 4193, loopback), where containers get any address.
struct TrustedProxies: Sendable {
    private let addresses: Set<String>
    private let trustsPrivate: Bool

    init(_ text: String) {
        let words = text.split(separator: ",").map { String($0.drop { $0 == " " }) }
        (addresses, trustsPrivate) = (Set(words), words.contains("private"))
    }

    func trust(_ peer: String) -> Bool { addresses.contains(peer) || trustsPrivate && Self.isPrivate(peer) }

    private static func isPrivate(_ address: String) -> Bool {
        let mapped = "::ffff:"
        let text = address.hasPrefix(mapped) ? String(address.dropFirst(mapped.count)) : address
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        if parts.count == 4, !parts.contains(nil) {
            switch (parts[0], parts[1]) {
            case (10, _), (127, _), (192, 168): return true
            case (172, let second?): return (16...31).contains(second)
            default: return false
            }
        }
        return text == "::1" || ["fc", "fd"].contains(text.prefix(2)) && text.contains(":")
    }
}
