/// Text with `{{path}}` placeholders over facts; a path without a value becomes nothing, `{{path|words}}` the words.
package enum Template {
    package static func render(_ text: String, _ facts: JSON) -> String {
        var out = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            out += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstRange(of: "}}") else {
                return out + rest[start.lowerBound...]
            }
            let parts = rest[start.upperBound..<end.lowerBound].split(separator: "|", maxSplits: 1)
            let path = parts.first.map { $0.filter { !$0.isWhitespace } } ?? ""
            let value = facts.value(at: path).flatMap(words)
            out += value ?? (parts.count > 1 ? String(parts[1]) : "")
            rest = rest[end.upperBound...]
        }
        return out + rest
    }

    /// The paths that would become nothing, each once, in their order.
    package static func gaps(_ text: String, _ facts: JSON) -> [String] {
        var found: [String] = []
        for part in text.split(separator: "{{").dropFirst(text.hasPrefix("{{") ? 0 : 1) {
            guard let end = part.firstRange(of: "}}") else { continue }
            let path = part[..<end.lowerBound].filter { !$0.isWhitespace }
            guard !path.isEmpty, !path.contains("|"), facts.value(at: path).flatMap(words) == nil, !found.contains(path)
            else {
                continue
            }
            found.append(path)
        }
        return found
    }

    private static func words(_ value: JSON) -> String? {
        switch value {
        case .null: nil
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): text
        case .array(let items): items.compactMap(words).joined(separator: ", ")
        case .object: nil
        }
    }
}
