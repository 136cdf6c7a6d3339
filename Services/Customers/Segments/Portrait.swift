internal import Base
internal import Conditions
internal import Contracts
internal import Store

/// Everything conditions may ask of one customer, and what else follows from it.
struct Portrait {
    /// Facts and tickets that are looked at, the newest.
    static let factsMaximum = 1_000
    static let ticketsMaximum = 500
    private static let ratingsMaximum = 5

    private(set) var members: [String: JSON]
    var purchases: Purchases?
    var score: RFMScore?

    /// The facts for a condition.
    var facts: JSON { ["customer": .object(members)] }

    /// What earlier groups said is there for later ones.
    mutating func learn(_ group: Group, _ value: String?) {
        switch group.kind {
        case .tag:
            var computed = members["computed"]?.object ?? [:]
            computed[group.id] = value.map(JSON.string)
            members["computed"] = .object(computed)
        case .segment:
            guard value != nil else { return }
            members["segments"] = .array((members["segments"]?.array ?? []) + [.string(group.id)])
        }
    }

    init(_ record: CustomerRecord, _ groups: Groups, _ db: Reader, now: Instant) throws {
        let family = try CustomerReader(db).family(of: record.id)
        let profile = record.profile
        members = [
            "id": .string(record.id), "name": .string(profile.name), "tier": .string(profile.tier.rawValue),
            "tags": .array(profile.tags.map(JSON.string)), "createdAt": .string(record.createdAt.precise),
            "visitor": .bool(record.isVisitor),
        ]
        members["company"] = profile.company.map(JSON.string)
        members["language"] = profile.language.map(JSON.string)
        members["organisation"] = profile.organisation.map(JSON.string)
        if !groups.attributes.isEmpty {
            let open = Set(groups.attributes.filter { $0.secret != true }.map(\.id))
            let values = try db.attributeValues(of: family).filter { open.contains($0.key) }
            members["attributes"] = .object(values.compactMapValues(\.value))
        }
        let contact = try readTickets(of: family, db)
        let activity = try readFacts(of: family, groups, db, now)
        let contacts = [contact, record.lastContactAt].compactMap(\.self).max()
        members["lastContactAt"] = contacts.map { .string($0.precise) }
        members["lastActivityAt"] = [contacts, activity].compactMap(\.self).max().map { .string($0.precise) }
    }

    /// Tickets and ratings; returns the last time the customer wrote.
    private mutating func readTickets(of family: [String], _ db: Reader) throws -> Instant? {
        let rows = try db.rows(
            """
            SELECT open, rating, rated_at, contact_at, body FROM ticket_facts WHERE customer IN (\(list: family))
            ORDER BY created_at DESC LIMIT \(Portrait.ticketsMaximum)
            """)
        members["ticketCount"] = .int(Int64(rows.count))
        members["openTickets"] = .int(Int64(try rows.count { try $0.bool("open") }))
        members["tickets"] = .array(try rows.compactMap { try $0.optionalJSON("body") })
        let ratings = try rows.compactMap { row in
            try row.optionalInstant("rated_at").flatMap { at in try row.optionalInt("rating").map { (at, $0) } }
        }.sorted { $0.0 > $1.0 }.prefix(Portrait.ratingsMaximum).map(\.1)
        if !ratings.isEmpty {
            members["ratings"] = [
                "count": .int(Int64(ratings.count)), "bad": .int(Int64(ratings.count { $0 <= 2 })),
                "last": .int(Int64(ratings[0])),
            ]
        }
        return try rows.compactMap { try $0.optionalInstant("contact_at") }.max()
    }

    /// Facts by their kind, and the score of purchases; returns when something that counts as activity last happened.
    private mutating func readFacts(
        of family: [String], _ groups: Groups, _ db: Reader, _ now: Instant
    ) throws -> Instant? {
        let rows = try db.rows(
            """
            SELECT type, occurred, amount, source, body FROM facts WHERE customer IN (\(list: family))
            ORDER BY occurred DESC LIMIT \(Portrait.factsMaximum)
            """)
        let types = Dictionary(groups.types.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let start = groups.rules.start(now)
        var facts: [String: [JSON]] = [:]
        var last: [String: JSON] = [:]
        var activity: Instant?
        for row in rows {
            let (type, at) = (try row.string("type"), try row.instant("occurred"))
            let amount = try row.optionalDouble("amount")
            let when = JSON.string(at.precise)
            var entry: [String: JSON] = ["occurredAt": when, "source": .string(try row.string("source"))]
            entry["amount"] = amount.map(JSON.double)
            if groups.dataOf.contains(type) { entry["data"] = try row.json("body") }
            facts[type, default: []].append(.object(entry))
            if last[type] == nil { last[type] = when }
            guard let role = types[type]?.role, role != .other else { continue }
            activity = max(activity ?? at, at)
            guard role == .purchase, at >= start, at <= now else { continue }
            let one = Purchases(last: at, count: 1, money: amount ?? 0)
            purchases = purchases.map { $0 + one } ?? one
        }
        members["facts"] = .object(facts.mapValues(JSON.array))
        members["last"] = .object(last)
        guard let purchases else { return activity }
        let score = groups.ranks.score(purchases)
        self.score = score
        members["rfm"] = [
            "recency": .int(Int64(score.recency)), "frequency": .int(Int64(score.frequency)),
            "money": .int(Int64(score.money)), "sum": .int(Int64(score.sum)), "code": .string(score.code),
        ]
        return activity
    }
}

extension Ticket {
    /// What conditions on a customer may ask of a ticket.
    var summary: JSON {
        var members: [String: JSON] = [
            "number": .int(Int64(number)), "status": .string(status.rawValue), "open": .bool(isOpen),
            "channel": .string(channel.rawValue), "priority": .string(priority.rawValue),
            "tags": .array(tags.map(JSON.string)), "fields": .object(fields), "createdAt": .string(createdAt.precise),
        ]
        members["team"] = team.map(JSON.string)
        members["solvedAt"] = solvedAt.map { .string($0.precise) }
        members["rating"] = rating.map { .int(Int64($0.score)) }
        return .object(members)
    }

    var isOpen: Bool { status != .solved && status != .closed }
}
