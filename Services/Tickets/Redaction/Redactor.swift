internal import Base
package import Contracts

/// Puts ▇ in the place of a text, as long as it was, wherever it stands.
package struct Redactor: Sendable {
    private let secret: String?
    private let files: Set<String>
    /// Places found so far.
    package private(set) var places = 0

    package init(secret: String?, files: Set<String> = []) { (self.secret, self.files) = (secret, files) }

    /// The text without it.
    package mutating func redacted(_ text: String) -> String {
        guard let secret, !secret.isEmpty, text.contains(secret) else { return text }
        let pieces = text.split(separator: secret, omittingEmptySubsequences: false)
        places += pieces.count - 1
        return pieces.joined(separator: String(repeating: "▇", count: secret.count))
    }

    /// Members that hold people's words; ids, names of states and times are none.
    private static let words: Set<String> = [
        "subject", "text", "html", "name", "comment", "detail", "before", "after", "tags", "fields",
    ]

    /// Every text of people in it without it, and none of the files.
    mutating func redacted(_ value: JSON, isWords: Bool = false) -> JSON {
        switch value {
        case .string(let text): return isWords ? .string(redacted(text)) : value
        case .array(let items): return .array(items.filter { !isFile($0) }.map { redacted($0, isWords: isWords) })
        case .object(let members):
            var kept: [String: JSON] = [:]
            for (name, member) in members {
                kept[name] = redacted(member, isWords: isWords || Redactor.words.contains(name))
            }
            return .object(kept)
        case .null, .bool, .int, .double: return value
        }
    }

    private func isFile(_ value: JSON) -> Bool {
        guard let id = value["id"]?.string, value["size"] != nil, value["name"] != nil else { return false }
        return files.contains(id)
    }

    /// A message without it; its raw source is only kept when it said nothing of it.
    package mutating func redacted(_ message: Message) -> Message {
        var clean = message
        clean.text = redacted(message.text)
        clean.html = message.html.map { redacted($0) }
        clean.author.name = redacted(message.author.name)
        clean.attachments = message.attachments.filter { !files.contains($0.id) }.map { file in
            var file = file
            file.name = redacted(file.name)
            return file
        }
        if clean != message { clean.raw = nil }
        return clean
    }
}
