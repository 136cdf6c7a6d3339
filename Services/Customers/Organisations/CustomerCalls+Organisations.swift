internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about organisations (row 98).
    func answerOrganisations(on service: Service) {
        service.answer(CustomersAPI.organisations) { request, _ in
            try await store.read { db in
                try db.page(
                    "SELECT * FROM organisations WHERE 1 = 1", newestBy: "created_at", after: request.after,
                    limit: request.limit
                ) { try db.organisation($0) }
            }
        }
        service.answer(CustomersAPI.organisation) { request, _ in
            try await store.read { try $0.knownOrganisation(request.id) }
        }
        service.answer(CustomersAPI.saveOrganisation) { request, context in
            try await work(context) { desk in
                try desk.tx.save(
                    request, as: request.id.isEmpty ? desk.identifiers.next() : request.id)
            }
        }
        service.answer(CustomersAPI.removeOrganisation) { request, context in
            try await work(context) { try $0.tx.removeOrganisation(request.id) }
        }
        service.answer(CustomersAPI.members) { request, _ in try await store.read { try $0.members(request) } }
        service.answer(CustomersAPI.sharing) { request, _ in try await store.read { try $0.sharing(request.id) } }
    }
}

extension CustomerOrganisation {
    static let domainsMaximum = 100
    /// Where everybody may have a mailbox: no organisation's.
    private static let everybodys: Set<String> = [
        "126.com", "139.com", "163.com", "aliyun.com", "foxmail.com", "gmail.com", "gmx.de", "gmx.net",
        "googlemail.com",
        "hotmail.com", "icloud.com", "live.com", "mail.ru", "msn.com", "naver.com", "outlook.com", "proton.me",
        "protonmail.com", "qq.com", "sina.cn", "sina.com", "sohu.com", "web.de", "yahoo.com", "yandex.ru", "yeah.net",
    ]

    /// Tidy; throws 422 `organisation.name` and `organisation.domain`.
    func checked() throws -> CustomerOrganisation {
        var clean = self
        clean.name = name.trimmingWhitespace()
        guard (1...Customer.nameMaximum).contains(clean.name.count), id.utf8.count <= 100 else {
            throw Problem.invalid("organisation.name", "A name has 1 to 200 characters.")
        }
        clean.note = try Customer.checked(note: note)
        var seen: Set<String> = []
        clean.domains = domains.map { $0.trimmingWhitespace().lowercased() }.filter { seen.insert($0).inserted }
        let areDomains = clean.domains.allSatisfy { domain in
            domain.utf8.count <= 253 && domain.contains(".") && !domain.hasPrefix(".") && !domain.hasSuffix(".")
                && !domain.contains { $0.isWhitespace || $0 == "@" }
                && !CustomerOrganisation.everybodys.contains(domain)
        }
        guard areDomains, clean.domains.count <= CustomerOrganisation.domainsMaximum else {
            throw Problem.invalid(
                "organisation.domain", "At most 100 domains, none of which everybody may have an address at.")
        }
        return clean
    }
}

extension Reader {
    fileprivate func organisation(_ row: Row) throws -> CustomerOrganisation {
        let id = try row.string("id")
        let domains = try rows("SELECT domain FROM organisation_domains WHERE organisation = \(id) ORDER BY domain")
        return CustomerOrganisation(
            id: id, name: try row.string("name"), domains: try domains.map { try $0.string("domain") },
            note: try row.optionalString("note"), createdAt: try row.instant("created_at"),
            version: try row.int("version"))
    }

    fileprivate func knownOrganisation(_ id: String) throws -> CustomerOrganisation {
        guard let row = try first("SELECT * FROM organisations WHERE id = \(id)") else {
            throw Problem.notFound("organisation", String(id.prefix(100)))
        }
        return try organisation(row)
    }

    /// The records of an organisation: of its domains, unless they were put elsewhere, and those put into it.
    private func memberRecords(_ organisation: String, after: String?, limit: Int) throws -> [String] {
        try rows(
            """
            SELECT record FROM (
                SELECT i.customer AS record FROM organisation_domains d JOIN identities i ON i.domain = d.domain
                WHERE d.organisation = \(organisation) AND i.customer > \(after ?? "")
                UNION
                SELECT id AS record FROM customers
                WHERE organisation = \(organisation) AND survivor IS NULL AND id > \(after ?? "")
            ) AS members ORDER BY record LIMIT \(limit)
            """
        ).map { try $0.string("record") }
    }

