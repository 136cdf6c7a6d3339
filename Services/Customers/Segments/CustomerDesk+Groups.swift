internal import Base
internal import Conditions
internal import Contracts
internal import Store

/// Changes of computed tags and segments. After one, all customers are looked through, some at a time; what that finds
/// for the changed groups is no coming and going, so nobody is told.
extension CustomerDesk {
    static let buildTimer = "groups"

    func save(_ tag: ComputedTag) throws -> ComputedTag {
        let current = try tx.computedTags().first { $0.id == tag.id }
        if let current, tag.version != current.version {
            throw Problem.stale("tag", expected: tag.version, actual: current.version)
        }
        var next = try tag.checked()
        (next.version, next.building) = ((current?.version ?? 0) + 1, nil)
        try put(Group(next, isBuilding: true), next.version, try JSON(encoding: next))
        next.building = true
        return next
    }

    func save(_ segment: Segment) throws -> Segment {
        let id = segment.id.isEmpty ? identifiers.next() : segment.id
        let current = try tx.segmentList().first { $0.id == id }
        if let current, segment.version != current.version {
            throw Problem.stale("segment", expected: segment.version, actual: current.version)
        }
        var next = segment
        next.name = segment.name.trimmingWhitespace()
        guard (1...Customer.nameMaximum).contains(next.name.count), id.utf8.count <= 100, !id.contains(":") else {
            throw Problem.invalid("segment.invalid", "An id has at most 100 bytes, a name 1 to 200 characters.")
        }
        next.note = try Customer.checked(note: segment.note)
        (next.id, next.size, next.building, next.version) = (id, nil, nil, (current?.version ?? 0) + 1)
        try put(Group(next, isBuilding: true), next.version, try JSON(encoding: next))
        next.building = true
        return next
    }

    /// Keeps a group that asks only for what is there; everybody is looked through from the start.
    private func put(_ group: Group, _ version: Int, _ body: JSON) throws {
        let before = try memo.groups(in: tx)
        let others = before.ordered.filter { $0.key != group.key }
        guard others.count < Groups.maximum else {
            throw Problem.conflict("group.too_many", "There are 500 computed tags and segments at most.")
        }
        let all = try Groups(
            others + [group], types: before.types, rules: before.rules, ranks: before.ranks,
            attributes: before.attributes)
        let catalogue = all.catalogue
        for other in all.ordered {
            for (index, level) in other.levels.enumerated() {
                let place = group.kind == .tag ? "#/levels/\(index)/condition" : "#/condition"
                let isOwn = other.key == group.key
                // A level that was taken away may be what another group asks for.
                try catalogue.check(level.condition, at: isOwn ? place : "#/id (\(other.name))")
            }
        }
        try tx.execute(
            """
            INSERT INTO customer_groups (id, kind, building, version, body)
            VALUES (\(group.key), \(group.kind), 1, \(version), \(body))
            ON CONFLICT (id) DO UPDATE SET building = 1, version = excluded.version, body = excluded.body
            """)
        try lookThrough()
    }

    func remove(_ kind: Group.Kind, _ id: String) throws -> Empty {
        let groups = try memo.groups(in: tx)
        guard let group = groups.ordered.first(where: { $0.kind == kind && $0.id == id }) else {
            throw Problem.notFound(kind.rawValue, String(id.prefix(100)))
        }
        if let user = groups.users(of: group.key).first {
            throw Problem.conflict("\(kind.rawValue).in_use", "\(user.name) asks for it.")
        }
        if kind == .tag, var standard = StandardTags.all.first(where: { $0.id == id }) {
            standard.version = 0
            try tx.execute(
                """
                INSERT INTO customer_groups (id, kind, building, version, body)
                VALUES (\(group.key), 'tag', 0, 0, \(json: standard))
                ON CONFLICT (id) DO UPDATE SET building = 0, version = 0, body = excluded.body
                """)
        } else {
            try tx.execute("DELETE FROM customer_groups WHERE id = \(group.key)")
        }
        try lookThrough()
        return Empty()
    }

    /// A kind of fact that a group asks for stays.
    func refuseInUse(factType id: String) throws {
        let users = try memo.groups(in: tx).users(ofFields: ["customer.facts.\(id)", "customer.last.\(id)"])
        guard let user = users.first else { return }
        throw Problem.conflict("fact_type.in_use", "\(user.name) asks for facts of this kind.")
    }

    /// A kind of fact with another schema: what groups ask for must still be there.
    func save(_ type: FactType) throws -> FactType {
        let before = try memo.groups(in: tx)
        let saved = try tx.save(type)
        let after = try Groups(
            before.ordered, types: tx.factTypes(), rules: before.rules, ranks: before.ranks,
            attributes: before.attributes)
        let catalogue = after.catalogue
        for group in after.ordered where !catalogue.allows(group) {
            throw Problem.conflict("fact_type.in_use", "\(group.name) asks for what would no longer be there.")
        }
        try stamp()
        return saved
    }

    /// The groups are other ones from now on.
    func stamp() throws { try tx.keep(GroupMemo.stamp, 1, .string(identifiers.next())) }

    /// Looks through everybody, from the start.
    func lookThrough() throws {
        try stamp()
        try tx.keep("look through", 1, "")
        try tx.schedule(Timer(kind: CustomerDesk.buildTimer, reference: CustomerDesk.buildTimer, due: now))
    }

    /// The next of everybody; at the end the groups are ready.
    func goOnLookingThrough() throws {
        guard let after = try tx.setting("look through")?.string else { return }
        let ids = try tx.rows(
            """
            SELECT id FROM customers WHERE survivor IS NULL AND id > \(after) ORDER BY id
            LIMIT \(CustomerDesk.refreshStep)
            """
        ).map { try $0.string("id") }
        try refresh(ids)
        if let last = ids.last, ids.count == CustomerDesk.refreshStep {
            try tx.keep("look through", 1, .string(last))
            try tx.schedule(Timer(kind: CustomerDesk.buildTimer, reference: CustomerDesk.buildTimer, due: now))
        } else {
            try tx.execute("UPDATE customer_groups SET building = 0 WHERE building = 1")
            try tx.execute("DELETE FROM settings WHERE name = 'look through'")
            try stamp()
        }
    }
}

extension FieldCatalogue {
    /// Whether a group asks only for what is there.
    func allows(_ group: Group) -> Bool { group.levels.allSatisfy { validate($0.condition).isEmpty } }
}

extension ComputedTag {
    private static let levelsMaximum = 20

    /// Throws 422 `tag.invalid`.
    func checked() throws -> ComputedTag {
        var clean = self
        clean.name = name.trimmingWhitespace()
        let letters = id.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        let values = levels.map(\.value)
        guard letters, (1...40).contains(id.utf8.count), (1...Customer.nameMaximum).contains(clean.name.count),
            (1...ComputedTag.levelsMaximum).contains(levels.count), Set(values).count == values.count,
            values.allSatisfy({ (1...60).contains($0.count) })
        else {
            throw Problem.invalid(
                "tag.invalid", "An id of lower-case letters, a name, 1 to 20 levels with different values.")
        }
        return clean
    }
}
