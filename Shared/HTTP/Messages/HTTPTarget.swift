package import Base

/// The target of a request, taken apart and decoded once. A target with a bad escape, invalid UTF-8, control
/// characters, an escaped slash or a `.`/`..` segment does not become one: the server answers 400.
package struct HTTPTarget: Sendable, Hashable {
    package struct Item: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    /// As sent.
    package let raw: String
    /// The path as sent, without the query.
    package let rawPath: String
    /// Decoded, with single slashes; a trailing slash is kept.
    package let path: String
    /// The decoded parts between the slashes; none is empty or contains a slash.
    package let segments: [String]
    /// Decoded query items in order; `+` is a space.
    package let query: [Item]

    /// Takes apart the target of a request line; throws a 400 `Problem` (`http.target`).
    package init(_ raw: some Sequence<UInt8>) throws(Problem) {
        let bytes = Array(raw)
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(where: { $0 < 0x21 || $0 == 0x7F })
        else { throw Self.malformed("The request target is not valid UTF-8 or contains control characters.") }
        self.raw = text
        let origin = Self.origin(bytes)
        let mark = origin.firstIndex(of: UInt8(ascii: "?")) ?? origin.endIndex
        let pathBytes = origin[..<mark].prefix { $0 != UInt8(ascii: "#") }
        rawPath = String(decoding: pathBytes, as: UTF8.self)
        if pathBytes.elementsEqual("*".utf8) {
            (path, segments) = ("*", [])
        } else {
            guard pathBytes.first == UInt8(ascii: "/") else {
                throw Self.malformed("The request target does not start with a slash.")
            }
            segments = try Self.segments(pathBytes)
            let trailing = pathBytes.last == UInt8(ascii: "/") && !segments.isEmpty
            path = "/" + segments.joined(separator: "/") + (trailing ? "/" : "")
        }
        query = try Self.items(origin[mark...].dropFirst())
    }

    /// The same for a text, for tests and links of our own.
    package init(_ raw: String) throws(Problem) { try self.init(Array(raw.utf8)) }

    /// The part after the authority of an absolute-form target; an origin-form target unchanged.
    private static func origin(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        for scheme in ["http://", "https://"] where bytes.starts(with: scheme.utf8) {
            let rest = bytes[scheme.utf8.count...]
            guard let slash = rest.firstIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }) else {
                return ArraySlice("/".utf8)
            }
            return rest[slash] == UInt8(ascii: "/") ? rest[slash...] : ArraySlice("/".utf8) + rest[slash...]
        }
        return bytes[...]
    }

    private static func segments(_ path: ArraySlice<UInt8>) throws(Problem) -> [String] {
        var segments: [String] = []
        for part in path.split(separator: UInt8(ascii: "/")) {
            guard let segment = PercentCoding.decode(part, plusIsSpace: false),
                !segment.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "/") })
            else { throw malformed("The path has a bad percent escape, control characters or an escaped slash.") }
            guard segment != "..", segment != "." else { throw malformed("The path has a dot segment.") }
            segments.append(segment)
        }
        return segments
    }

    private static func items(_ query: ArraySlice<UInt8>) throws(Problem) -> [Item] {
        var items: [Item] = []
        for pair in query.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = PercentCoding.decode(pair[..<equals], plusIsSpace: true),
                let value = PercentCoding.decode(pair[equals...].dropFirst(), plusIsSpace: true)
            else { throw malformed("The query has a bad percent escape or is not UTF-8.") }
            items.append(Item(name: name, value: value))
        }
        return items
    }

    private static func malformed(_ detail: String) -> Problem { .malformed("http.target", detail) }
}
