package import Base

/// What the customers service answers.
package enum CustomersAPI: ServiceAPI {
    package static let service = "customers"

    package static let identify = Call<IdentifyCustomer, Customer>(
        "customers.identify", allow: .services, "Find the customer of an identity, or make one (row 100).",
        problems: identityProblems)
    package static let get = Call<ByID, Customer>(
        "customers.get", allow: .staff, "Read a customer; an alias finds its survivor.", problems: noCustomer)
    package static let list = Call<ListCustomers, Page<Customer>>(
        "customers.list", allow: .staff, "List and search customers.")
    package static let create = Call<CreateCustomer, Customer>(
        "customers.create", allow: [.agents, .services], "Add a customer by hand.",
        problems: identityProblems.merging(profileProblems) { $1 })
    package static let update = Call<UpdateCustomer, Customer>(
        "customers.update", allow: [.agents, .rules, .services], "Change name, tier, tags, language or note.",
        problems: noCustomer.merging(profileProblems) { $1 })
    package static let timeline = Call<ListTimeline, Page<TimelineEntry>>(
        "customers.timeline", allow: .staff, "What happened with a customer over all channels, newest first.",
        problems: noCustomer)
    package static let card = Call<ByID, CustomerCard>(
        "customers.card", allow: .staff, "One person on one page: who, how valuable, what is open, what happened.",
        problems: noCustomer)
    package static let bringIn = Call<BringInCustomers, BroughtIn>(
        "customers.import", allow: .admins, "Add many customers with their ids and dates; idempotent by id.")

    package static let created = EventType<CustomerEvent>("moat.customers.created")
    package static let changed = EventType<CustomerEvent>("moat.customers.changed")
    package static let joined = EventType<CustomerEvent>("moat.customers.joined")
    /// A record is a customer of its own again: somebody took joining it back.
    package static let separated = EventType<CustomerEvent>("moat.customers.separated")

    static let noCustomer = ["customer.not_found": "There is no such customer."]
    static let profileProblems = [
        "customer.name": "A name has 1 to 200 characters.", "customer.company": "The company's name is too long.",
        "customer.tags": "There are too many tags, or one is too long.", "customer.note": "The note is too long.",
        "customer.language": "The language is no language tag.",
        "customer.tag_unknown": "Tags are closed, and nobody described this one.",
        "customer.organisation": "There is no such organisation.",
        "customer.stale": "Somebody changed it since it was read.",
        "customer.owned": "Another system decides this field.",
    ]
}

package struct Customer: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    /// `standard`, `silver`, `gold` or `vip`.
    package var tier: Tier = .standard
    package var tags: [String] = []
    package var identities: [Identity] = []
    package var company: String?
    package var language: String?
    package var note: String?
    package var createdAt: Instant
    package var updatedAt: Instant
    package var lastContactAt: Instant?
    package var openTickets: Int = 0
    package var ticketCount: Int = 0
    package var lastRating: Int?
    package var version: Int = 1
    /// Nobody knows yet who it is: all it has is the id of a chat window (row 102).
    package var visitor: Bool?
    /// The organisation it belongs to: the one said, or the one that has the domain of its mail address.
    package var organisation: String?
    /// Whether it may see the tickets of the others of its organisation (row 98).
    package var sharesTickets: Bool?

    package init(
        id: String, name: String, tier: Tier = .standard, tags: [String] = [], identities: [Identity] = [],
        company: String? = nil, language: String? = nil, note: String? = nil, createdAt: Instant, updatedAt: Instant,
        lastContactAt: Instant? = nil, openTickets: Int = 0, ticketCount: Int = 0, lastRating: Int? = nil,
        version: Int = 1
    ) {
        (self.id, self.name, self.tier, self.tags) = (id, name, tier, tags)
        (self.identities, self.company, self.language, self.note) = (identities, company, language, note)
        (self.createdAt, self.updatedAt, self.lastContactAt, self.openTickets) = (
            createdAt, updatedAt, lastContactAt, openTickets
        )
        (self.ticketCount, self.lastRating, self.version) = (ticketCount, lastRating, version)
    }
}

/// How much a customer is worth to the house, lowest first.
package enum Tier: String, Codable, Sendable, CaseIterable, Comparable {
    case standard, silver, gold, vip

    package static func < (a: Tier, b: Tier) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}

