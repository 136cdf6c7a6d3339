internal import Base
internal import Contracts
internal import Store

/// Reads of customers. An alias (a record joined into another) is followed to its survivor.
struct CustomerReader {
    /// Records that stand for one person at most.
    static let familyMaximum = 200

    let db: Reader

    init(_ db: Reader) { self.db = db }

    /// The id of the record that stands for `id` now; nil when there is none.
    func survivor(of id: String) throws -> String? {
        var id = id
        for _ in 0...CustomerReader.familyMaximum {
            guard let row = try db.first("SELECT survivor FROM customers WHERE id = \(id)") else { return nil }
            guard let next = try row.optionalString("survivor") else { return id }
            id = next
        }
        throw Problem.fault("customer.alias_loop", "The aliases of a customer form a circle.")
    }

    /// A record and everything joined into it, the survivor first.
    func family(of survivor: String) throws -> [String] {
        try db.rows(
            """
            WITH RECURSIVE family (id) AS (
                SELECT id FROM customers WHERE id = \(survivor) UNION ALL
                SELECT customers.id FROM customers JOIN family ON customers.survivor = family.id)
            SELECT id FROM family
            """
        ).map { try $0.string("id") }
    }

    /// One record as it is kept, alias or not.
    func record(_ id: String) throws -> CustomerRecord? {
        try db.first("SELECT * FROM customers WHERE id = \(id)").map { try CustomerRecord($0) }
    }

    /// The customer behind an id, with the addresses and numbers of all records joined into it.
    func customer(_ id: String) throws -> Customer? {
        guard let id = try survivor(of: id), let record = try record(id) else { return nil }
        return try customer(record)
    }

    /// The customer of a record that stands for itself.
    func customer(_ record: CustomerRecord) throws -> Customer {
        var customer = record.customer
        let family = try family(of: record.id)
        customer.identities = try identities(of: family)
        let facts = try db.first(
            """
            SELECT COUNT(*) AS tickets, COALESCE(SUM(open), 0) AS open, MAX(contact_at) AS contact
            FROM ticket_facts WHERE customer IN (\(list: family))
            """)
        customer.ticketCount = try facts?.int("tickets") ?? 0
        customer.openTickets = try facts?.int("open") ?? 0
        customer.lastContactAt = try [customer.lastContactAt, facts?.optionalInstant("contact")].compactMap { $0 }.max()
        if customer.ticketCount > 0 {
            customer.lastRating = try db.first(
                """
                SELECT rating FROM ticket_facts WHERE customer IN (\(list: family)) AND rated_at IS NOT NULL
                ORDER BY rated_at DESC LIMIT 1
                """)?.optionalInt("rating")
        }
        customer.organisation = try customer.organisation ?? organisation(of: customer.identities)
        return customer
    }

    /// The addresses of records, oldest first.
    func identities(of family: [String]) throws -> [Identity] {
        try db.rows(
            """
            SELECT kind, value, verified, verified_at, source FROM identities WHERE customer IN (\(list: family))
            ORDER BY added_at, value
            """
        ).compactMap(Identity.init(row:))
    }

    /// The record that holds an address.
    func holder(of key: Identity.Key) throws -> String? {
        try db.first("SELECT customer FROM identities WHERE kind = \(key.kind) AND value = \(key.value)")?
            .string("customer")
    }

    /// The customer who owns an address.
    func customer(with identity: Identity) throws -> Customer? { try holder(of: identity.key).flatMap(customer) }

    /// The organisation of the first mail address that belongs to one.
    private func organisation(of identities: [Identity]) throws -> String? {
        for domain in identities.compactMap(\.domain) {
            if let row = try db.first("SELECT organisation FROM organisation_domains WHERE domain = \(domain)") {
                return try row.string("organisation")
            }
        }
        return nil
    }

    /// Customers that a word finds by its own index; for a more common one the last changed are looked through.
    private static let rare = 10_000
    private static let looked = 20_000

    /// A page of survivors, last changed first, narrowed by tier, tag and words (each a prefix). Words that are all
    /// common find what is among the 20,000 last changed.
    func list(_ request: ListCustomers) throws -> Page<Customer> {
        let words = CustomerReader.words(request)
        let places = try words.filter { word in
            let few: SQL = "SELECT 1 FROM customer_words WHERE " + CustomerReader.begins(word)
            let count =
                try db.first(
                    "SELECT COUNT(*) AS n FROM (" + few + " LIMIT \(CustomerReader.rare + 1)) AS few")?.int("n") ?? 0
            return count <= CustomerReader.rare
        }
        var sql: SQL = "SELECT id, updated_at FROM customers AS c WHERE survivor IS NULL"
        if places.isEmpty, !words.isEmpty {
            sql += CustomerReader.kind(request) + " ORDER BY updated_at DESC, id DESC LIMIT \(CustomerReader.looked)"
            sql = "SELECT id, updated_at FROM (" + sql + ") AS c WHERE 1 = 1"
        } else {
            sql += CustomerReader.kind(request)
        }
        for word in words {
            if places.contains(word) {
                sql += " AND c.id IN (SELECT customer FROM customer_words WHERE " + CustomerReader.begins(word) + ")"
            } else {
                sql += " AND EXISTS (SELECT 1 FROM customer_words AS w WHERE w.customer = c.id AND "
                sql += CustomerReader.begins(word) + ")"
            }
        }
        return try db.page(sql, newestBy: "updated_at", after: request.after, limit: request.limit) { row in
            try known(row.string("id"))
        }
    }

