internal import Base
internal import Contracts
internal import Store

/// The kinds of facts of now, with their schemas read.
struct FactTypes: Sendable {
    struct Kind: Sendable {
        var type: FactType
        var schema: DataSchema
    }

    static let maximum = 100
    private(set) var kinds: [String: Kind] = [:]

    init(_ types: [FactType]) throws {
        for type in types { kinds[type.id] = Kind(type: type, schema: try DataSchema(type.schema)) }
    }

    /// What shops need: there from the start, and the house's to change.
    static let standard: [FactType] = [
        FactType(
            id: "order", name: "Order", names: ["zh": "订单"], role: .purchase, amount: "amount", summary: "number",
            schema: [
                "type": "object", "required": ["amount"],
                "properties": [
                    "number": ["type": "string", "maxLength": 100], "amount": ["type": "number", "minimum": 0],
                    "currency": ["type": "string", "maxLength": 3], "status": ["type": "string"],
                    "items": ["type": "array", "maxItems": 200],
                ],
            ], version: 1),
        FactType(id: "login", name: "Login", names: ["zh": "登录"], role: .activity, version: 1),
        FactType(
            id: "visit", name: "Visit", names: ["zh": "浏览"], role: .activity, summary: "page",
            schema: ["type": "object", "properties": ["page": ["type": "string", "maxLength": 2_000]]], version: 1),
        FactType(
            id: "shipment", name: "Shipment", names: ["zh": "物流"], summary: "status",
            schema: [
                "type": "object",
                "properties": [
                    "number": ["type": "string", "maxLength": 100], "carrier": ["type": "string", "maxLength": 100],
                    "status": ["type": "string", "maxLength": 200],
                ],
            ], version: 1),
    ]
}

extension FactType {
    /// Tidy and with a schema that is understood; throws 422.
    func checked() throws -> FactType {
        var clean = self
        clean.name = name.trimmingWhitespace()
        let letters = id.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        guard letters, let first = id.unicodeScalars.first, ("a"..."z").contains(first), id.utf8.count <= 40 else {
            throw Problem.invalid("fact_type.invalid", "An id has 1 to 40 lower-case letters, digits and _.")
        }
        guard (1...Customer.nameMaximum).contains(clean.name.count) else {
            throw Problem.invalid("fact_type.invalid", "A name has 1 to 200 characters.")
        }
        let schema = try DataSchema(schema)
        guard schema.kinds == [.object] else {
            throw Problem.invalid(
                "fact_type.schema", "The data of a fact are an object.",
                errors: [.init(pointer: "#/type", code: "type", detail: "Expected \"object\".")])
        }
        for (member, what) in [(amount, "amount"), (summary, "summary")] {
            guard let member, schema.members[member] == nil else { continue }
            throw Problem.invalid("fact_type.invalid", "The member that is the \(what) is not in the schema.")
        }
        return clean
    }
}

extension Reader {
    /// The kinds of facts: the house's own, and those of the start that it did not change.
    func factTypes() throws -> [FactType] {
        let rows = try rows("SELECT id, body FROM fact_types ORDER BY id LIMIT 1000")
        let own = try rows.map { (try $0.string("id"), try $0.optionalDecode(FactType.self, "body")) }
        let ids = Set(own.map(\.0))
        let types = own.compactMap(\.1) + FactTypes.standard.filter { !ids.contains($0.id) }
        // One that was removed has no version.
        return types.filter { $0.version > 0 }.sorted { $0.id < $1.id }
    }
}

extension Transaction {
    func save(_ type: FactType) throws -> FactType {
        let known = try factTypes()
        let current = known.first { $0.id == type.id }
        if let current, type.version != current.version {
            throw Problem.stale("fact_type", expected: type.version, actual: current.version)
        }
        guard current != nil || known.count < FactTypes.maximum else {
            throw Problem.conflict("fact_type.too_many", "There are 100 kinds of facts at most.")
        }
        var next = try type.checked()
        next.version = (current?.version ?? 0) + 1
        try keep(next)
        return next
    }

    func removeFactType(_ id: String) throws -> Empty {
        guard var type = try factTypes().first(where: { $0.id == id }) else {
            throw Problem.notFound("fact_type", String(id.prefix(40)))
        }
        guard try first("SELECT 1 AS one FROM facts WHERE type = \(id) LIMIT 1") == nil else {
            throw Problem.conflict("fact_type.in_use", "There are facts of this kind.")
        }
        type.version = 0
        try keep(type)
        return Empty()
    }

    private func keep(_ type: FactType) throws {
        try execute(
            """
            INSERT INTO fact_types (id, version, body) VALUES (\(type.id), \(type.version), \(json: type))
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body
            """)
    }
}
