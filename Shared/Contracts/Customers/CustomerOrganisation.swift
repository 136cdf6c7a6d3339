package import Base

/// A company or household with several contacts (row 98).
package struct CustomerOrganisation: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    /// Whoever has a mail address at one of these belongs to it.
    package var domains: [String]
    package var note: String?
    package var createdAt: Instant?
    package var version: Int

    package init(
        id: String, name: String, domains: [String] = [], note: String? = nil, createdAt: Instant? = nil,
        version: Int = 0
    ) {
        (self.id, self.name, self.domains, self.note) = (id, name, domains, note)
        (self.createdAt, self.version) = (createdAt, version)
    }
}

package struct ListMembers: Codable, Hashable, Sendable {
    package var organisation: String
    package var limit: Int?
    package var after: String?

    package init(organisation: String, limit: Int? = nil, after: String? = nil) {
        (self.organisation, self.limit, self.after) = (organisation, limit, after)
    }
}

/// The customers whose tickets a contact may see: always itself.
package struct TicketSharing: Codable, Hashable, Sendable {
    package var customers: [String]

    package init(customers: [String]) {
        self.customers = customers
    }
}
