internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// What joining two would lead to, or has led to.
struct Joining {
    var survivor: CustomerRecord
    var loser: CustomerRecord
    var fields: [CustomerField]
    var strong: [Identity]
}

extension CustomerDesk {
    private static let ticketsOfEvent = 200

    /// The loser keeps its row and its addresses and becomes an alias: whoever holds its id finds the survivor.
    func join(_ request: JoinCustomers) throws -> Customer {
        let joining = try joining(request)
        guard joining.strong.isEmpty || request.confirmed == true else {
            throw Problem.conflict(
                "merge.strong", "Both have ids of their own in the house's systems: say that you are sure.")
        }
        var (survivor, loser) = (joining.survivor, joining.loser)
        let merge = identifiers.next()
        survivor.version += 1
        survivor.updatedAt = now
        survivor.lastContactAt = [survivor.lastContactAt, loser.lastContactAt].compactMap(\.self).max()
        try tx.execute(
            """
            INSERT INTO merges (id, survivor, loser, name, version, fields, at, actor)
            VALUES (\(merge), \(survivor.id), \(loser.id), \(loser.profile.name), \(survivor.version),
                \(json: joining.fields), \(now), \(json: context.actor))
            """)
        try tx.execute("UPDATE customers SET survivor = \(survivor.id) WHERE id = \(loser.id)")
        loser.survivor = survivor.id
        try writer.forget(loser.id)
        try tx.execute(
            """
            DELETE FROM duplicates WHERE (first = \(survivor.id) AND second = \(loser.id))
                OR (first = \(loser.id) AND second = \(survivor.id))
            """)
        survivor.profile = try lineage(of: survivor.id).profile(of: survivor.id)
        try writer.save(survivor)
        let customer = try reader.known(survivor.id)
        let event = CustomerEvent(customer: customer, loser: loser.id, merge: merge)
        let draft = try context.event(CustomersAPI.joined, subject: "customer/\(survivor.id)", data: event)
        try TimelineWriter(tx: tx).add(
            try tx.append(draft), to: survivor.id, kind: "joined", summary: loser.profile.name)
        try refresh([loser.id, survivor.id])
        return customer
    }

    /// What a joining is about; nothing is written.
    private func joining(_ request: JoinCustomers) throws -> Joining {
        let survivor = try standing(request.survivor)
        let loser = try standing(request.loser)
        guard survivor.id != loser.id else {
            throw Problem.conflict("customer.same", "These two are one customer already.")
        }
        let (mine, theirs) = (try reader.family(of: survivor.id), try reader.family(of: loser.id))
        guard mine.count + theirs.count <= CustomerReader.familyMaximum else {
            throw Problem.conflict("merge.too_many", "At most 200 records stand for one person.")
        }
        let rules = try tx.identityRules()
        let all = try reader.identities(of: mine + theirs)
        let conflicts = Matching.strongConflicts(all, rules)
        let inOne = try [mine, theirs].flatMap { try Matching.strongConflicts(reader.identities(of: $0), rules) }
        let strong = all.filter { conflicts.contains($0.kind) && !inOne.contains($0.kind) }
        let usual = Lineage.usual(survivor.profile, loser.profile)
        let fields = request.take.map { take in CustomerField.allCases.filter(take.contains) } ?? usual
        return Joining(survivor: survivor, loser: loser, fields: fields, strong: strong)
    }

    /// Field by field what a joining would do; whoever calls takes it back.
    func preview(_ request: JoinCustomers) throws -> MergePreview {
        let joining = try joining(request)
        let (survivor, loser) = (try reader.customer(joining.survivor), try reader.customer(joining.loser))
        let lines = CustomerField.allCases.map { field in
            MergePreview.Line(
                field: field, survivor: joining.survivor.profile[field], loser: joining.loser.profile[field],
                taken: joining.fields.contains(field))
        }
        var sure = request
        sure.confirmed = true
        return MergePreview(
            survivor: survivor, loser: loser, fields: lines, result: try join(sure), strong: joining.strong)
    }