    /// By the ids of their records. A person with several records at one domain comes with the record that stands for
    /// them, or with the first of the others: a page may be short and still go on.
    func members(_ request: ListMembers) throws -> Page<Customer> {
        _ = try knownOrganisation(request.organisation)
        let limit = min(max(1, request.limit ?? 50), 100)
        let after = try request.after.map { try PageCursor(parsing: $0, count: 1).string(0) }
        let records = try memberRecords(request.organisation, after: after, limit: limit + 1)
        var customers: [Customer] = []
        for record in records.prefix(limit) {
            guard let customer = try CustomerReader(self).customer(record),
                customer.organisation == request.organisation, !customers.contains(where: { $0.id == customer.id })
            else { continue }
            // Seen on a page before?
            let earlier = try CustomerReader(self).family(of: customer.id).filter { $0 < record }
            let isEarlier = try earlier.contains { id in
                try first(
                    """
                    SELECT 1 AS one FROM identities i JOIN organisation_domains d ON i.domain = d.domain
                    WHERE i.customer = \(id) AND d.organisation = \(request.organisation)
                    """) != nil || (id == customer.id && self.record(id)?.profile.organisation == request.organisation)
            }
            if !isEarlier { customers.append(customer) }
        }
        let isMore = records.count > limit
        return Page(
            items: customers, after: isMore ? records.prefix(limit).last.map { PageCursor(.string($0)).text } : nil)
    }

    private func record(_ id: String) throws -> CustomerRecord? { try CustomerReader(self).record(id) }

    /// Whose tickets a contact may see: the whole organisation's with the right to it, up to 1,000.
    func sharing(_ id: String) throws -> TicketSharing {
        let customer = try CustomerReader(self).known(id)
        guard customer.sharesTickets == true, let organisation = customer.organisation else {
            return TicketSharing(customers: [customer.id])
        }
        var ids: Set<String> = [customer.id]
        var after: String?
        repeat {
            let page = try members(ListMembers(organisation: organisation, limit: 100, after: after))
            ids.formUnion(page.items.map(\.id))
            after = page.after
        } while after != nil && ids.count < 1_000
        return TicketSharing(customers: ids.sorted())
    }
}

extension Transaction {
    func save(_ request: CustomerOrganisation, as id: String) throws -> CustomerOrganisation {
        var next = try request.checked()
        let known = try first("SELECT * FROM organisations WHERE id = \(id)").map { try organisation($0) }
        if let known {
            guard request.version == known.version else {
                throw Problem.stale("organisation", expected: request.version, actual: known.version)
            }
        }
        (next.id, next.version, next.createdAt) = (id, (known?.version ?? 0) + 1, known?.createdAt ?? now)
        try execute(
            """
            INSERT INTO organisations (id, name, note, created_at, version)
            VALUES (\(id), \(next.name), \(next.note), \(next.createdAt), \(next.version))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, note = excluded.note, version = excluded.version
            """)
        try execute("DELETE FROM organisation_domains WHERE organisation = \(id)")
        for domain in next.domains {
            let added = try execute(
                """
                INSERT INTO organisation_domains (domain, organisation) VALUES (\(domain), \(id))
                ON CONFLICT DO NOTHING
                """)
            guard added == 1 else {
                throw Problem.conflict("organisation.taken", "Another organisation has the domain \(domain).")
            }
        }
        return try knownOrganisation(id)
    }

    func removeOrganisation(_ id: String) throws -> Empty {
        _ = try knownOrganisation(id)
        let member = try first("SELECT 1 AS one FROM customers WHERE organisation = \(id) LIMIT 1")
        guard member == nil else {
            throw Problem.conflict("organisation.in_use", "Customers were put into it by hand: take them out first.")
        }
        try execute("DELETE FROM organisation_domains WHERE organisation = \(id)")
        try execute("DELETE FROM organisations WHERE id = \(id)")
        return Empty()
    }
}