package struct ListCustomers: Codable, Hashable, Sendable {
    /// Name, address, company or tag.
    package var search: String?
    package var tier: Tier?
    package var tag: String?
    package var limit: Int?
    package var after: String?

    package init(
        search: String? = nil, tier: Tier? = nil, tag: String? = nil, limit: Int? = nil, after: String? = nil
    ) {
        (self.search, self.tier, self.tag, self.limit) = (search, tier, tag, limit)
        self.after = after
    }
}

package struct CreateCustomer: Codable, Hashable, Sendable {
    package var name: String
    package var tier: Tier?
    package var tags: [String]?
    package var identities: [Identity]?
    package var company: String?
    package var language: String?
    package var note: String?

    package init(
        name: String, tier: Tier? = nil, tags: [String]? = nil, identities: [Identity]? = nil,
        company: String? = nil, language: String? = nil, note: String? = nil
    ) {
        (self.name, self.tier, self.tags, self.identities) = (name, tier, tags, identities)
        (self.company, self.language, self.note) = (company, language, note)
    }
}

package struct UpdateCustomer: Codable, Hashable, Sendable {
    package var id: String
    package var name: String?
    package var tier: Tier?
    package var tags: [String]?
    package var addTags: [String]?
    package var removeTags: [String]?
    package var company: String?
    package var language: String?
    package var note: String?
    /// The organisation it belongs to, whatever its mail address says; empty: the mail address decides.
    package var organisation: String?
    package var sharesTickets: Bool?
    package var version: Int?

    package init(
        id: String, name: String? = nil, tier: Tier? = nil, tags: [String]? = nil, addTags: [String]? = nil,
        removeTags: [String]? = nil, company: String? = nil, language: String? = nil, note: String? = nil,
        organisation: String? = nil, sharesTickets: Bool? = nil, version: Int? = nil
    ) {
        (self.id, self.name, self.tier, self.tags) = (id, name, tier, tags)
        (self.addTags, self.removeTags, self.company, self.language) = (addTags, removeTags, company, language)
        (self.note, self.version) = (note, version)
        (self.organisation, self.sharesTickets) = (organisation, sharesTickets)
    }
}

package struct ListTimeline: Codable, Hashable, Sendable {
    package var customer: String
    package var channel: Channel?
    /// `opened`, `received`… or a kind of fact.
    package var kind: String?
    package var limit: Int?
    package var after: String?

    package init(
        customer: String, channel: Channel? = nil, kind: String? = nil, limit: Int? = nil, after: String? = nil
    ) {
        (self.customer, self.channel, self.kind) = (customer, channel, kind)
        (self.limit, self.after) = (limit, after)
    }
}

/// `summary` is at most 140 characters; `ref` is `ticket/<id>` or the like.
package struct TimelineEntry: Codable, Hashable, Sendable {
    package var id: String
    package var customer: String
    /// `opened`, `received`, `replied`, `solved`, `reopened`, `rated`, `created`, `joined`…
    package var kind: String
    package var channel: Channel?
    package var occurredAt: Instant
    package var receivedAt: Instant
    package var source: String
    package var ref: String?
    package var number: Int?
    package var summary: String
    package var actor: String?
    /// It was told more than an hour after it happened (row 96).
    package var late: Bool?

    package init(
        id: String, customer: String, kind: String, channel: Channel? = nil, occurredAt: Instant,
        receivedAt: Instant, source: String, ref: String? = nil, number: Int? = nil, summary: String,
        actor: String? = nil
    ) {
        (self.id, self.customer, self.kind, self.channel) = (id, customer, kind, channel)
        (self.occurredAt, self.receivedAt, self.source, self.ref) = (occurredAt, receivedAt, source, ref)
        (self.number, self.summary, self.actor) = (number, summary, actor)
    }
}

package struct BringInCustomers: Codable, Hashable, Sendable {
    package var customers: [Customer]

    package init(customers: [Customer]) {
        self.customers = customers
    }
}

package struct BroughtIn: Codable, Hashable, Sendable {
    package var added: Int
    package var known: Int

    package init(added: Int, known: Int) {
        (self.added, self.known) = (added, known)
    }
}
