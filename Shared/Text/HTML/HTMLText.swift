/// The words of an HTML text as people would read them.
package enum HTMLText {
    /// Blocks become lines, list items get a mark, quotations `> `, links keep their address as `text (address)`.
    /// Scripts, styles and the head are left out. Never fails; takes any length, reads 16 MiB.
    package static func plainText(_ html: String) -> String {
        var writer = PlainTextWriter()
        guard HTMLDocument.walk(html, { writer.take($0) }) else { return tidied(TagStripper.strip(html)) }
        return tidied(writer.finish())
    }

    /// Without blanks at line ends and with at most one empty line in a row.
    private static func tidied(_ text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = line
            while line.last == " " || line.last == "\t" { line.removeLast() }
            if line.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}

/// Builds plain text from events.
private struct PlainTextWriter {
    private static let skipped: Set<String> = [
        "script", "style", "head", "title", "noscript", "template", "iframe", "object", "svg", "math", "select",
        "textarea",
    ]
    private static let paragraphs: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "table", "pre", "figure", "hr",
    ]
    private static let blocks: Set<String> = [
        "div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "main", "nav", "aside", "address",
        "form",
        "fieldset", "figcaption", "caption", "center", "body", "html", "tbody", "thead", "tfoot",
    ]

    private var out = ""
    private var line = ""
    private var hasPendingSpace = false
    /// Quote depth of the empty line that stands before the next words.
    private var blankDepth: Int?
    private var skipping = 0
    private var preformatted = 0
    private var quotes = 0
    private var lists: [Int?] = []
    private var links: [(address: String, start: Int)] = []

    mutating func take(_ event: HTMLEvent) {
        switch event {
        case .start(let name, let attributes): start(name, attributes)
        case .end(let name): end(name)
        case .text(let text): if skipping == 0 { write(text) }
        }
    }

    mutating func finish() -> String {
        breakLine()
        return out
    }

    private mutating func start(_ name: String, _ attributes: [(name: String, value: String)]) {
        if Self.skipped.contains(name) { skipping += 1 }
        guard skipping == 0 else { return }
        if Self.paragraphs.contains(name) { breakLine(blank: true) } else if Self.blocks.contains(name) { breakLine() }
        switch name {
        case "br": breakLine(always: true)
        case "pre": preformatted += 1
        case "blockquote": quotes += 1
        case "ul": lists.append(nil)
        case "ol": lists.append(0)
        case "li":
            if let last = lists.indices.last, let number = lists[last] {
                lists[last] = number + 1
                line = "\(number + 1). "
            } else {
                line = "- "
            }
        case "td", "th": if !line.isEmpty { line += "\t" }
        case "a": links.append((attributes.first { $0.name == "href" }?.value ?? "", line.count))
        case "img":
            let alternative = attributes.first { $0.name == "alt" }?.value ?? ""
            if !alternative.isEmpty { write("[\(alternative)]") }
        default: break
        }
    }

    private mutating func end(_ name: String) {
        if Self.skipped.contains(name) {
            skipping = max(0, skipping - 1)
            return
        }
        guard skipping == 0 else { return }
        if name == "a", let link = links.popLast() { close(link) }
        if Self.paragraphs.contains(name) {
            breakLine(blank: true)
        } else if Self.blocks.contains(name) {
            breakLine()
        }
        switch name {
        case "pre": preformatted = max(0, preformatted - 1)
        case "blockquote": quotes = max(0, quotes - 1)
        case "ul", "ol": _ = lists.popLast()
        default: break
        }
    }

    private mutating func close(_ link: (address: String, start: Int)) {
        let address = String(link.address.prefix(2_000))
        guard address.hasPrefix("http://") || address.hasPrefix("https://") || address.hasPrefix("mailto:") else {
            return
        }
        let text = String(line.dropFirst(min(link.start, line.count)))
        let bare = address.hasPrefix("mailto:") ? String(address.dropFirst(7)) : address
        let isShown =
            [bare, bare + "/"].contains { text.contains($0) } || (!text.isEmpty && bare.hasSuffix("//" + text))
        if !isShown { line += (text.allSatisfy(\.isWhitespace) ? "" : " ") + "(\(bare))" }
    }

    private mutating func write(_ text: String) {
        if preformatted > 0 {
            for (index, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { breakLine(always: true) }
                line += part
            }
            return
        }
        for character in text.unicodeScalars {
            switch character {
            case " ", "\n", "\t", "\r", "\u{0C}", "\u{A0}", "\u{3000}": hasPendingSpace = !line.isEmpty
            case "\u{200B}", "\u{FEFF}", "\u{AD}": break
            default:
                if hasPendingSpace, !line.isEmpty, line.last != "\t" { line += " " }
                hasPendingSpace = false
                line.unicodeScalars.append(character)
            }
        }
    }

    private static func mark(_ depth: Int) -> String { String(repeating: "> ", count: min(depth, 10)) }

    private mutating func breakLine(blank: Bool = false, always: Bool = false) {
        hasPendingSpace = false
        if !line.isEmpty || always {
            if let depth = blankDepth, !out.isEmpty { out += Self.mark(min(depth, quotes)) + "\n" }
            blankDepth = nil
            out += Self.mark(quotes) + line + "\n"
            line = ""
        }
        if blank { blankDepth = min(blankDepth ?? quotes, quotes) }
        for index in links.indices { links[index].start = 0 }
    }
}
