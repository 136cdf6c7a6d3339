package import Base

/// The fields a place of the product offers to conditions: what the editor shows and what validation allows.
package struct FieldCatalogue: Codable, Hashable, Sendable {
    package var fields: [Field]

    package init(_ fields: [Field]) { self.fields = fields }

    /// One field: its dotted path, its type, and the key of its label in the text catalogue.
    package struct Field: Codable, Hashable, Sendable {
        /// A last step `*` stands for any one step: `customer.facts.*`.
        package var name: String
        package var type: Kind
        package var label: String
        /// Whether the field may have several values (tags).
        package var list: Bool
        /// The only values allowed, when they are few and known.
        package var allowed: [JSON]?

        package init(_ name: String, _ type: Kind, label: String? = nil, list: Bool = false, allowed: [JSON]? = nil) {
            (self.name, self.type, self.label) = (name, type, label ?? "field.\(name)")
            (self.list, self.allowed) = (list, allowed)
        }

        /// What this field can be asked.
        package var operators: [Operator] { type.operators }
    }

    package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// `any` is for fields whose type is decided elsewhere (custom facts): every operator, any operand.
        case text, number, boolean, choice, time, duration, any

        package var operators: [Operator] {
            let common: [Operator] = [.present, .absent, .changed]
            let equality: [Operator] = [.equal, .notEqual, .changedFrom, .changedTo]
            let choice: [Operator] = equality + [.anyOf, .noneOf]
            return switch self {
            case .text: choice + [.contains, .notContains, .startsWith, .endsWith, .matches] + common
            case .number, .duration: choice + [.greater, .less, .atLeast, .atMost, .between] + common
            case .boolean: equality + common
            case .choice: choice + common
            case .time: [.before, .after, .withinLast, .withinNext, .between] + common
            case .any: Operator.allCases
            }
        }
    }

    /// The field of a path, wildcards considered.
    package func field(_ name: String) -> Field? {
        if let exact = fields.first(where: { $0.name == name }) { return exact }
        guard let dot = name.lastIndex(of: "."), name.index(after: dot) < name.endIndex else { return nil }
        return fields.first { $0.name == name[...dot] + "*" }
    }

    /// Both catalogues together; a field of `other` replaces one of the same name.
    package func merging(_ other: FieldCatalogue) -> FieldCatalogue {
        FieldCatalogue(fields.filter { mine in !other.fields.contains { $0.name == mine.name } } + other.fields)
    }
}
