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
        if let company = update.company { after.company = try Customer.checked(company: company) }
        if let language = update.language { after.language = try Customer.checked(language: language) }
        if let note = update.note { after.note = try Customer.checked(note: note) }
        if let organisation = update.organisation {
            after.organisation = organisation.isEmpty ? nil : String(organisation.prefix(100))
        }
        if let shares = update.sharesTickets { after.sharesTickets = shares ? true : nil }
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

    /// What differs, field by field, tags last.
    static func changes(from before: Customer, to after: Customer) -> [Change] {
        let (was, now) = (Profile(before), Profile(after))
        var changes = CustomerField.allCases.filter { was[$0] != now[$0] }
            .map { Change(field: $0.rawValue, before: was[$0], after: now[$0]) }
        if was.tags != now.tags {
            changes.append(
                Change(
                    field: "tags", before: .array(was.tags.map(JSON.string)), after: .array(now.tags.map(JSON.string))))
        }
        return changes
    }

    /// A record that somebody else made, with tidy and bounded fields; throws 422.
    func checked() throws -> Customer {
        var clean = self
        clean.name = try Customer.checked(name: name)
        clean.tags = try Customer.checked(tags: tags)
        clean.company = try Customer.checked(company: company)
        clean.language = try Customer.checked(language: language)
        clean.note = try Customer.checked(note: note)
        clean.identities = try identities.map { try $0.normalised() }
        return clean
    }

    static func checked(company: String?) throws -> String? {
        guard let company = company?.trimmingWhitespace(), !company.isEmpty else { return nil }
        guard company.count <= nameMaximum else {
            throw Problem.invalid("customer.company", "A company has at most 200 characters.")
        }
        return company
    }

    static func checked(language: String?) throws -> String? {
        guard let language, !language.isEmpty else { return nil }
        guard language.utf8.count <= 35 else {
            throw Problem.invalid("customer.language", "A language has at most 35 characters.")
        }
        return language
    }

    static func checked(note: String?) throws -> String? {
        guard let note, !note.isEmpty else { return nil }
        guard note.count <= noteMaximum else {
            throw Problem.invalid("customer.note", "A note has at most 10,000 characters.")
        }
        return note
    }

    /// What a search finds the customer by: words of name, company and addresses; every tail of a run of Chinese; phone
    /// numbers also without their country code, and by their last four digits.
    var searchWords: Set<String> {
        var words: Set<String> = []
        let texts = [name, company ?? ""] + identities.map(\.value) + tags
        for text in texts {
            for word in SearchWords.of(text) {
                words.insert(String(word.prefix(64)))
                guard SearchWords.isIdeographic(word) else { continue }
                for start in word.indices.dropFirst() { words.insert(String(word[start...].prefix(64))) }
            }
        }
        for phone in identities where phone.kind == .phone {
            let digits = phone.value.filter(\.isNumber)
            if digits.hasPrefix("86") { words.insert(String(digits.dropFirst(2))) }
            words.insert(String(digits.suffix(4)))
        }
        return words
    }
}

/// Splits text into lower-case words for a prefix index; Chinese and Latin are words of their own, also without a
/// space between.
enum SearchWords {
    static func of(_ text: String) -> [String] {
        var words: [String] = []
        for piece in text.lowercased().split(whereSeparator: { !($0.isLetter || $0.isNumber) }) {
            var word = ""
            for character in piece {
                if let last = word.last, isIdeographic(last) != isIdeographic(character) {
                    words.append(word)
                    word = ""
                }
                word.append(character)
            }
            words.append(word)
        }
        return words
    }

    /// What somebody typed: a phone number is one word, however it is grouped.
    static func typed(_ text: String) -> [String] {
        let digits = text.filter(\.isNumber)
        let isPhone = digits.count >= 4 && text.allSatisfy { $0.isNumber || " +-().\u{00A0}".contains($0) }
        return isPhone ? [digits] : of(text)
    }

    static func isIdeographic(_ word: String) -> Bool { word.first.map(isIdeographic) ?? false }

    private static func isIdeographic(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false
    }
}
