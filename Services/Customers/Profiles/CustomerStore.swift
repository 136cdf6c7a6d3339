internal import Base
internal import Contracts
internal import Store

/// Reads of customers. An alias (a record joined into another) is followed to its survivor.
struct CustomerReader {
    let db: Reader

    init(_ db: Reader) { self.db = db }

    /// The id of the record that stands for `id` now; nil when there is none.
    func survivor(of id: String) throws -> String? {
        var id = id
        for _ in 0..<64 {
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

    /// The customer behind an id, with the addresses and numbers of all records joined into it.
    func customer(_ id: String) throws -> Customer? {
        guard let id = try survivor(of: id),
            let row = try db.first("SELECT * FROM customers WHERE id = \(id)")
        else { return nil }
        var customer = try Customer(row)
        let family = try family(of: id)
        customer.identities = try db.rows(
            """
            SELECT kind, value, verified FROM identities WHERE customer IN (\(list: family)) ORDER BY added_at, value
            """
        ).compactMap(Identity.init(row:))
        let facts = try db.first(
            """
            SELECT COUNT(*) AS tickets, COALESCE(SUM(open), 0) AS open, MAX(contact_at) AS contact
            FROM ticket_facts WHERE customer IN (\(list: family))
            """)
        customer.ticketCount = try facts?.int("tickets") ?? 0
        customer.openTickets = try facts?.int("open") ?? 0
        customer.lastContactAt = try [customer.lastContactAt, facts?.optionalInstant("contact")].compactMap { $0 }.max()
        customer.lastRating = try db.first(
            """
            SELECT rating FROM ticket_facts WHERE customer IN (\(list: family)) AND rated_at IS NOT NULL
            ORDER BY rated_at DESC LIMIT 1
            """)?.optionalInt("rating")
        return customer
    }

    /// The customer who owns an address.
    func customer(with identity: Identity) throws -> Customer? {
        let row = try db.first(
            "SELECT customer FROM identities WHERE kind = \(identity.kind) AND value = \(identity.value)")
        return try row.flatMap { try customer($0.string("customer")) }
    }

    /// A page of survivors, last changed first, narrowed by tier, tag and words (each a prefix).
    func list(_ request: ListCustomers) throws -> Page<Customer> {
        var sql: SQL = "SELECT id, updated_at FROM customers AS c WHERE survivor IS NULL"
        if let tier = request.tier { sql += " AND tier = \(tier)" }
        if let tag = request.tag {
            sql += " AND EXISTS (SELECT 1 FROM customer_tags AS t WHERE t.tag = \(tag) AND t.customer = c.id)"
        }
        for word in SearchWords.typed(request.search ?? "").prefix(5) {
            sql += """
                 AND c.id IN (SELECT customer FROM customer_words WHERE word >= \(word)
                     AND word < \(word + "\u{10FFFF}"))
                """
        }
        return try db.page(sql, newestBy: "updated_at", after: request.after, limit: request.limit) { row in
            let id = try row.string("id")
            guard let customer = try customer(id) else { throw Problem.notFound("customer", id) }
            return customer
        }
    }
}

/// Writes of customers.
struct CustomerWriter {
    let tx: Transaction

    /// Stores a record with its tags, words and identities; taken identities throw 409 `identity.taken`.
    func save(_ customer: Customer) throws {
        try tx.execute(
            """
            INSERT INTO customers (id, name, tier, company, language, note, tags, created_at, updated_at,
                last_contact_at, version)
            VALUES (\(customer.id), \(customer.name), \(customer.tier), \(customer.company), \(customer.language),
                \(customer.note), \(json: customer.tags), \(customer.createdAt), \(customer.updatedAt),
                \(customer.lastContactAt), \(customer.version))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, tier = excluded.tier, company = excluded.company,
                language = excluded.language, note = excluded.note, tags = excluded.tags,
                updated_at = excluded.updated_at, last_contact_at = excluded.last_contact_at,
                version = excluded.version
            """)
        try tx.execute("DELETE FROM customer_tags WHERE customer = \(customer.id)")
        for tag in customer.tags {
            try tx.execute("INSERT INTO customer_tags (tag, customer) VALUES (\(tag), \(customer.id))")
        }
        try index(customer)
    }

    /// Gives a customer an address; 409 when somebody else has it.
    func add(_ identity: Identity, to customer: String, at now: Instant) throws {
        let added = try tx.execute(
            """
            INSERT INTO identities (kind, value, customer, verified, added_at) VALUES
            (\(identity.kind), \(identity.value), \(customer), \(identity.verified), \(now)) ON CONFLICT DO NOTHING
            """)
        guard added == 0 else { return }
        let owner = try CustomerReader(tx).customer(with: identity)
        guard owner?.id == customer else {
            throw Problem.conflict(
                "identity.taken", "This address belongs to customer \(owner?.id ?? "?"): join the two instead.")
        }
    }

    /// Writes the words a search finds the customer by.
    func index(_ customer: Customer) throws {
        try tx.execute("DELETE FROM customer_words WHERE customer = \(customer.id)")
        for word in customer.searchWords {
            try tx.execute("INSERT INTO customer_words (word, customer) VALUES (\(word), \(customer.id))")
        }
    }
}

extension Customer {
    /// A row of `customers`, without addresses and numbers.
    fileprivate init(_ row: Row) throws {
        try self.init(
            id: row.string("id"), name: row.string("name"), tier: Tier(rawValue: row.string("tier")) ?? .standard,
            tags: row.decode([String].self, "tags"), company: row.optionalString("company"),
            language: row.optionalString("language"), note: row.optionalString("note"),
            createdAt: row.instant("created_at"), updatedAt: row.instant("updated_at"),
            lastContactAt: row.optionalInstant("last_contact_at"), version: row.int("version"))
    }
}

extension Identity {
    fileprivate init?(row: Row) throws {
        guard let kind = Kind(rawValue: try row.string("kind")) else { return nil }
        self.init(kind: kind, value: try row.string("value"), verified: try row.bool("verified"))
    }
}