    /// Takes a joining back, whatever was joined since: both show what they would if it had never been.
    func undo(_ request: ByID) throws -> Separation {
        guard let row = try tx.first("SELECT * FROM merges WHERE id = \(request.id)") else {
            throw Problem.notFound("merge", String(request.id.prefix(100)))
        }
        var merge = try CustomerMerge(row, days: tx.identityRules().undoDays)
        guard merge.undoneAt == nil else {
            throw Problem.conflict("merge.undone", "This joining was taken back already.")
        }
        guard now <= merge.undoUntil else {
            throw Problem.conflict("merge.expired", "This joining can no longer be taken back.")
        }
        (merge.undoneAt, merge.undoneBy) = (now, context.actor)
        try tx.execute(
            "UPDATE merges SET undone_at = \(now), undone_by = \(json: context.actor) WHERE id = \(merge.id)")
        try tx.execute("UPDATE customers SET survivor = NULL WHERE id = \(merge.loser)")
        let remaining = try standing(merge.survivor)
        let customer = try restore(standing(merge.loser))
        try separate(customer, from: remaining.id, merge.id)
        let before = try reader.customer(remaining)
        let from = try restore(remaining)
        try tell(from.id, Customer.changes(from: before, to: from))
        try refresh([customer.id, from.id])
        return Separation(merge: merge, customer: customer, from: from)
    }

    /// Writes again what a record shows.
    private func restore(_ record: CustomerRecord) throws -> Customer {
        var record = record
        record.version += 1
        record.updatedAt = now
        record.profile = try lineage(of: record.id).profile(of: record.id)
        try writer.save(record)
        return try reader.known(record.id)
    }

    /// Tells who is a customer again, with the tickets that are theirs.
    private func separate(_ customer: Customer, from: String, _ merge: String) throws {
        let family = try reader.family(of: customer.id)
        let tickets = try tx.rows("SELECT ticket FROM ticket_facts WHERE customer IN (\(list: family)) ORDER BY ticket")
            .map { try $0.string("ticket") }
        for ticket in tickets {
            try tx.execute(
                """
                UPDATE timeline SET customer = \(customer.id)
                WHERE ref = \("ticket/" + ticket) AND customer NOT IN (\(list: family))
                """)
        }
        var rest = tickets[...]
        repeat {
            let event = CustomerEvent(
                customer: customer, merge: merge, from: from,
                tickets: Array(rest.prefix(CustomerDesk.ticketsOfEvent)))
            rest = rest.dropFirst(CustomerDesk.ticketsOfEvent)
            let draft = try context.event(CustomersAPI.separated, subject: "customer/\(customer.id)", data: event)
            let told = try tx.append(draft)
            guard rest.isEmpty else { continue }
            try TimelineWriter(tx: tx).add(told, to: customer.id, kind: "separated", summary: customer.name)
        } while !rest.isEmpty
    }

    /// What was written to a customer's records, and the joinings between them that hold.
    func lineage(of id: String) throws -> Lineage {
        let family = try reader.family(of: id)
        var lineage = Lineage()
        for row in try tx.rows("SELECT * FROM customers WHERE id IN (\(list: family))") {
            let record = try CustomerRecord(row)
            lineage.own[record.id] = record.own
        }
        let rows = try tx.rows(
            """
            SELECT survivor, loser, version, fields FROM merges
            WHERE survivor IN (\(list: family)) AND undone_at IS NULL ORDER BY version
            """)
        for row in rows {
            lineage.edges[try row.string("survivor"), default: []].append(
                Lineage.Edge(
                    loser: try row.string("loser"), at: try row.int("version"),
                    fields: try row.decode([CustomerField].self, "fields")))
        }
        return lineage
    }

    /// Two who may be one, for people to look at; once for a pair.
    func note(_ one: String, _ other: String, _ kind: Identity.Kind) throws {
        let (first, second) = (min(one, other), max(one, other))
        try tx.execute(
            """
            INSERT INTO duplicates (id, first, second, kind, at, dismissed)
            VALUES (\(first + ":" + second), \(first), \(second), \(kind), \(now), 0) ON CONFLICT DO NOTHING
            """)
    }
}

extension CustomerMerge {
    init(_ row: Row, days: Int) throws {
        let at = try row.instant("at")
        self.init(
            id: try row.string("id"), survivor: try row.string("survivor"), loser: try row.string("loser"),
            name: try row.string("name"), taken: try row.decode([CustomerField].self, "fields"), at: at,
            by: try row.optionalDecode(Actor.self, "actor"), undoUntil: at + .days(days),
            undoneAt: try row.optionalInstant("undone_at"), undoneBy: try row.optionalDecode(Actor.self, "undone_by"))
    }
}
