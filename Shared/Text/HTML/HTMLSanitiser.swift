/// Foreign HTML made safe to show inside our pages: an allow-list of elements and attributes, written anew.
package enum HTMLSanitiser {
    /// Cleaned HTML and what was held back.
    package struct Result: Hashable, Sendable {
        package var html: String
        /// Images from other servers: they carry `data-src` instead of `src` and load only when the agent asks.
        package var blockedImages: Int
        /// Inline images the HTML asks for, without `cid:`.
        package var contentIDs: [String]
    }

    /// The cleaned HTML: no scripts, styles, forms, frames, event handlers or `javascript:`; remote images blocked.
    package static func clean(_ html: String) -> String { inspect(html).html }

    /// As `clean`, with what was held back. Never fails; reads 16 MiB. HTML nested beyond the parser's patience
    /// comes back as its words in one `<pre>`.
    package static func inspect(_ html: String) -> Result {
        var writer = SafeWriter()
        guard HTMLDocument.walk(html, { writer.take($0) }) else {
            let words = "<pre>" + SafeWriter.escaped(TagStripper.strip(html)) + "</pre>"
            return Result(html: words, blockedImages: 0, contentIDs: [])
        }
        return writer.result
    }
}

/// Writes allowed elements and escaped text.
private struct SafeWriter {
    private static let allowed: Set<String> = [
        "p", "br", "div", "span", "a", "b", "i", "u", "s", "strong", "em", "small", "big", "sub", "sup", "h1", "h2",
        "h3", "h4",
        "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "table", "thead", "tbody", "tfoot",
        "tr",
        "td", "th", "caption", "hr", "img", "font", "center", "del", "ins", "q", "abbr", "address", "figure",
        "figcaption",
    ]
    /// Left out with everything inside them.
    private static let dropped: Set<String> = [
        "script", "style", "head", "title", "noscript", "template", "iframe", "frameset", "object", "embed", "applet",
        "svg",
        "math", "select", "textarea", "button", "video", "audio", "canvas", "xml", "noembed", "noframes", "datalist",
    ]
    private static let void: Set<String> = ["br", "hr", "img"]

    private var out = ""
    private var blocked = 0
    private var contentIDs: [String] = []
    private var dropping = 0

    var result: HTMLSanitiser.Result { .init(html: out, blockedImages: blocked, contentIDs: contentIDs) }

    mutating func take(_ event: HTMLEvent) {
        switch event {
        case .start(let name, let attributes):
            if Self.dropped.contains(name) { dropping += 1 }
            guard dropping == 0, Self.allowed.contains(name) else { return }
            out += "<\(name)"
            for (name, value) in safe(attributes, of: name) { out += " \(name)=\"\(Self.escaped(value))\"" }
            out += ">"
        case .end(let name):
            if Self.dropped.contains(name) {
                dropping = max(0, dropping - 1)
            } else if dropping == 0, Self.allowed.contains(name), !Self.void.contains(name) {
                out += "</\(name)>"
            }
        case .text(let text):
            if dropping == 0 { out += Self.escaped(text) }
        }
    }

    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            case UInt8(ascii: "`"): bytes += "&#96;".utf8
            case 0..<9, 11, 12, 14..<32: break
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func safe(
        _ attributes: [(name: String, value: String)], of element: String
    ) -> [(String, String)] {
        var kept: [(String, String)] = []
        for (name, value) in attributes where !kept.contains(where: { $0.0 == name }) && value.utf8.count <= 1_000_000 {
            switch (element, name) {
            case (_, "title"), (_, "lang"), ("img", "alt"): kept.append((name, String(value.prefix(500))))
            case (_, "dir"): if ["ltr", "rtl", "auto"].contains(value.lowercased()) { kept.append((name, value)) }
            case (_, "align"), (_, "valign"):
                if value.utf8.count <= 10, value.utf8.allSatisfy(Self.isLetter) { kept.append((name, value)) }
            case (_, "width"), (_, "height"), (_, "border"), (_, "cellpadding"), (_, "cellspacing"), (_, "colspan"),
                (_, "rowspan"), ("ol", "start"), ("font", "size"):
                if Self.isSize(value) { kept.append((name, value)) }
            case ("font", "color"), (_, "bgcolor"):
                if value.utf8.count <= 20, value.utf8.allSatisfy({ Self.isLetter($0) || Self.isDigit($0) || $0 == 35 })
                {
                    kept.append((name, value))
                }
            case ("a", "href"): if let address = Address(value), address.isLink { kept.append((name, address.text)) }
            case ("img", "src"): kept += image(value)
            default: break
            }
        }
        if element == "a", kept.contains(where: { $0.0 == "href" }) {
            kept += [("rel", "noopener noreferrer nofollow"), ("target", "_blank")]
        }
        return kept
    }

    private mutating func image(_ value: String) -> [(String, String)] {
        guard let address = Address(value) else { return [] }
        switch address.scheme {
        case "cid":
            if contentIDs.count < 1_000 { contentIDs.append(String(address.text.dropFirst(4))) }
            return [("src", address.text)]
        case "http", "https":
            blocked += 1
            return [("data-src", address.text)]
        case "data":
            let isPicture = ["png", "jpeg", "jpg", "gif", "webp"].contains {
                address.text.lowercased().hasPrefix("data:image/\($0);base64,")
            }
            return isPicture ? [("src", address.text)] : []
        default: return []
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) >= 97 && (byte | 32) <= 122 }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private static func isSize(_ value: String) -> Bool {
        let digits = value.hasSuffix("%") ? value.dropLast() : value[...]
        return !digits.isEmpty && digits.utf8.count <= 4 && digits.utf8.allSatisfy(Self.isDigit)
    }

    /// An address as browsers read it: they skip white space and control characters before and inside the scheme.
    private struct Address {
        let text: String
        let scheme: String
        var isLink: Bool { ["http", "https", "mailto", "tel"].contains(scheme) }

        init?(_ value: String) {
            let clean = String(
                String.UnicodeScalarView(value.unicodeScalars.filter { $0.value > 32 && $0.value != 127 }))
            guard let colon = clean.firstIndex(of: ":") else { return nil }
            let name = clean[..<colon].lowercased()
            guard !name.isEmpty, name.utf8.allSatisfy({ SafeWriter.isLetter($0) || SafeWriter.isDigit($0) }) else {
                return nil
            }
            (text, scheme) = (clean, name)
        }
    }
}
