package import Base

/// Takes a person out of what was written down: what they wrote, what they are called, where they are reached. Who
/// wrote what and when stays, by ids, so that numbers stay what they were.
package struct Forgetter: Sendable {
    static let bar = "▇▇▇"
    static let nobody = "—"

    /// All ids the person had.
    let ids: Set<String>
    /// Their tickets: other tickets name these by their subjects.
    let tickets: Set<String>
    /// Names and addresses, longest first.
    private(set) var secrets: [String] = []
    /// Files that came with what the person wrote, and raw sources of it.
    private(set) var files: Set<String> = []

    package init(ids: some Sequence<String>, tickets: some Sequence<String> = []) {
        (self.ids, self.tickets) = (Set(ids), Set(tickets))
    }

    /// Notes what the person is called in a document: wherever one of the ids has a name or an address.
    package mutating func learn(from document: JSON) {
        switch document {
        case .object(let members):
            if let id = members["id"]?.string, ids.contains(id) {
                for name in ["name", "address"] { learn(members[name]?.string ?? "") }
            }
            for member in members.values { learn(from: member) }
        case .array(let items): for item in items { learn(from: item) }
        default: break
        }
    }

    /// A name and its words: others write to somebody by a part of their name. Two Chinese characters are a name, two
    /// Latin letters are none.
    private mutating func learn(_ name: String) {
        let words = name.contains("@") ? [] : name.split { $0.isWhitespace || ",，·".contains($0) }.map(String.init)
        for text in [name] + words where text != Forgetter.nobody && !secrets.contains(text) {
            let isChinese = text.unicodeScalars.contains { $0.value >= 0x2E80 }
            if text.count >= (isChinese ? 2 : 3) { secrets.append(text) }
        }
        secrets.sort { ($1.count, $0) < ($0.count, $1) }
    }

    /// Members in which people write; ids, names of states and times are none.
    private static let words: Set<String> = [
        "subject", "text", "html", "name", "address", "comment", "detail", "before", "after", "tags", "fields", "note",
        "lastMessage",
    ]

    /// A document without the person.
    package mutating func forgotten(_ document: JSON) -> JSON { forgotten(document, isWords: false) }

    private mutating func forgotten(_ value: JSON, isWords: Bool) -> JSON {
        switch value {
        case .string(let text): return isWords ? .string(redacted(text)) : value
        case .array(let items):
            var kept: [JSON] = []
            for item in items { kept.append(forgotten(item, isWords: isWords)) }
            return .array(kept)
        case .object(var members):
            blank(&members)
            for (name, member) in members {
                members[name] = forgotten(member, isWords: isWords || Forgetter.words.contains(name))
            }
            return .object(members)
        case .null, .bool, .int, .double: return value
        }
    }

    /// What is the person's own: their name, their messages, the subject and the rating of their ticket.
    private mutating func blank(_ members: inout [String: JSON]) {
        if let id = members["id"]?.string, ids.contains(id), members["name"] != nil {
            members["name"] = .string(Forgetter.nobody)
            members["address"] = nil
        }
        if isTheirs(members["author"]), members["text"] != nil {
            members["text"] = .string(Forgetter.bar)
            for name in ["html", "raw", "externalID"] {
                if name == "raw", let raw = members[name]?.string { files.insert(raw) }
                members[name] = nil
            }
            for file in members["attachments"]?.array ?? [] {
                if let id = file["id"]?.string { files.insert(id) }
            }
            if members["attachments"] != nil { members["attachments"] = [] }
        }
        let isTheirTicket = isTheirs(members["requester"]) || members["id"]?.string.map(tickets.contains) ?? false
        if isTheirTicket, members["subject"] != nil { members["subject"] = .string(Forgetter.bar) }
        let isRating = members["score"] != nil || members["value"] != nil && members["scale"] != nil
        if isRating || members["answers"] != nil { blankAnswers(&members) }
        if let field = members["field"]?.string, ["subject", "comment"].contains(field) {
            for name in ["before", "after"] where members[name]?.string?.isEmpty == false {
                members[name] = .string(Forgetter.bar)
            }
        }
    }

    private func isTheirs(_ who: JSON?) -> Bool { who?["id"]?.string.map(ids.contains) ?? false }

    /// Numbers and choices stay, words go.
    private func blankAnswers(_ members: inout [String: JSON]) {
        if members["comment"]?.string != nil { members["comment"] = .string(Forgetter.bar) }
        if members["token"] != nil, members["subject"] != nil { members["subject"] = .string(Forgetter.bar) }
        if let answers = members["answers"]?.array {
            members["answers"] = .array(
                answers.map { answer in
                    guard var parts = answer.object, parts["text"]?.string != nil else { return answer }
                    parts["text"] = .string(Forgetter.bar)
                    return .object(parts)
                })
        }
    }

    private func redacted(_ text: String) -> String {
        secrets.reduce(text) { $0.contains($1) ? $0.replacing($1, with: Forgetter.bar) : $0 }
    }
}
