package import Base

/// A value of a customer that comes from one side when two are joined. Tags and addresses come from both.
package enum CustomerField: String, Codable, Sendable, CaseIterable {
    case name, tier, company, language, note, organisation, sharesTickets
}

package struct JoinCustomers: Codable, Hashable, Sendable {
    package var survivor: String
    package var loser: String
    /// The values that come from the loser; nil: what the survivor lacks, and the better tier.
    package var take: [CustomerField]?
    /// Joins two with different ids in the house's own systems, too.
    package var confirmed: Bool?

    package init(survivor: String, loser: String, take: [CustomerField]? = nil, confirmed: Bool? = nil) {
        (self.survivor, self.loser, self.take, self.confirmed) = (survivor, loser, take, confirmed)
    }
}

/// What joining two would do (row 101).
package struct MergePreview: Codable, Hashable, Sendable {
    package struct Line: Codable, Hashable, Sendable {
        package var field: CustomerField
        package var survivor: JSON
        package var loser: JSON
        /// Whether the loser's is taken.
        package var taken: Bool

        package init(field: CustomerField, survivor: JSON, loser: JSON, taken: Bool) {
            (self.field, self.survivor, self.loser, self.taken) = (field, survivor, loser, taken)
        }
    }

    package var survivor: Customer
    package var loser: Customer
    package var fields: [Line]
    package var result: Customer
    /// Strong addresses of one kind that both have: are they really one person?
    package var strong: [Identity]

    package init(survivor: Customer, loser: Customer, fields: [Line], result: Customer, strong: [Identity]) {
        (self.survivor, self.loser, self.fields) = (survivor, loser, fields)
        (self.result, self.strong) = (result, strong)
    }
}

/// A joining of two records, and whether it still holds.
package struct CustomerMerge: Codable, Hashable, Sendable {
    package var id: String
    package var survivor: String
    package var loser: String
    /// What the loser was called.
    package var name: String
    package var taken: [CustomerField]
    package var at: Instant
    package var by: Actor?
    package var undoUntil: Instant
    package var undoneAt: Instant?
    package var undoneBy: Actor?

    package init(
        id: String, survivor: String, loser: String, name: String, taken: [CustomerField], at: Instant,
        by: Actor? = nil, undoUntil: Instant, undoneAt: Instant? = nil, undoneBy: Actor? = nil
    ) {
        (self.id, self.survivor, self.loser, self.name) = (id, survivor, loser, name)
        (self.taken, self.at, self.by, self.undoUntil) = (taken, at, by, undoUntil)
        (self.undoneAt, self.undoneBy) = (undoneAt, undoneBy)
    }
}

/// What taking a joining back led to: two customers again.
package struct Separation: Codable, Hashable, Sendable {
    package var merge: CustomerMerge
    package var customer: Customer
    package var from: Customer

    package init(merge: CustomerMerge, customer: Customer, from: Customer) {
        (self.merge, self.customer, self.from) = (merge, customer, from)
    }
}

package struct ListMerges: Codable, Hashable, Sendable {
    package var customer: String
    package var limit: Int?
    package var after: String?

    package init(customer: String, limit: Int? = nil, after: String? = nil) {
        (self.customer, self.limit, self.after) = (customer, limit, after)
    }
}

/// Two customers who may be one: an address came with one of them that is the other's.
package struct Duplicate: Codable, Hashable, Sendable {
    package var id: String
    package var first: Customer
    package var second: Customer
    package var kind: Identity.Kind
    package var at: Instant

    package init(id: String, first: Customer, second: Customer, kind: Identity.Kind, at: Instant) {
        (self.id, self.first, self.second, self.kind, self.at) = (id, first, second, kind, at)
    }
}
