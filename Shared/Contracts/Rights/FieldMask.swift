package import Base

/// A field that some roles do not see: it is taken out of a reply before it leaves the service.
package enum FieldMask: String, Codable, Sendable, CaseIterable, Comparable {
    /// Mail addresses, numbers and other addresses of customers.
    case contact = "customer.contact"
    /// What was written down about a customer.
    case note = "customer.note"
    /// What other systems told of a customer: orders, logins, shipments.
    case facts = "customer.facts"

    package static let cover = "•••"

    package static func < (a: FieldMask, b: FieldMask) -> Bool { a.rawValue < b.rawValue }

    /// A reply without what these masks cover. What kind of thing an object is shows in the members it has.
    package static func cover(_ document: JSON, _ masks: Set<FieldMask>) -> JSON {
        switch document {
        case .array(let items): return .array(items.map { cover($0, masks) })
        case .object(let members):
            var members = members.mapValues { cover($0, masks) }
            for mask in masks { mask.cover(&members) }
            return .object(members)
        default: return document
        }
    }

    private func cover(_ members: inout [String: JSON]) {
        func hide(_ name: String) { if members[name]?.string != nil { members[name] = .string(FieldMask.cover) } }
        switch self {
        case .contact:
            // A requester, the other side of a side conversation; an identity.
            if members["id"] != nil, members["name"] != nil { hide("address") }
            if let kind = members["kind"]?.string, Identity.Kind(rawValue: kind) != nil, members["verified"] != nil {
                hide("value")
            }
        case .note:
            if members["tier"] != nil, members["identities"] != nil { members["note"] = nil }
        case .facts:
            if members["externalID"] != nil, members["customer"] != nil, members["data"] != nil {
                members["data"] = .object([:])
            }
            // An entry of the timeline that a fact made.
            if members["occurredAt"] != nil, members["receivedAt"] != nil, members["number"] == nil,
                members["channel"] == nil
            {
                hide("summary")
            }
        }
    }
}
