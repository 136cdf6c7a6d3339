package import Base

/// Forgets one person (row 111). `confirm` must be true: there is no way back.
package struct EraseCustomer: Codable, Hashable, Sendable {
    package var id: String
    package var confirm: Bool

    package init(id: String, confirm: Bool) {
        (self.id, self.confirm) = (id, confirm)
    }
}

/// What was forgotten.
package struct Erasure: Codable, Hashable, Sendable {
    package var customer: String
    /// Records that stood for the person, addresses, events of the journal.
    package var records: Int
    package var identities: Int
    package var events: Int
    package var at: Instant
    /// All ids the person had, for the services that keep copies.
    package var family: [String]?

    package init(customer: String, records: Int, identities: Int, events: Int, at: Instant, family: [String]? = nil) {
        (self.customer, self.records, self.identities) = (customer, records, identities)
        (self.events, self.at, self.family) = (events, at, family)
    }
}

/// Everything this service knows of one person, as a blob of JSON; kept until the next export or the erasure.
package struct PersonExport: Codable, Hashable, Sendable {
    package var customer: String
    package var blob: String
    package var size: Int

    package init(customer: String, blob: String, size: Int) {
        (self.customer, self.blob, self.size) = (customer, blob, size)
    }
}
