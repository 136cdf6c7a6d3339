internal import Base
internal import Conditions
internal import Contracts

/// A computed tag or a segment: both are a condition, or several in order, and who meets it since when.
struct Group: Hashable, Sendable {
    enum Kind: String, Sendable { case tag, segment }

    var kind: Kind
    /// A tag's and a segment's id are names of their own kind.
    var id: String
    var name: String
    /// What holds when; the first that does counts. A segment has one, without a value.
    var levels: [(value: String, condition: Condition)]
    var isBuilding: Bool

    init(_ tag: ComputedTag, isBuilding: Bool) {
        (kind, id, name, self.isBuilding) = (.tag, tag.id, tag.name, isBuilding)
        levels = tag.levels.map { ($0.value, $0.condition) }
    }

    init(_ segment: Segment, isBuilding: Bool) {
        (kind, id, name, self.isBuilding) = (.segment, segment.id, segment.name, isBuilding)
        levels = [("", segment.condition)]
    }

    static func == (a: Group, b: Group) -> Bool { a.key == b.key && a.fields == b.fields }
    func hash(into hasher: inout Hasher) { hasher.combine(key) }

    /// The name in tables.
    var key: String { kind == .tag ? "tag:\(id)" : "segment:\(id)" }

    /// Every field that is asked.
    var fields: Set<String> { levels.reduce(into: []) { $0.formUnion($1.condition.fieldsUsed) } }

    /// The groups it asks for, by their keys.
    var needs: Set<String> {
        var needs: Set<String> = []
        for test in levels.flatMap({ $0.condition.tests }) {
            if test.field == "customer.segments" {
                needs.formUnion(test.operands.compactMap(\.string).map { "segment:\($0)" })
            } else if test.field.hasPrefix(Group.computed) {
                needs.insert("tag:" + test.field.dropFirst(Group.computed.count))
            }
        }
        return needs
    }

    static let computed = "customer.computed."

    /// The value that holds, if one does.
    func value(in context: Evaluation) -> String? {
        levels.first { $0.condition.evaluate(in: context) }?.value
    }

    /// When the passing of time may change the value.
    func nextTurn(in context: Evaluation) -> Instant? {
        levels.compactMap { $0.condition.nextTurn(in: context) }.min()
    }
}

/// All computed tags and segments, each after those it asks for, and what else is needed to look at a customer.
struct Groups: Sendable {
    static let maximum = 500

    private(set) var ordered: [Group] = []
    let types: [FactType]
    let rules: RFMRules
    let ranks: RFMRanks
    /// The house's own fields that conditions may ask.
    let attributes: [AttributeField]
    /// Kinds of facts whose data somebody asks for.
    let dataOf: Set<String>

    /// Throws 422 `group.unknown` and `group.circular`.
    init(
        _ groups: [Group], types: [FactType], rules: RFMRules, ranks: RFMRanks, attributes: [AttributeField]
    ) throws {
        (self.types, self.rules, self.ranks, self.attributes) = (types, rules, ranks, attributes)
        var left = Dictionary(groups.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        let known = Set(left.keys)
        for group in groups {
            guard let unknown = group.needs.subtracting(known).min() else { continue }
            throw Problem.invalid("group.unknown", "\(group.name) asks for \(unknown.prefix(100)), which is not there.")
        }
        while !left.isEmpty {
            let ready = left.values.filter { $0.needs.isDisjoint(with: left.keys) }.sorted { $0.key < $1.key }
            guard !ready.isEmpty else {
                let names = left.values.map(\.name).sorted().joined(separator: ", ")
                throw Problem.invalid("group.circular", "These ask for each other: \(names.prefix(300)).")
            }
            for group in ready {
                ordered.append(group)
                left[group.key] = nil
            }
        }
        let fields = groups.reduce(into: Set<String>()) { $0.formUnion($1.fields) }
        dataOf = Set(
            types.map(\.id).filter { id in fields.contains { $0.hasPrefix("customer.facts.\(id).data") } })
    }

    /// What conditions of this house may ask.
    var catalogue: FieldCatalogue {
        var fields = CustomerFields.all
        for type in types {
            let prefix = "customer.facts.\(type.id)."
            fields += [
                .init("customer.last.\(type.id)", .time), .init(prefix + "occurredAt", .time),
                .init(prefix + "amount", .number), .init(prefix + "source", .text),
            ]
            let schema = try? DataSchema(type.schema)
            fields += (schema?.members ?? [:]).sorted { $0.key < $1.key }.map { name, member in
                FieldCatalogue.Field(prefix + "data.\(name)", member.field, list: member.kinds == [.array])
            }
        }
        fields += attributes.compactMap(\.condition)
        fields += ordered.filter { $0.kind == .tag }.map { tag in
            FieldCatalogue.Field(
                Group.computed + tag.id, .choice, allowed: tag.levels.map { .string($0.value) })
        }
        return FieldCatalogue(fields)
    }

    /// Those that ask for a group.
    func users(of key: String) -> [Group] { ordered.filter { $0.needs.contains(key) } }

    /// Those that ask for a field, or for one below it.
    func users(ofFields prefixes: [String]) -> [Group] {
        ordered.filter { group in
            group.fields.contains { field in prefixes.contains { field == $0 || field.hasPrefix($0 + ".") } }
        }
    }
}

extension DataSchema {
    /// What conditions may ask of such a member.
    var field: FieldCatalogue.Kind {
        guard let kinds, kinds.count == 1, let kind = kinds.first else { return .any }
        switch kind {
        case .string: return format == nil ? .text : .time
        case .number, .integer: return .number
        case .boolean: return .boolean
        default: return .any
        }
    }
}
