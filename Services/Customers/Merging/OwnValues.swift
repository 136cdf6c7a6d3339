internal import Base
internal import Contracts

/// What can be said of a person: the fields of a customer that people and programs write.
struct Profile: Hashable, Sendable {
    var name: String
    var tier: Tier = .standard
    var company: String?
    var language: String?
    var note: String?
    var organisation: String?
    var sharesTickets: Bool?
    var tags: [String] = []

    subscript(field: CustomerField) -> JSON {
        get {
            func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
            return switch field {
            case .name: .string(name)
            case .tier: .string(tier.rawValue)
            case .company: text(company)
            case .language: text(language)
            case .note: text(note)
            case .organisation: text(organisation)
            case .sharesTickets: sharesTickets.map(JSON.bool) ?? .null
            }
        }
        set {
            switch field {
            case .name: name = newValue.string ?? name
            case .tier: tier = newValue.string.flatMap(Tier.init(rawValue:)) ?? tier
            case .company: company = newValue.string
            case .language: language = newValue.string
            case .note: note = newValue.string
            case .organisation: organisation = newValue.string
            case .sharesTickets: sharesTickets = newValue.bool
            }
        }
    }
}

/// What was written to a record itself, each value with the record's version by which it was. A record that others were
/// joined into shows more than that; this is what is left when they are taken out again.
struct OwnValues: Codable, Hashable, Sendable {
    struct Written: Codable, Hashable, Sendable {
        var value: JSON
        var at: Int
    }

    struct Mark: Codable, Hashable, Sendable {
        var tag: String
        var at: Int
        var gone: Bool
    }

    private(set) var values: [String: Written] = [:]
    private(set) var marks: [Mark] = []

    /// Everything of a new record.
    init(_ profile: Profile, at version: Int) {
        for field in CustomerField.allCases { write(profile[field], to: field, at: version) }
        write(tags: profile.tags, before: [], at: version)
    }

    func written(_ field: CustomerField) -> Written? { values[field.rawValue] }

    mutating func write(_ value: JSON, to field: CustomerField, at version: Int) {
        values[field.rawValue] = Written(value: value, at: version)
    }

    /// Notes which tags came and which went.
    mutating func write(tags: [String], before: [String], at version: Int) {
        let came = tags.filter { !before.contains($0) }
        let gone = before.filter { !tags.contains($0) }
        marks.removeAll { came.contains($0.tag) || gone.contains($0.tag) }
        marks += came.map { Mark(tag: $0, at: version, gone: false) }
        marks += gone.map { Mark(tag: $0, at: version, gone: true) }
    }
}
