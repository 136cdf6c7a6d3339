/// What happened to a customer.
package struct CustomerEvent: Codable, Hashable, Sendable {
    package var customer: Customer
    package var changes: [Change] = []
    /// The record that became an alias, for `joined`.
    package var loser: String?
    /// What joined them, for `joined` and `separated`.
    package var merge: String?
    /// Whom the customer stood under until now, for `separated`.
    package var from: String?
    /// The tickets that are the customer's again, for `separated`: at most 200, further ones in further events.
    package var tickets: [String]?
    /// The other system that said so: whoever it is need not hear it back (row 112).
    package var source: String?

    package init(
        customer: Customer, changes: [Change] = [], loser: String? = nil, merge: String? = nil, from: String? = nil,
        tickets: [String]? = nil, source: String? = nil
    ) {
        (self.customer, self.changes, self.loser) = (customer, changes, loser)
        (self.merge, self.from, self.tickets, self.source) = (merge, from, tickets, source)
    }
}
