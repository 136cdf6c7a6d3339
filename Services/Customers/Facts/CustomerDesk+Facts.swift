internal import Base
internal import Contracts
internal import Store

/// What became of facts that were told together.
struct FactsTold {
    var added = 0
    var known = 0
    var replaced = 0
    /// By the place of the fact among those told.
    var refused: [(place: Int, problem: Problem)] = []
    /// The records of which something new is known.
    var touched: Set<String> = []
}

extension CustomerDesk {
    /// Values in one statement.
    private static let stepSize = 200

    private struct Kept {
        var revision: Int
        var text: String
    }

    /// Writes facts: each once by its name, whatever the order in which they come. One that was told before is the same
    /// fact; a higher revision replaces it; a lower one came late and says nothing new.
    func tell(_ drafts: [FactDraft]) throws -> FactsTold {
        var told = FactsTold()
        let owners = try owners(of: drafts, &told)
        var kept = try kept(drafts.map(\.name))
        var fresh: [(draft: FactDraft, record: String)] = []
        var places: [FactDraft.Name: Int] = [:]
        for (place, draft) in drafts.enumerated() {
            guard let record = owners[draft.owner] else { continue }
            guard let before = kept[draft.name] else {
                places[draft.name] = fresh.count
                fresh.append((draft, record))
                kept[draft.name] = Kept(revision: draft.revision, text: draft.text)
                told.added += 1
                told.touched.insert(record)
                continue
            }
            if draft.revision > before.revision {
                if let index = places[draft.name] {
                    fresh[index] = (draft, record)
                } else {
                    try replace(draft, record)
                }
                kept[draft.name] = Kept(revision: draft.revision, text: draft.text)
                told.replaced += 1
                told.touched.insert(record)
            } else if draft.revision == before.revision, draft.text != before.text {
                let problem = Problem.conflict(
                    "fact.different", "It was told before and said something else: a correction has a higher revision.")
                told.refused.append((place, problem))
            } else {
                told.known += 1
            }
        }
        try insert(fresh)
        return told
    }

    /// The records that facts belong to; an address that nobody has makes a customer.
    private func owners(of drafts: [FactDraft], _ told: inout FactsTold) throws -> [FactDraft.Owner: String] {
        var owners: [FactDraft.Owner: String] = [:]
        var ids: Set<String> = []
        var addresses: [Identity.Kind: Set<String>] = [:]
        for draft in drafts {
            switch draft.owner {
            case .id(let id): ids.insert(id)
            case .address(let key): addresses[key.kind, default: []].insert(key.value)
            }
        }
        for part in steps(Array(ids)) {
            for row in try tx.rows("SELECT id FROM customers WHERE id IN (\(list: part))") {
                let id = try row.string("id")
                owners[.id(id)] = id
            }
        }
        for (kind, values) in addresses {
            for part in steps(Array(values)) {
                let rows = try tx.rows(
                    "SELECT value, customer FROM identities WHERE kind = \(kind) AND value IN (\(list: part))")
                for row in rows {
                    let key = Identity.Key(kind: kind, value: try row.string("value"))
                    owners[.address(key)] = try row.string("customer")
                }
            }
        }
        for (place, draft) in drafts.enumerated() where owners[draft.owner] == nil {
            do {
                guard case .address(let key) = draft.owner else {
                    throw Problem.notFound("customer", "of this id")
                }
                let identity = Identity(kind: key.kind, value: key.value, source: draft.name.source)
                owners[draft.owner] = try resolve(IdentifyCustomer(identity: identity)).customer.id
            } catch let problem as Problem where problem.status < 500 {
                told.refused.append((place, problem))
            }
        }
        return owners
    }

    private func steps<Value>(_ values: [Value]) -> [[Value]] {
        stride(from: 0, to: values.count, by: CustomerDesk.stepSize).map {
            Array(values[$0..<min(values.count, $0 + CustomerDesk.stepSize)])
        }
    }

    private func kept(_ names: [FactDraft.Name]) throws -> [FactDraft.Name: Kept] {
        var kept: [FactDraft.Name: Kept] = [:]
        for (source, names) in Dictionary(grouping: names, by: \.source) {
            for part in steps(names.map(\.externalID)) {
                let rows = try tx.rows(
                    """
                    SELECT external_id, revision, body FROM facts
                    WHERE source = \(source) AND external_id IN (\(list: part))
                    """)
                for row in rows {
                    let name = FactDraft.Name(source: source, externalID: try row.string("external_id"))
                    kept[name] = Kept(revision: try row.int("revision"), text: try row.string("body"))
                }
            }
        }
        return kept
    }

    private func insert(_ facts: [(draft: FactDraft, record: String)]) throws {
        for part in steps(facts) {
            let values = part.map { fact, record in
                """
                (\(fact.name.source), \(fact.name.externalID), \(record), \(fact.type),
                \(fact.occurredAt ?? now), \(now),
                \(fact.amount), \(fact.revision), \(fact.text))
                """ as SQL
            }
            try tx.execute(
                """
                INSERT INTO facts (source, external_id, customer, type, occurred, received, amount, revision, body)
                VALUES \(values.joined(separator: ", "))
                """)
        }
    }

    private func replace(_ fact: FactDraft, _ record: String) throws {
        try tx.execute(
            """
            UPDATE facts SET customer = \(record), type = \(fact.type), amount = \(fact.amount), body = \(fact.text),
                revision = \(fact.revision), occurred = COALESCE(\(fact.occurredAt), occurred)
            WHERE source = \(fact.name.source) AND external_id = \(fact.name.externalID)
            """)
    }

    /// One fact; the same again is the same.
    func record(_ request: RecordFact) throws -> Fact {
        let country = try tx.identityRules().country
        let draft = try FactDraft(request, FactTypes(tx.factTypes()), country: country, now: now)
        let told = try tell([draft])
        if let refusal = told.refused.first { throw refusal.problem }
        try refresh(told.touched)
        let row = try tx.first(
            "SELECT * FROM facts WHERE source = \(draft.name.source) AND external_id = \(draft.name.externalID)")
        guard let row else { throw Problem.fault("fact.lost", "A fact was not kept.") }
        return try Fact(row, customer: reader.survivor(of: row.string("customer")))
    }
}

extension Fact {
    /// A row of `facts`, shown as the survivor's.
    init(_ row: Row, customer: String?) throws {
        self.init(
            id: String(try row.int64("id")), customer: try customer ?? row.string("customer"),
            type: try row.string("type"), source: try row.string("source"), externalID: try row.string("external_id"),
            occurredAt: try row.instant("occurred"), receivedAt: try row.instant("received"),
            revision: try row.int("revision"), data: try row.json("body"))
    }
}
