internal import Base
internal import Contracts

/// What may be changed on a customer, and what a change is.
extension Customer {
    static let nameMaximum = 200
    static let tagsMaximum = 50
    static let noteMaximum = 10_000

    /// The customer after an update and the list of what changed; throws 412 when the version is not current, 422 for
    /// values that are too long.
    func applying(_ update: UpdateCustomer) throws -> (customer: Customer, changes: [Change]) {
        if let expected = update.version, expected != version {
            throw Problem.stale("customer", expected: expected, actual: version)
        }
        var after = self
        if let name = update.name { after.name = try Customer.checked(name: name) }
        if let tier = update.tier { after.tier = tier }
        if let company = update.company { after.company = company.isEmpty ? nil : company }
        if let language = update.language { after.language = language.isEmpty ? nil : language }
        if let note = update.note {
            guard note.count <= Customer.noteMaximum else {
                throw Problem.invalid("customer.note", "A note has at most 10,000 characters.")
            }
            after.note = note.isEmpty ? nil : note
        }
        var tags = update.tags ?? self.tags
        tags += update.addTags ?? []
        if let removed = update.removeTags { tags.removeAll(where: removed.contains) }
        after.tags = try Customer.checked(tags: tags)
        return (after, Customer.changes(from: self, to: after))
    }

    /// A trimmed name of 1 to 200 characters.
    static func checked(name: String) throws -> String {
        let name = name.trimmingWhitespace()
        guard (1...nameMaximum).contains(name.count) else {
            throw Problem.invalid(
                "customer.name", "A name has 1 to 200 characters.",
                errors: [.init(pointer: "#/name", code: "length", detail: "1 to 200 characters.")])
        }
        return name
    }

    /// Trimmed, without doubles, in order.
    static func checked(tags: [String]) throws -> [String] {
        var seen: Set<String> = []
        let clean = tags.map { $0.trimmingWhitespace() }.filter { !$0.isEmpty && seen.insert($0).inserted }
        guard clean.count <= tagsMaximum, clean.allSatisfy({ $0.count <= 60 }) else {
            throw Problem.invalid("customer.tags", "A customer has at most 50 tags of 60 characters.")
        }
        return clean
    }

    private static func changes(from before: Customer, to after: Customer) -> [Change] {
        func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
        let fields: [(String, JSON, JSON)] = [
            ("name", .string(before.name), .string(after.name)),
            ("tier", .string(before.tier.rawValue), .string(after.tier.rawValue)),
            ("company", text(before.company), text(after.company)),
            ("language", text(before.language), text(after.language)),
            ("note", text(before.note), text(after.note)),
            ("tags", .array(before.tags.map(JSON.string)), .array(after.tags.map(JSON.string))),
        ]
        return fields.filter { $0.1 != $0.2 }.map { Change(field: $0.0, before: $0.1, after: $0.2) }
    }

    /// What a search finds the customer by: folded words of name, company and addresses; every tail of a run of
    /// Chinese.
    var searchWords: Set<String> {
        var words: Set<String> = []
        let texts = [name, company ?? ""] + identities.map(\.value) + tags
        for text in texts {
            for word in SearchWords.of(text) {
                words.insert(String(word.prefix(64)))
                guard word.unicodeScalars.first.map({ $0.value >= 0x2E80 }) == true else { continue }
                for start in word.indices.dropFirst() { words.insert(String(word[start...].prefix(64))) }
            }
        }
        return words
    }
}

/// Splits text into folded words for a prefix index.
enum SearchWords {
    static func of(_ text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }
}
