package import Base

/// Which system decides what a field of customers says (row 112). What is not named, everybody writes.
package struct FieldSources: Codable, Hashable, Sendable {
    package struct Entry: Codable, Hashable, Sendable {
        package var field: CustomerField
        package var source: String

        package init(field: CustomerField, source: String) {
            (self.field, self.source) = (field, source)
        }
    }

    package var fields: [Entry]
    package var version: Int

    package init(fields: [Entry] = [], version: Int = 1) {
        (self.fields, self.version) = (fields, version)
    }
}

/// What another system says of a customer.
package struct SyncCustomer: Codable, Hashable, Sendable {
    /// A customer's id, or an address: `email:ada@example.org`.
    package var customer: String
    /// The system that says so.
    package var source: String
    package var name: String?
    package var tier: Tier?
    package var company: String?
    package var language: String?
    package var note: String?
    package var addTags: [String]?
    package var removeTags: [String]?

    package init(
        customer: String, source: String, name: String? = nil, tier: Tier? = nil, company: String? = nil,
        language: String? = nil, note: String? = nil, addTags: [String]? = nil, removeTags: [String]? = nil
    ) {
        (self.customer, self.source, self.name, self.tier) = (customer, source, name, tier)
        (self.company, self.language, self.note) = (company, language, note)
        (self.addTags, self.removeTags) = (addTags, removeTags)
    }
}

/// What became of it: fields that say now what was sent, and those that another system decides.
package struct Synced: Codable, Hashable, Sendable {
    package var customer: Customer
    package var changed: [CustomerField]
    package var refused: [CustomerField]

    package init(customer: Customer, changed: [CustomerField], refused: [CustomerField]) {
        (self.customer, self.changed, self.refused) = (customer, changed, refused)
    }
}

/// Two systems say different things of a field. One stays open for each customer, field and system.
package struct SyncConflict: Codable, Hashable, Sendable {
    package var id: String
    package var customer: String
    package var name: String
    package var field: CustomerField
    package var ours: JSON
    package var theirs: JSON
    package var source: String
    /// The system that decides the field.
    package var owner: String
    package var at: Instant

    package init(
        id: String, customer: String, name: String, field: CustomerField, ours: JSON, theirs: JSON, source: String,
        owner: String, at: Instant
    ) {
        (self.id, self.customer, self.name, self.field) = (id, customer, name, field)
        (self.ours, self.theirs, self.source, self.owner, self.at) = (ours, theirs, source, owner, at)
    }
}

package struct ResolveConflict: Codable, Hashable, Sendable {
    package enum Choice: String, Codable, Sendable, CaseIterable { case ours, theirs }

    package var id: String
    package var take: Choice

    package init(id: String, take: Choice) {
        (self.id, self.take) = (id, take)
    }
}

package struct ListChanges: Codable, Hashable, Sendable {
    /// The cursor of the last answer; nil: from the beginning.
    package var after: String?
    package var limit: Int?

    package init(after: String? = nil, limit: Int? = nil) {
        (self.after, self.limit) = (after, limit)
    }
}

/// What happened to customers since a cursor. `after` is there also at the end: ask with it later.
package struct CustomerChanges: Codable, Hashable, Sendable {
    package struct Entry: Codable, Hashable, Sendable {
        package var id: String
        /// `moat.customers.changed` and the like.
        package var type: String
        package var customer: String
        package var at: Instant
        package var by: Actor?
        /// The data of the event.
        package var data: JSON

        package init(id: String, type: String, customer: String, at: Instant, by: Actor? = nil, data: JSON) {
            (self.id, self.type, self.customer, self.at) = (id, type, customer, at)
            (self.by, self.data) = (by, data)
        }
    }

    package var items: [Entry]
    package var after: String
    package var more: Bool

    package init(items: [Entry], after: String, more: Bool) {
        (self.items, self.after, self.more) = (items, after, more)
    }
}

extension CustomersAPI {
    package static let fieldSources = Call<Empty, FieldSources>(
        "customers.sync.sources", allow: .staff, "Which system decides which field.")
    package static let saveFieldSources = Call<FieldSources, FieldSources>(
        "customers.sync.sources.save", allow: .admins, "Change which system decides which field.",
        problems: [
            "sources.invalid": "A field stands there twice, or a system has no name.",
            "sources.stale": "Somebody changed it since.",
        ])
    package static let sync = Call<SyncCustomer, Synced>(
        "customers.sync", allow: [.agents, .services],
        "What another system says of a customer; where a third decides, it is a conflict.",
        problems: noCustomer.merging(profileProblems) { $1 }.merging([
            "sync.source": "Say which system, in 1 to 60 characters."
        ]) { $1 })
    package static let conflicts = Call<PageRequest, Page<SyncConflict>>(
        "customers.sync.conflicts", allow: .staff, "Where two systems say different things, newest first.")
    package static let resolveConflict = Call<ResolveConflict, Customer>(
        "customers.sync.conflicts.resolve", allow: [.agents], "Say which of the two holds.",
        problems: profileProblems.merging(["conflict.not_found": "There is no such conflict."]) { $1 })
    package static let changes = Call<ListChanges, CustomerChanges>(
        "customers.changes", allow: [.supervisors, .services], "What happened to customers since a cursor, in order.",
        problems: ["page.cursor": "The cursor is not one of ours."])
}
