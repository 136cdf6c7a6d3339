internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension Reader {
    func attributeFields() throws -> [AttributeField] {
        try rows("SELECT body FROM attribute_fields ORDER BY id LIMIT 1000").map {
            try $0.decode(AttributeField.self, "body")
        }
    }

    /// The values of a family by field, of two the newer.
    func attributeValues(of family: [String]) throws -> [String: AttributeValue] {
        let rows = try rows(
            """
            SELECT field, value, at, actor FROM attributes WHERE customer IN (\(list: family)) ORDER BY at LIMIT 10000
            """)
        var values: [String: AttributeValue] = [:]
        for row in rows {
            let field = try row.string("field")
            values[field] = AttributeValue(
                field: field, value: try row.json("value"), at: try row.instant("at"),
                by: try row.optionalDecode(Actor.self, "actor"))
        }
        // One that was taken away is a null that hides what others of the family have.
        return values.filter { $0.value.value?.isNull == false }
    }

    /// As everybody sees them: secrets masked.
    func attributes(of customer: String) throws -> Page<AttributeValue> {
        let values = try attributeValues(of: owner(customer).family)
        return Page(
            items: try attributeFields().compactMap { field in
                guard var shown = values[field.id], let value = shown.value else { return nil }
                if field.secret == true { (shown.value, shown.masked) = (nil, field.masked(value)) }
                return shown
            })
    }
}

extension CustomerDesk {
    func save(_ field: AttributeField) throws -> AttributeField {
        let all = try tx.attributeFields()
        let current = all.first { $0.id == field.id }
        guard field.version == current?.version ?? 0 else {
            throw Problem.stale("attribute", expected: field.version, actual: current?.version ?? 0)
        }
        guard current != nil || all.count < AttributeField.maximum else {
            throw Problem.conflict("attribute.too_many", "There are a hundred fields at most.")
        }
        var next = try field.checked()
        next.version = field.version + 1
        if let current, current.condition != next.condition { try refuseInUse(attribute: field.id) }
        try tx.execute(
            """
            INSERT INTO attribute_fields (id, version, body) VALUES (\(next.id), \(next.version), \(json: next))
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body
            """)
        try stamp()
        return next
    }

    func removeAttributeField(_ id: String) throws -> Empty {
        guard try tx.attributeFields().contains(where: { $0.id == id }) else {
            throw Problem.notFound("attribute", String(id.prefix(40)))
        }
        try refuseInUse(attribute: id)
        guard try tx.first("SELECT 1 AS one FROM attributes WHERE field = \(id) AND value <> 'null' LIMIT 1") == nil
        else { throw Problem.conflict("attribute.in_use", "Somebody has a value in it.") }
        try tx.execute("DELETE FROM attributes WHERE field = \(id)")
        try tx.execute("DELETE FROM attribute_fields WHERE id = \(id)")
        try stamp()
        return Empty()
    }

    private func refuseInUse(attribute id: String) throws {
        guard let user = try memo.groups(in: tx).users(ofFields: ["customer.attributes.\(id)"]).first else { return }
        throw Problem.conflict("attribute.in_use", "\(user.name) asks for it.")
    }

    func save(_ request: SaveAttributes) throws -> Page<AttributeValue> {
        let record = try standing(request.customer)
        let fields = Dictionary(try tx.attributeFields().map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let family = try reader.family(of: record.id)
        let before = try tx.attributeValues(of: family)
        var changed: [String] = []
        for (id, value) in request.values.sorted(by: { $0.key < $1.key }) {
            guard let field = fields[id] else { throw Problem.notFound("attribute", String(id.prefix(40))) }
            let next = value.isNull ? value : try field.checked(value)
            guard next != before[id]?.value ?? .null else { continue }
            try tx.execute(
                """
                INSERT INTO attributes (customer, field, at, value, actor)
                VALUES (\(record.id), \(id), \(now), \(next), \(json: context.actor))
                ON CONFLICT (customer, field) DO UPDATE SET at = excluded.at, value = excluded.value,
                    actor = excluded.actor
                """)
            changed.append(id)
        }
        if !changed.isEmpty {
            let data = AttributeEvent(customer: record.id, fields: changed)
            try tx.append(
                context.event(CustomersAPI.attributesChanged, subject: "customer/\(record.id)", data: data))
            try refresh([record.id])
        }
        return try tx.attributes(of: record.id)
    }

    /// Shows a secret value, and journals who looked and why.
    func reveal(_ request: RevealAttribute) throws -> AttributeValue {
        let record = try standing(request.customer)
        let reason = request.reason.trimmingWhitespace()
        guard (3...200).contains(reason.count) else {
            throw Problem.invalid("attribute.reason", "Say why, in 3 to 200 characters.")
        }
        guard let value = try tx.attributeValues(of: reader.family(of: record.id))[request.field] else {
            throw Problem.notFound("attribute", String(request.field.prefix(40)))
        }
        let data = AttributeEvent(customer: record.id, fields: [request.field], reason: reason)
        try tx.append(context.event(CustomersAPI.attributeRevealed, subject: "customer/\(record.id)", data: data))
        return value
    }
}