    private static func words(_ request: ListCustomers) -> [String] {
        Array(SearchWords.typed(request.search ?? "").prefix(5))
    }

    private static func begins(_ word: String) -> SQL { "word >= \(word) AND word < \(word + "\u{10FFFF}")" }

    private static func kind(_ request: ListCustomers) -> SQL {
        var sql: SQL = ""
        if let tier = request.tier { sql += " AND tier = \(tier)" }
        if let tag = request.tag {
            sql += " AND EXISTS (SELECT 1 FROM customer_tags AS t WHERE t.tag = \(tag) AND t.customer = c.id)"
        }
        return sql
    }

    /// Some survivors after an id, in the order of ids: whoever changes meanwhile keeps their place. Nobody who was
    /// forgotten is among them.
    func some(_ request: ListCustomers, segment: String?, after id: String, limit: Int) throws -> [Customer] {
        var sql: SQL = "SELECT id FROM customers AS c WHERE survivor IS NULL AND erased_at IS NULL AND id > \(id)"
        sql += CustomerReader.kind(request)
        for word in CustomerReader.words(request) {
            sql += " AND c.id IN (SELECT customer FROM customer_words WHERE " + CustomerReader.begins(word) + ")"
        }
        if let segment {
            sql += """
                 AND EXISTS (SELECT 1 FROM group_spans AS g WHERE g.customer = c.id AND g.grp = \("segment:" + segment)
                     AND g.until = \(Schema.never))
                """
        }
        return try db.rows(sql + " ORDER BY id LIMIT \(limit)").map { try known($0.string("id")) }
    }

    /// The customer behind an id; 404 when there is none.
    func known(_ id: String) throws -> Customer {
        guard let customer = try customer(id) else { throw Problem.notFound("customer", String(id.prefix(100))) }
        return customer
    }
}

/// Writes of customers.
struct CustomerWriter {
    let tx: Transaction

    /// Stores a record with its tags, and what a search finds it by.
    func save(_ record: CustomerRecord) throws {
        let (id, profile) = (record.id, record.profile)
        let identities = try CustomerReader(tx).identities(of: CustomerReader(tx).family(of: id))
        let isVisitor = !identities.isEmpty && identities.allSatisfy { $0.kind == .widget }
        try tx.execute(
            """
            INSERT INTO customers (id, name, tier, company, language, note, tags, created_at, updated_at,
                last_contact_at, version, own, organisation, shares, visitor, dice)
            VALUES (\(id), \(profile.name), \(profile.tier), \(profile.company), \(profile.language),
                \(profile.note), \(json: profile.tags), \(record.createdAt), \(record.updatedAt),
                \(record.lastContactAt), \(record.version), \(json: record.own), \(profile.organisation),
                \(profile.sharesTickets), \(isVisitor), \(Int64(bitPattern: FNV.hash(id))))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, tier = excluded.tier, company = excluded.company,
                language = excluded.language, note = excluded.note, tags = excluded.tags,
                updated_at = excluded.updated_at, last_contact_at = excluded.last_contact_at,
                version = excluded.version, own = excluded.own, organisation = excluded.organisation,
                shares = excluded.shares, visitor = excluded.visitor, dice = excluded.dice
            """)
        try forget(id)
        for tag in profile.tags {
            try tx.execute("INSERT INTO customer_tags (tag, customer) VALUES (\(tag), \(id))")
        }
        var shown = record.customer
        shown.identities = identities
        for word in shown.searchWords {
            try tx.execute("INSERT INTO customer_words (word, customer) VALUES (\(word), \(id))")
        }
    }

    /// Takes a record out of what lists and searches find.
    func forget(_ id: String) throws {
        try tx.execute("DELETE FROM customer_tags WHERE customer = \(id)")
        try tx.execute("DELETE FROM customer_words WHERE customer = \(id)")
    }

    /// Gives a record an address; 409 when somebody else has it.
    func add(_ identity: Identity, to customer: String, at now: Instant) throws {
        let verifiedAt = identity.verified ? identity.verifiedAt ?? now : nil
        let added = try tx.execute(
            """
            INSERT INTO identities (kind, value, customer, verified, verified_at, source, domain, added_at) VALUES
            (\(identity.kind), \(identity.value), \(customer), \(identity.verified), \(verifiedAt),
                \(identity.source), \(identity.domain), \(now)) ON CONFLICT DO NOTHING
            """)
        guard added == 0 else { return }
        let owner = try CustomerReader(tx).customer(with: identity)
        guard owner?.id == customer else {
            throw Problem.conflict(
                "identity.taken", "This address belongs to customer \(owner?.id ?? "?"): join the two instead.")
        }
    }
}

extension Identity {
    fileprivate init?(row: Row) throws {
        guard let kind = Kind(rawValue: try row.string("kind")) else { return nil }
        self.init(
            kind: kind, value: try row.string("value"), verified: try row.bool("verified"),
            verifiedAt: try row.optionalInstant("verified_at"), source: try row.optionalString("source"))
    }
}
