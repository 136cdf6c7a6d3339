internal import Base
internal import Contracts

/// A fact as it was told, checked: ready to be written.
struct FactDraft: Sendable {
    /// Whose it is.
    enum Owner: Hashable, Sendable {
        case id(String)
        case address(Identity.Key)
    }

    struct Name: Hashable, Sendable {
        var source: String
        var externalID: String
    }

    static let dataMaximum = 20_000

    let owner: Owner
    let type: String
    let name: Name
    /// Nil: when it was received.
    let occurredAt: Instant?
    let revision: Int
    let amount: Double?
    let data: JSON
    /// The data as text: what is compared and kept.
    let text: String

    init(_ fact: RecordFact, _ types: FactTypes, country: String, now: Instant) throws {
        try self.init(
            customer: fact.customer, type: fact.type, name: Name(source: fact.source, externalID: fact.externalID),
            occurredAt: fact.occurredAt, revision: fact.revision ?? 0, data: fact.data, types, country: country,
            now: now)
    }

    /// A line of a file; throws `fact.invalid` for what is no fact.
    init(line: some Sequence<UInt8>, _ types: FactTypes, country: String, now: Instant) throws {
        guard let members = (try? JSON(parsing: line))?.object else {
            throw Problem.invalid("fact.invalid", "The line is no JSON object.")
        }
        func text(_ name: String) throws -> String {
            guard let text = members[name]?.string else {
                throw Problem.invalid("fact.invalid", "The member \(name) is missing or no text.")
            }
            return text
        }
        let known: Set<String> = ["customer", "type", "source", "externalID", "occurredAt", "revision", "data"]
        if let other = members.keys.first(where: { !known.contains($0) }) {
            throw Problem.invalid("fact.invalid", "There is no member \(other.prefix(40)).")
        }
        var at: Instant?
        if let given = members["occurredAt"], !given.isNull {
            at = given.string.flatMap { Instant($0) }
            if at == nil { throw Problem.invalid("fact.invalid", "occurredAt is no RFC 3339 time.") }
        }
        let revision = members["revision"].map { $0.int } ?? 0
        guard let revision else { throw Problem.invalid("fact.invalid", "The revision is no whole number.") }
        try self.init(
            customer: try text("customer"), type: try text("type"),
            name: Name(source: try text("source"), externalID: try text("externalID")), occurredAt: at,
            revision: Int(revision), data: members["data"] ?? [:], types, country: country, now: now)
    }

    private init(
        customer: String, type: String, name: Name, occurredAt: Instant?, revision: Int, data: JSON,
        _ types: FactTypes, country: String, now: Instant
    ) throws {
        guard let kind = types.kinds[type] else {
            throw Problem.invalid("fact.type", "There is no kind of fact \(type.prefix(40)).")
        }
        guard (1...100).contains(name.source.utf8.count), (1...200).contains(name.externalID.utf8.count), revision >= 0
        else { throw Problem.invalid("fact.invalid", "A source has 1 to 100 bytes, an id 1 to 200.") }
        if let occurredAt, occurredAt > now + .days(1) {
            throw Problem.invalid("fact.future", "It would happen more than a day from now.")
        }
        let wrong = kind.schema.problems(of: data)
        guard wrong.isEmpty else {
            throw Problem.invalid("fact.schema", "The data do not fit the schema of \(type).", errors: wrong)
        }
        text = data.text
        guard text.utf8.count <= FactDraft.dataMaximum else {
            throw Problem.invalid("fact.invalid", "The data have at most 20,000 bytes.")
        }
        owner = try FactDraft.owner(customer, country: country)
        amount = kind.type.amount.flatMap { data[$0]?.double }
        (self.type, self.name, self.occurredAt) = (type, name, occurredAt)
        (self.revision, self.data) = (revision, data)
    }

    /// `kind:value` is an address, anything else an id.
    private static func owner(_ text: String, country: String) throws -> Owner {
        if let colon = text.firstIndex(of: ":"), let kind = Identity.Kind(rawValue: String(text[..<colon])) {
            let value = String(text[text.index(after: colon)...])
            return .address(try Identity(kind: kind, value: value).normalised(country: country).key)
        }
        guard (1...100).contains(text.utf8.count) else {
            throw Problem.notFound("customer", String(text.prefix(100)))
        }
        return .id(text)
    }
}
