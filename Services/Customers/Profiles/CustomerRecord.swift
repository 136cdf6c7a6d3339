internal import Base
internal import Contracts
internal import Store

/// A row of `customers`: what it shows, and what was written to it itself.
struct CustomerRecord: Hashable, Sendable {
    let id: String
    var profile: Profile
    var own: OwnValues
    let createdAt: Instant
    var updatedAt: Instant
    var lastContactAt: Instant?
    /// The record it was joined into.
    var survivor: String?
    var isVisitor = false
    var version: Int

    /// A new record that shows what was just written to it.
    init(_ customer: Customer) {
        (id, version, createdAt, updatedAt) = (customer.id, customer.version, customer.createdAt, customer.updatedAt)
        lastContactAt = customer.lastContactAt
        profile = Profile(customer)
        own = OwnValues(profile, at: customer.version)
    }

    init(_ row: Row) throws {
        id = try row.string("id")
        version = try row.int("version")
        createdAt = try row.instant("created_at")
        updatedAt = try row.instant("updated_at")
        lastContactAt = try row.optionalInstant("last_contact_at")
        survivor = try row.optionalString("survivor")
        isVisitor = try row.bool("visitor")
        profile = Profile(
            name: try row.string("name"), tier: Tier(rawValue: try row.string("tier")) ?? .standard,
            company: try row.optionalString("company"), language: try row.optionalString("language"),
            note: try row.optionalString("note"), organisation: try row.optionalString("organisation"),
            sharesTickets: try row.optionalBool("shares"), tags: try row.decode([String].self, "tags"))
        own = try row.optionalDecode(OwnValues.self, "own") ?? OwnValues(profile, at: version)
    }

    /// The customer without addresses and numbers.
    var customer: Customer {
        var customer = Customer(
            id: id, name: profile.name, tier: profile.tier, tags: profile.tags, company: profile.company,
            language: profile.language, note: profile.note, createdAt: createdAt, updatedAt: updatedAt,
            lastContactAt: lastContactAt, version: version)
        (customer.organisation, customer.sharesTickets) = (profile.organisation, profile.sharesTickets)
        if isVisitor { customer.visitor = true }
        return customer
    }

    /// Writes what somebody changed; the next version begins.
    mutating func write(_ changes: [Change], now: Instant) {
        version += 1
        updatedAt = now
        for change in changes {
            if let field = CustomerField(rawValue: change.field) {
                own.write(change.after, to: field, at: version)
                profile[field] = change.after
            } else if change.field == "tags" {
                let tags = (change.after.array ?? []).compactMap(\.string)
                own.write(tags: tags, before: profile.tags, at: version)
                profile.tags = tags
            }
        }
    }
}

extension Profile {
    init(_ customer: Customer) {
        self.init(
            name: customer.name, tier: customer.tier, company: customer.company, language: customer.language,
            note: customer.note, organisation: customer.organisation, sharesTickets: customer.sharesTickets,
            tags: customer.tags)
    }
}
