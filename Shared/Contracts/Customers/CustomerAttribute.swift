package import Base

/// A field of customers that the house made up (row 109).
package struct AttributeField: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable { case text, number, boolean, date, choice }

    /// Lower-case letters, digits and `_`: `customer.attributes.<id>` in conditions, unless it is secret.
    package var id: String
    package var name: String
    package var names: [String: String]?
    package var kind: Kind
    /// What may be chosen.
    package var options: [String]?
    /// Its values are masked; whoever looks at one says why, and that is written down.
    package var secret: Bool?
    package var version: Int

    package init(
        id: String, name: String, names: [String: String]? = nil, kind: Kind, options: [String]? = nil,
        secret: Bool? = nil, version: Int = 0
    ) {
        (self.id, self.name, self.names, self.kind) = (id, name, names, kind)
        (self.options, self.secret, self.version) = (options, secret, version)
    }
}

/// What a customer has in such a field. Of a secret one `masked` stands for the value.
package struct AttributeValue: Codable, Hashable, Sendable {
    package var field: String
    package var value: JSON?
    package var masked: String?
    package var at: Instant
    package var by: Actor?

    package init(field: String, value: JSON?, masked: String? = nil, at: Instant, by: Actor? = nil) {
        (self.field, self.value, self.masked, self.at, self.by) = (field, value, masked, at, by)
    }
}

package struct SaveAttributes: Codable, Hashable, Sendable {
    package var customer: String
    /// By field; null takes a value away.
    package var values: [String: JSON]

    package init(customer: String, values: [String: JSON]) {
        (self.customer, self.values) = (customer, values)
    }
}

package struct RevealAttribute: Codable, Hashable, Sendable {
    package var customer: String
    package var field: String
    /// Why: kept with who and when.
    package var reason: String

    package init(customer: String, field: String, reason: String) {
        (self.customer, self.field, self.reason) = (customer, field, reason)
    }
}

/// Fields of a customer have other values, or somebody looked at a secret one. Secret values are not told.
package struct AttributeEvent: Codable, Hashable, Sendable {
    package var customer: String
    package var fields: [String]
    package var reason: String?

    package init(customer: String, fields: [String], reason: String? = nil) {
        (self.customer, self.fields, self.reason) = (customer, fields, reason)
    }
}

extension CustomersAPI {
    package static let attributeFields = Call<Empty, Page<AttributeField>>(
        "customers.attributes.fields", allow: .staff, "The fields that the house made up.")
    package static let saveAttributeField = Call<AttributeField, AttributeField>(
        "customers.attributes.fields.save", allow: .admins, "Add or change a field of customers.",
        problems: [
            "attribute.invalid": "The id, the name or the options are wrong.",
            "attribute.stale": "Somebody changed it since.",
            "attribute.too_many": "There are a hundred fields already.",
            "attribute.in_use": "A tag or a segment asks for it as it was.",
        ])
    package static let removeAttributeField = Call<ByID, Empty>(
        "customers.attributes.fields.remove", allow: .admins, "Remove a field in which nobody has a value.",
        problems: noAttribute.merging([
            "attribute.in_use": "Somebody has a value in it, or a tag or a segment asks for it."
        ]) { $1 })
    package static let attributes = Call<ListOfCustomer, Page<AttributeValue>>(
        "customers.attributes", allow: .staff, "What a customer has in the house's fields; secrets are masked.",
        problems: noCustomer)
    package static let saveAttributes = Call<SaveAttributes, Page<AttributeValue>>(
        "customers.attributes.save", allow: [.agents, .services], "Change what a customer has in the house's fields.",
        problems: noCustomer.merging(noAttribute) { $1 }.merging([
            "attribute.value": "A value is not what its field asks for."
        ]) { $1 })
    package static let revealAttribute = Call<RevealAttribute, AttributeValue>(
        "customers.attributes.reveal", allow: [.agents],
        "Look at a secret value; who did, when and why is in the journal for good.",
        problems: noCustomer.merging(noAttribute) { $1 }.merging([
            "attribute.reason": "Say why, in 3 to 200 characters."
        ]) { $1 })

    package static let attributesChanged = EventType<AttributeEvent>("moat.customers.attributes.changed")
    package static let attributeRevealed = EventType<AttributeEvent>("moat.customers.attribute.revealed")

    private static let noAttribute = ["attribute.not_found": "There is no such field, or no value in it."]
}
