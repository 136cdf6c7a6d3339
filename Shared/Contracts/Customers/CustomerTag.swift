/// A tag that people give customers (row 103). One that is only used, and never described, is listed too.
package struct CustomerTag: Codable, Hashable, Sendable {
    package var name: String
    /// Tags of one group stand together.
    package var group: String?
    package var colour: String?
    /// Who looks after it.
    package var owner: String?
    package var note: String?
    /// Customers who have it.
    package var uses: Int?
    /// 0: nobody has described it.
    package var version: Int

    package init(
        name: String, group: String? = nil, colour: String? = nil, owner: String? = nil, note: String? = nil,
        uses: Int? = nil, version: Int = 0
    ) {
        (self.name, self.group, self.colour) = (name, group, colour)
        (self.owner, self.note, self.uses, self.version) = (owner, note, uses, version)
    }
}

package struct ListCustomerTags: Codable, Hashable, Sendable {
    /// Only those that nobody has: what may go.
    package var unused: Bool?

    package init(unused: Bool? = nil) {
        self.unused = unused
    }
}

package struct ByTagName: Codable, Hashable, Sendable {
    package var name: String

    package init(name: String) {
        self.name = name
    }
}

/// Whether people may give tags that nobody has described.
package struct TagRules: Codable, Hashable, Sendable {
    package var closed: Bool
    package var version: Int

    package init(closed: Bool, version: Int = 1) {
        (self.closed, self.version) = (closed, version)
    }
}

/// Gives a tag another name, or makes one of two when there is a tag of that name.
package struct RenameTag: Codable, Hashable, Sendable {
    package var name: String
    package var to: String

    package init(name: String, to: String) {
        (self.name, self.to) = (name, to)
    }
}

extension CustomersAPI {
    package static let tags = Call<ListCustomerTags, Page<CustomerTag>>(
        "customers.tags", allow: .staff, "The tags of customers, described or only used, and how many have them.")
    package static let saveTag = Call<CustomerTag, CustomerTag>(
        "customers.tags.save", allow: [.supervisors], "Describe a tag.",
        problems: [
            "tag.invalid": "A name has 1 to 60 characters, the other texts 200.",
            "tag.stale": "Somebody changed it since.", "tag.too_many": "A thousand tags are described already.",
        ])
    package static let removeTag = Call<ByTagName, Empty>(
        "customers.tags.remove", allow: [.supervisors], "Forget a tag that nobody has.",
        problems: ["tag.not_found": "Nobody described it.", "tag.in_use": "Customers have it: rename it first."])
    package static let renameTag = Call<RenameTag, CustomerTag>(
        "customers.tags.rename", allow: [.supervisors],
        "Give a tag another name, also one there is already; goes on by itself, and each customer's history tells it.",
        problems: ["tag.invalid": "A name has 1 to 60 characters, and is another one."])
    package static let tagRules = Call<Empty, TagRules>(
        "customers.tags.rules", allow: .staff, "Whether people may give tags that nobody described.")
    package static let saveTagRules = Call<TagRules, TagRules>(
        "customers.tags.rules.save", allow: .admins, "Change whether people may give tags that nobody described.",
        problems: ["tag_rules.stale": "Somebody changed it since."])
}
